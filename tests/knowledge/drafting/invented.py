"""Notices of places that do not exist, in many styles, each with what it says. Nobody's sentences: written for these tests."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Invented:
    """A text and what a reader finds in it."""

    text: str
    title: str | None
    issuers: tuple[str, ...] = ()
    number: str | None = None
    signed: date | None = None
    windows: frozenset[tuple[date | None, date | None]] = frozenset()
    amounts: tuple[str, ...] = ()
    papers: frozenset[tuple[str, int | None]] = frozenset()
    quotas: tuple[str, ...] = ()
    phones: frozenset[str] = frozenset()
    rules: tuple[dict[str, object], ...] = field(default=())


CLASSIC = Invented(
    text="""海澜省云桥市人力资源和社会保障局关于评选2026年度云桥巧匠的通知
云人社函〔2026〕41号
各县区人社局、各有关企业：
为培养更多能工巧匠，决定评选2026年度云桥巧匠，现将有关事项通知如下。
一、评选名额
全市共评选巧匠20名，其中青年巧匠不超过5名。每家企业限报3人。
二、申报条件
（一）基本条件
1.热爱工作，品行端正；
2.年龄不超过50周岁；
3.具有高级工以上职业技能等级，从事本职业工作满6年；
4.大专以上学历，或者中级以上职称。
（二）有下列情况的不得申报：
1.三年内受过处分的；
2.已经当选过云桥巧匠的。
三、申报材料
（一）《云桥巧匠申报表》一式三份（附件1）；
（二）身份证、技能等级证书复印件各2份；
（三）事迹材料一份，不超过2000字，加盖单位公章；
（四）近照两张。
四、时间安排
申报时间为2026年4月1日至4月30日。各县区人社局于5月15日前报市人社局，逾期不再受理。评审定于6月进行，结果公示5个工作日。
五、奖励办法
当选的每人一次性奖励8000元，并连续两年每人每月发放津贴600元。
六、联系方式
市人社局技能科：0000-7654321，邮箱：jineng@yunqiao.example。
附件：1.云桥巧匠申报表.docx
云桥市人力资源和社会保障局
2026年3月12日
""",
    title="海澜省云桥市人力资源和社会保障局关于评选2026年度云桥巧匠的通知",
    issuers=("云桥市人力资源和社会保障局",),
    number="云人社函〔2026〕41号",
    signed=date(2026, 3, 12),
    windows=frozenset({(date(2026, 4, 1), date(2026, 4, 30)), (None, date(2026, 5, 15)), (date(2026, 6, 1), date(2026, 6, 30))}),
    amounts=("8000", "600"),
    papers=frozenset({("《云桥巧匠申报表》", 3), ("身份证、技能等级证书复印件", 2), ("事迹材料", 1), ("近照", 2)}),
    quotas=("20", "5", "3"),
    phones=frozenset({"0000-7654321"}),
    rules=(
        {"fact": "age", "at_most": 50},
        {"fact": "skill_level", "at_least": "advanced"},
        {"fact": "years_in_profession", "at_least": "6年"},
        {"any": [{"fact": "education", "at_least": "college"}, {"fact": "professional_title", "at_least": "intermediate"}]},
    ),
)

FIELDS = Invented(
    text="""首页 > 办事指南 > 就业
青禾区技能提升补贴怎么领
发布时间：2026-02-03 09:12 来源：青禾区人社局 浏览次数：88
【补贴对象】在青禾区参加失业保险满12个月的企业职工。
【补贴标准】初级工1000元/人，中级工1500元/人，高级工2000元/人；同一职业同一等级只补一次。
【申请时间】证书核发之日起12个月内。
【申请材料】
1、身份证原件及复印件；
2、职业技能等级证书复印件1份；
3、《青禾区技能提升补贴申请表》2份。
【办理流程】
窗口提交—审核—公示—发放。
【咨询电话】（0000）8123456、8123457
【办理地点】青禾区平安路12号政务大厅3楼
上一篇：没有了
下一篇：关于春节放假
""",
    title="青禾区技能提升补贴怎么领",
    issuers=("青禾区人社局",),
    amounts=("1000", "1500", "2000"),
    papers=frozenset({("身份证原件及复印件", None), ("职业技能等级证书复印件", 1), ("《青禾区技能提升补贴申请表》", 2)}),
    phones=frozenset({"0000-8123456", "8123457"}),
)

ONE_LINE = Invented(
    text="关于选拔松涧县拔尖技师的通知 松人社发〔2025〕9号 各乡镇、各企业：现就选拔松涧县拔尖技师有关事项通知如下。一、选拔"
    "范围：在我县工作的技能人才。二、选拔条件：1.年龄45周岁以下；2.取得技师以上职业资格；3.带徒成绩突出。三、选拔名额"
    "：10名。四、报送时间：请各单位于2025年9月20日前将推荐材料报送县人社局就业股，联系电话0000-6543210。"
    "五、报送材料：1.《拔尖技师推荐表》一式两份；2.证书复印件1份。六、待遇：每人每年发放津贴1.2万元。松涧县人力资源和"
    "社会保障局 2025年8月18日\n",
    title="关于选拔松涧县拔尖技师的通知",
    number="松人社发〔2025〕9号",
    signed=date(2025, 8, 18),
    windows=frozenset({(None, date(2025, 9, 20))}),
    amounts=("12000",),
    papers=frozenset({("《拔尖技师推荐表》", 2), ("证书复印件", 1)}),
    quotas=("10",),
    phones=frozenset({"0000-6543210"}),
    rules=({"fact": "age", "at_most": 45}, {"fact": "skill_level", "at_least": "technician"}),
)

ARTICLES = Invented(
    text="""关于印发《望溪市名师带徒补助办法》的通知

