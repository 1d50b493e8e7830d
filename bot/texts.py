"""What the bot says in fixed words, in one place."""

from typing import Final

DISCLAIMER: Final = "自测仅供参考，以主管部门审核为准。"

START: Final = (
    "您好，我是申报助手",
    "技能人才项目怎么报、什么时候截止、要交什么，直接打字问我就行，例如：",
    "· 包头金蓝领啥时候截止",
    "· 特培计划要什么条件",
    "也可以点下面的按钮。我只按通知原文回答，不知道的会直说。",
)
HELP: Final = (
    "我能帮您三件事",
    "1. 问：直接打字，例如“晋城技师工作站给多少钱”。",
    "2. 自测：/check，一题一题点，看够不够条件。",
    "3. 提醒：/remind，截止前几天和当天早上 9 点提醒您；几天、几点可以自己改。",
    "其他：/policies 看有哪些项目，/my 看我的提醒和自测，/unit 给单位办申报或加入单位，/privacy 看我存了什么、怎么删除。",
)
NUMBER_NOT_HELD: Final = "这个号码没有收录，别按它转账、交材料；拿不准就打 12333 核实。我有的通知例如："
NOT_UNDERSTOOD: Final = "这个我不知道。我只懂技能人才项目的申报，例如："
NOT_KNOWN: Final = "这个我不知道。"
NO_QUESTION: Final = "这个我没看懂。想问项目就直接打字，例如“包头金蓝领啥时候截止”。"
UNSURE: Final = "您问的是哪一样，我没有十分把握。点一下就告诉您："
RATIOS_DIFFER: Final = "名额和推荐比例各地不一样，别处的不能套用，请问当地人社局。"
NOTHING_FITS: Final = "可以换个说法，写上地区和项目名；别的事请拨打 12333 问。"
SMALL_TALK: Final = {
    "greeting": ("您好，我是申报助手", "技能人才项目怎么报、什么时候截止、要交什么，直接打字问我就行，例如“包头金蓝领啥时候截止”。"),
    "thanks": ("不客气", "还想问什么，直接打字就行。"),
    "bye": ("再见，祝您顺利", "订了提醒的，到时候我会来找您。"),
}
SCREEN: Final = {
    "person": "先自测一下够不够条件，点一个：",
    "unit": "单位可以先自测够不够条件，点一个：",
    None: "先自测一下够不够条件，点一个：",
}
ASK_THIS: Final = "您问的是这个吗？点一下就答："
ASK_WHICH: Final = "您问的是哪一个？点一下就答："
PART_NOT_UNDERSTOOD: Final = "{number}. {asked}\n这一问我没看懂，请写上项目名单独再问一次。"
PARTS_LEFT: Final = "您一次问了 {asked} 件事，我先答前 {told} 件；后面还有 {left} 件没有看，请分开再发给我。"
TOO_LONG: Final = "这段话太长了，我只看得懂短的问题。请用一句话问，例如“特培计划要交什么材料”。"
RATED_USEFUL: Final = "谢谢，记下了。"
RATED_USELESS: Final = "记下了。换个说法再问，或点“转人工”打电话问。"
RATED_ALREADY: Final = "已经记过了，谢谢。"
PASTED_DIFFERS: Final = "以发文单位的原件为准。要是您手上的就是原件，请点“写错了”告诉我们，好核对改正。"
PASTED_NEW: Final = "按它办，不要按我这里的。点下面告诉管理员，核对后会收进来；急的话打 12333 问。"
PASTED_PART: Final = "Telegram 把长文拆成几条，这里只对了这一条；别的几条会分别对。"
STALE: Final = "这个按钮过期了，我重新给您一份。"
STALE_GONE: Final = "这个按钮过期了。请直接打字问，或点 /policies 重新选。"
SORRY: Final = "抱歉，我这边出了点问题，您已经答过的都还在。请稍后再发一次；急的话请拨打 12333。"
PRIVATE_ONLY: Final = "这是个人的事，请私聊我再办。"
CHINESE_ONLY: Final = (
    "我只懂中文，看不懂{name}",
    "请会汉语的家人、同事帮着用中文打字，例如“包头金蓝领啥时候截止”。",
    "也可以直接打电话问：12333（各地人社服务热线）。",
)
ENGLISH: Final = (
    "I only understand Chinese. 我只懂中文。",
    "Please ask in Chinese 请用中文问，例如“包头金蓝领啥时候截止”。",
    "/policies 有哪些项目 (programmes)",
    "/deadline 什么时候截止 (deadlines)",
    "/check 自测 (am I eligible?)",
    "☎ 12333 人社服务热线 (the office to call)",
)
SLOWLY: Final = ("慢一点，我跟不上了", "您做的都记下了，自测里答过的一个不丢。歇半分钟再发，我接着答。")
IN_PRIVATE: Final = "私聊我办"
NO_COMMAND: Final = "没有这个命令。"
LINK_GONE: Final = (
    "这个链接过期了、收回了，或者没有复制全",
    "别人发给您的，请他再发一个。想问项目就直接打字，例如“包头金蓝领啥时候截止”，或点 /policies 看有哪些项目。",
)
HELLO_BRIEF: Final = ("您好，我是申报助手", "下面是您点开的内容；以后想问什么，直接打字就行。")
INLINE_NOTHING: Final = "没找到，点这里私聊问我"
INLINE_MORE: Final = "问条件、材料，自测、提醒"
ASK_HOW: Final = ("想问什么，写在命令后面", "例如：/ask 特培计划什么时候截止。私聊我时不用写命令，直接打字就行。")
COMPARE_HOW: Final = (
    "比哪两个？写在命令后面",
    "例如：/compare 晋城技师工作站 培养基地",
    "只写一个，就比它的几类，例如：/compare 特培计划",
    "私聊我时直接打字也行：区内区外有什么区别。",
)
GROUP_HELLO: Final = (
    "大家好，我是申报助手",
    "想问技能人才项目，写 @{me} 再写问题，例如“@{me} 包头金蓝领啥时候截止”；也可以回复我的消息，或用 /ask。",
    "没叫我，我不出声。自测、提醒这些个人的事，请私聊我。",
)
WELCOME_BACK: Final = "欢迎回来，您之前的提醒会继续。"

