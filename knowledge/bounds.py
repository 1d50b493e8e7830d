"""Bounds as the files write them, in numbers that can be compared."""

import re

_DURATION = re.compile(r"(?:(?P<years>[0-9]{1,3})年)?(?:(?P<months>[0-9]{1,4})个月)?")


def duration_months(text: str) -> int:
    """The months in ``8年``, ``18个月`` or ``2年6个月``; ValueError, in Chinese, for anything else."""
    found = _DURATION.fullmatch(text)
    if not text or not found:
        raise ValueError("时长请写成 8年、18个月 或 2年6个月")
    return int(found["years"] or 0) * 12 + int(found["months"] or 0)