望人社规〔2024〕2号

各县（市、区）人力资源和社会保障局、财政局：
现将《望溪市名师带徒补助办法》印发给你们，请认真执行。

望溪市人力资源和社会保障局　　望溪市财政局
二〇二四年五月六日

望溪市名师带徒补助办法
第一章　总则
第一条　为了规范名师带徒补助，制定本办法。
第二章　条件
第二条　申请补助的师傅应当符合下列条件：
（一）年龄在60周岁以下；
（二）具有高级技师职业资格或者技能等级，从事本职业满15年；
（三）所带徒弟不少于3名。
第三条　有下列情形之一的，不予受理：
（一）申报材料不真实的；
（二）单位被列入失信名单的。
第三章　标准
第四条　每带一名徒弟给予师傅补助5000元，每名师傅每年最高不超过2万元。
第五条　所需资金由市财政承担60%，县区财政承担40%。
第四章　附则
第六条　本办法自2024年6月1日起施行，有效期至2027年5月31日。
""",
    title="关于印发《望溪市名师带徒补助办法》的通知",
    issuers=("望溪市人力资源和社会保障局", "望溪市财政局"),
    number="望人社规〔2024〕2号",
    signed=date(2024, 5, 6),
    windows=frozenset({(date(2024, 6, 1), None), (None, date(2027, 5, 31))}),
    amounts=("5000", "20000", "60", "40"),
    rules=({"fact": "age", "at_most": 60}, {"fact": "years_in_profession", "at_least": "15年"}),
)

PROSE = Invented(
    text="""关于报送2023年工匠学院建设情况的函
各县区总工会：
根据工作安排，请各单位于11月10日下班前将工作总结和《工匠学院统计表》（附件2）各一份报市总工会生产部，同时发到 shengchan@hetang.example。
表格要盖章。联系人：赵某某，电话：2345678。
附件1 报送要求
附件2 工匠学院统计表
荷塘市总工会
2023年10月27日
""",
    title="关于报送2023年工匠学院建设情况的函",
    issuers=("荷塘市总工会",),
    signed=date(2023, 10, 27),
    windows=frozenset({(None, date(2023, 11, 10))}),
    papers=frozenset({("工作总结", 1), ("《工匠学院统计表》（附件2）", 1)}),
    phones=frozenset({"2345678"}),
)

DAMAGED = Invented(
    text="""关于申报沙汀市技能工作室的通知
各单位:
现将有关事项通知如下:
一、条件
(一)领办人年龄在55周岁以下;
(二)参保满*个月以上;
(三)场地面积不少于200;
二、补助
每个工作室一次性补助(略)万元,第二年补助15千元,其中返还*%。
三、时间
材料于630日前报市人社局,公示到7月*日。
四、电话
0000-812345678
沙汀市人力资源和社会保障局
2025年6月3日
""",
    title="关于申报沙汀市技能工作室的通知",
    issuers=("沙汀市人力资源和社会保障局",),
    signed=date(2025, 6, 3),
    windows=frozenset({(None, date(2025, 6, 30)), (None, None)}),
    amounts=("15000", ""),
    phones=frozenset({"0000-812345678"}),
)

RESULT = Invented(
    text="""关于公布云桥市第三批技能大师工作室名单的通知
各有关单位：
经专家评审、公示，确定梅岭机械厂张师傅工作室等6个工作室为云桥市第三批技能大师工作室，现予公布。
云桥市人力资源和社会保障局
2024年12月30日
""",
    title="关于公布云桥市第三批技能大师工作室名单的通知",
    issuers=("云桥市人力资源和社会保障局",),
    signed=date(2024, 12, 30),
    quotas=("6",),
)

MONTHS = Invented(
    text="""云桥市2026年职业技能大赛公告
一、比赛时间
报名时间：2026年3月1日9:00—3月20日17:00。
初赛：4月上旬。
决赛：拟于5月下旬在云桥体育馆举行。
二、参赛对象
年满18周岁、不超过法定退休年龄的云桥市职工；16—24岁的技工院校学生也可以参加。
三、奖励
一等奖1名，奖金3万元；二等奖2名，奖金各2万元；三等奖3名，奖金各1万元。
四、报名方式
登录 https://dasai.yunqiao.example/bm 报名，并上传《报名表》、身份证正反面照片。
""",
    title="云桥市2026年职业技能大赛公告",
    windows=frozenset(
        {(date(2026, 3, 1), date(2026, 3, 20)), (date(2026, 4, 1), date(2026, 4, 30)), (date(2026, 5, 1), date(2026, 5, 31))}
    ),
    amounts=("30000", "20000", "10000"),
    papers=frozenset({("《报名表》", None), ("身份证正反面照片", None)}),
    quotas=("1", "2", "3"),
)

STYLES = {
    "classic": CLASSIC,
    "fields": FIELDS,
    "one_line": ONE_LINE,
    "articles": ARTICLES,
    "prose": PROSE,
    "damaged": DAMAGED,
    "result": RESULT,
    "months": MONTHS,
}