NOT_TEXT: Final = {
    "photo": "图片我看不懂。请把想问的打成字，例如“特培计划要什么条件”。",
    "voice": "语音我听不懂。请点键盘上的话筒，让手机把话变成文字再发给我。",
    "sticker": "收到。想问什么请打字，例如“包头金蓝领啥时候截止”。",
    "document": "这种文件我打不开。想问什么请打字；单位要一次核对很多人，点 /check 里的“批量核对”要一张表。",
    "location": "位置我用不上。请打字写上地区和项目名，例如“晋城技师工作站 材料”。",
    "edited": "改过的消息不会改动前面的回答。请把新的问题重新发一条；自测里要改答案请点“上一步”。",
    "other": "这个我看不懂。请打字问，例如“包头金蓝领啥时候截止”。",
}

SITUATIONS_NEXT: Final = "点一个项目，看它怎么写、没写的该问谁。"
MANY: Final = "批量核对"
TABLE_WHICH: Final = (
    "要哪个项目的表？",
    "单位一次核对很多人：我发一张表，您每人填一行发回来，每人的结论和原因写在新表里还给您。",
)
TABLE_TEMPLATE: Final = (
    "填好这张表，发回给我",
    "每人一行，最多 500 行；不清楚的空着。发回来后，每人的结论、原因和还缺什么写在新表里还给您。",
)
TABLE_DONE: Final = "表里的内容已经丢掉，没有保存。"
TABLE_GONE: Final = "这份文件取不到了。请把填好的表再发一次。"
TABLE_FAILED: Final = "这个表我没能核对完。请重新要一份模板，把内容粘贴进去再发。"
TABLE_PRIVACY: Final = "表里的内容核对完就丢，不保存，也不进记录；文件会经过 Telegram 在境外的服务器。"
CONSENT: Final = (
    "开始前先说清楚",
    "· 自测要存下您的回答（例如年龄、等级），加密保存，用来给您判断、提醒您，不给别人看。",
    "· 同意以后，告诉过您哪个项目的哪一方面也记 30 天（不存原话），说错了好告诉您更正。",
    "· 您要是加入了单位、又同意告诉它，单位联系人只看到准备到哪一步，看不到回答；不同意就什么也看不到。",
    "· 消息会经过 Telegram 在境外的服务器。",
    "· 随时可以用 /export 看全部、/delete 全部删除。",
    "· 民族、健康这类问题会再单独问您，可以不答。",
)
NOTHING_OPEN: Final = "先说一句：现在没有正在受理的。答完能知道下一轮适不适合您；不想都答，随时点“先看结果”。"
CONSENT_DECLINED: Final = "好的，什么都没存。条件您可以自己对照看，直接打字问“要什么条件”就行。"
SENSITIVE: Final = (
    "下一题涉及{name}，属于敏感个人信息",
    "这个项目的条件里写了它，所以要问。您同意才问、才存；不想答也可以，结果里会标成“待确认”。",
)
PRIVACY: Final = (
    "我存了什么",
    "· 您的 Telegram 编号（用来给您发消息），不存姓名和电话。",
    "· 您同意后填的自测回答，加密保存。",
    "· 您订阅的提醒和提醒时间、要不要接收通知、勾选的材料清单。",
    "· 您登记或加入的单位、接上的群、打的称呼、同意让单位联系人看的项目，名称和称呼加密保存。",
    "· 您同意存回答以后，哪天告诉过您哪个项目的哪一方面（不存原话），30 天：要是说错了，好告诉您更正。",
    "· 您点的“有用”“没帮助”和“写错了”里说的话，90 天。",
    "没答上来的问题，去掉证件号、电话后留 90 天，不记是谁问的；每天问了多少次只记数。",
    "两年没来，也没有提醒、接收通知和单位的，我存的全部自动删除。",
    "收到的消息处理完就清掉内容，处理出错的加密留两天查原因。消息会经过 Telegram 在境外的服务器。",
    "写了搬家码的，只存它的加密指纹，三年；谁用它来搬、什么时候，也记着。换了账号才用得上。",
    "/export 把我存的全部发给您；/delete 立即全部删除。",
)
DELETE_ASK: Final = ("要全部删除吗？", "自测回答、提醒、材料清单、单位、同意记录都会马上删掉，不能恢复。")
DELETED: Final = "已全部删除。想再用时直接打字问就行。"
NO_SUBSCRIPTIONS: Final = ("您还没有订阅提醒", "问一个项目，再点“提醒我”就行。")

