"""What those are told who keep the knowledge: kind, short, and without a word of YAML to who sent none.

- ``card``: 管理, from which all begins;  ``proposals``: a change that waits;  ``history``: what was published
- ``handing``: files handed out;  ``granting``: who may do what;  ``editing``: 改一处
- ``drafting``: what was read in a notice, and what is left to do
- ``withdrawing``: 暂停 and 恢复;  ``stewarding``: 负责人 and 核对;  ``wondering``: 没答上来的
- ``aside``: updates that could not be handled
- ``stats``: a week beside the one before;  ``broadcasting``: 广播;  ``auditing``: 操作记录
"""