COMMANDS: Final = (
    ("policies", "有哪些项目"),
    ("deadline", "什么时候截止（可在后面写项目名）"),
    ("conditions", "要什么条件"),
    ("materials", "要交什么"),
    ("apply", "怎么报"),
    ("benefit", "有什么好处"),
    ("quota", "名额"),
    ("process", "流程"),
    ("contact", "找谁问"),
    ("scope", "谁能报"),
    ("about", "是个什么项目"),
    ("compare", "两个项目对比（在后面写两个名字）"),
    ("changes", "更正记录（资料改过什么）"),
    ("ask", "在后面写一句话问我"),
    ("check", "自测够不够条件"),
    ("remind", "截止提醒"),
    ("my", "我的提醒和自测"),
    ("unit", "我的单位（单位联系人、加入单位）"),
    ("help", "怎么用"),
    ("privacy", "隐私和删除"),
)
COMMANDS_EN: Final = (
    ("policies", "List the programmes on file"),
    ("deadline", "When it closes (a programme's name may follow)"),
    ("conditions", "What is required"),
    ("materials", "What to hand in"),
    ("apply", "How to apply"),
    ("benefit", "What one gets"),
    ("quota", "How many are chosen"),
    ("process", "Every step"),
    ("contact", "Whom to ask"),
    ("scope", "Whom it is for"),
    ("about", "What it is"),
    ("compare", "Compare two programmes (name both)"),
    ("changes", "What was put right"),
    ("ask", "Ask in a sentence (in Chinese)"),
    ("check", "Check whether you are eligible"),
    ("remind", "Deadline reminders"),
    ("my", "My reminders and checks"),
    ("unit", "My unit: contacts and members"),
    ("help", "How to use this bot"),
    ("privacy", "Privacy and deletion"),
)
DESCRIPTION: Final = (
    "技能人才项目怎么报、什么时候截止、要交什么、自己够不够条件：直接打字问，按通知原文回答，写明条款和出处；到期前提醒。"
    "不收费，不猜。自测仅供参考，以主管部门审核为准。"
)
DESCRIPTION_EN: Final = (
    "Answers questions (in Chinese) about skilled-talent programmes in China from the published notices, checks whether you are "
    "eligible, and reminds you before a deadline. Free of charge; a self-check is no decision."
)
SHORT_DESCRIPTION: Final = "技能人才项目：什么时候截止、要什么条件、要交什么，打字就答，到期前提醒。"
SHORT_DESCRIPTION_EN: Final = "Skilled-talent programmes in China: deadlines, conditions, papers. Knows Chinese only."
WORDS: Final = ("有哪些项目", "自测", "我的提醒", "怎么用")
"""The reply keyboard for people who do not know commands."""
