"""Money that is given or charged, and percentages of something. Amounts that somebody must have, earn or invest are conditions."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge.drafting.numbers import NUMBER, value_of
from knowledge.drafting.outline import Outline, Part
from knowledge.drafting.page import Found, Page, Place
from knowledge.drafting.tables import tables_in
from knowledge.drafting.words import Words

Sign = Literal["=", ">=", "<=", "~"]

_SUBJECT = "人|月|年|天|日|户|家|个|项|套|平方米|次|课时|岗位|学时|名|例|工作室|工作站|基地|企业|班|期|㎡|亩|人次"
_MONEY = re.compile(
    rf"(?<![0-9.])(?:(?P<low>{NUMBER})(?P<low_scale>[万千百]?)元?\s*(?:至|到|-|~)\s*)?(?P<number>{NUMBER})\s*(?P<scale>[万亿千百]{{0,2}})元(?P<per>(?:/(?:{_SUBJECT})(?:·?/?(?:{_SUBJECT}))*)?)"
)
_PER_CENT = re.compile(rf"(?:(?P<low>{NUMBER})%?\s*(?:至|到|-|~)\s*)?(?P<number>[0-9]+(?:\.[0-9]+)?)\s*%")
_HIDDEN = re.compile(r"\*\s*(?P<unit>%|万元|元)")
_LOST_UNIT = re.compile(r"(?<![0-9.])(?P<number>[0-9]+(?:\.[0-9]+)?)\s*/\s*(?P<per>年|月|人)")
_EACH = re.compile(
    r"每(?:个?(?P<what>人|月|年|天|日|学期|户|家|项|套|次|课时|学时|名|例|期|班|岗位|工作室|工作站|基地|企业|生|站|增加1人|增加一人|位|个))"
)
_EVERY = re.compile("每[^,。;0-9人年月天]{1,6}1?(年|月|人|天)(?:给予)?(?:补贴|补助|奖励|资助)")
_ONE_MORE = re.compile("每(?:多|再|新增|新增加|增加|留用|吸纳|招用|带动|培养|新吸纳|新招用)[^,。;0-9]{0,4}[1一]\\s*(人|名|户|家|个)")
_MONTHLY = re.compile("(月)(?:最低)?(?:工资|薪|生活费)")
_WAGES = re.compile("待遇|薪|工资|报酬")
_UP = re.compile(r"(?:不(?:超过|高于|多于)|最高|最多|上限|至多|封顶)[^,。;0-9]{0,8}$")
_DOWN = re.compile(r"(?:不(?:低于|少于)|最低(?!工资)|至少|最少)[^,。;0-9]{0,8}$")
_ABOUT = re.compile(r"(?:约|大约|左右)[^,。;0-9]{0,2}$")
_UP_AFTER = re.compile(r"^(?:/[^\s,。;]{1,6})?\s*(?:以内|以下|封顶|之内)")
_DOWN_AFTER = re.compile(r"^(?:/[^\s,。;]{1,6})?\s*以上")
_CHARGING = re.compile(
    "年薪|工资(?!标准)|收入|营业额|产值|效益|注册资(?:金|本)|投资|销售额|利润|纳税|税收|薪酬|资产|到账|基数|成本|投入|合同额|营收|交易额|节约|价值|损失|罚款|累计实现"
)
_GIVEN = re.compile(
    "补贴|补助|资助|奖励|奖补|奖金|津贴|给予|发放|返还|支付|经费|贷款|标准|租金|收费|费用|拨付|报销|划拨|支持|一次性|安家费|资金|额度|等奖|优胜奖|免费|金额|费|提高至|比例为|待遇|贴息|奖"
)
_OWNED = re.compile("(?:以上|以下)?的?(?:设备|设施|固定资产|注册资[金本]|投入)(?!补|奖)")
_SHARE = re.compile(
    "预支|预拨|首付|发放|给予|返还|补贴|补助|资助|奖励|比例|提高至|提高到|减免|标准|支付|拨付|启动|剩余|剩下|按|承担|配套|报销|贴息|资金"
)
_RATE = re.compile("率|占比|占|比例不|员工|职工总数|不低于入驻|人数|以上学历|失业率|评审|得分|成绩|权重|推荐|名额|进行推荐|产生")
_FORMULA = re.compile(r"[+×÷*=]")
_LONGEST_LABEL = 16
_IN_YUAN = re.compile(r"\(?(?P<scale>[万千]?)元(?P<per>(?:/[^)/]{1,6})*)\)?$")
_TWO_FIGURES = 10
"""Thousands of yuan are written with one figure before the point; with two, the point may have been lost."""


@dataclass(frozen=True)
class Amount(Found):
    """Money in yuan, or a percentage of ``base``; no value where it cannot be read."""

    what: str
    low: Decimal | None
    """Of a range; else None."""
    value: Decimal | None
    unit: Literal["元", "%"]
    per: tuple[str, ...]
    sign: Sign
    stated: str
    """The number and unit as printed."""
    doubt: str | None = None


def amounts_in(page: Page, outline: Outline, body: int, words: Words) -> tuple[Amount, ...]:
    """Every amount of a text in its order; one that is told twice under one heading once."""
    found: list[Amount] = []
    for part in outline.parts:
        text = page.plain[part.place.start : part.place.end]
        if part.place.start < body or part.topic == "annex" or words.is_chrome(text):
            continue
        for amount in sorted((*_money(page, part), *_shares(page, part), *_damaged(page, part)), key=lambda one: one.place):
            if not any(_same(page, amount, one) for one in found):
                found.append(amount)
    return tuple(sorted((*found, *(one for one in _in_tables(page, outline) if one.place.start >= body)), key=lambda one: one.place))


def _in_tables(page: Page, outline: Outline) -> Iterator[Amount]:
    """Bare figures below a head that says 元: 补贴标准(元/人)."""
    for table in tables_in(page):
        heads = [(at, mark) for at, head in enumerate(table.head) if (mark := _IN_YUAN.search(head)) and not _CHARGING.search(head)]
        for row, (at, mark) in itertools.product(table.rows, heads):
            cell, part = row[at], outline.at(row[at].start)
            figure = re.fullmatch(NUMBER, page.plain[cell.start : cell.end])
            value = value_of(figure[0], mark["scale"]) if figure else None
            if part is None or value is None:
                continue
            what = f"{page.quote(row[0])}{table.head[at][: mark.start()]}"[-_LONGEST_LABEL:]
            per = tuple(dict.fromkeys(_UNITS.get(one, one) for one in re.findall(_SUBJECT, mark["per"].replace("/", " "))))
            yield Amount(cell, part.clause, what, None, value, "元", per, "=", page.quote(cell))


def _same(page: Page, one: Amount, other: Amount) -> bool:
    if one.unit == "%":
        return False
    told = (one.value, one.low, one.unit) == (other.value, other.low, other.unit) and one.value is not None
    if not re.search("[。;:\n=]", page.plain[other.place.end : one.place.start]):
        return False  # 硕士5万元、高级技师5万元 are two
    near = one.place.start - other.place.end < 400  # noqa: PLR2004 - the same item told again: its rule, then its sum
    return told and near and (set(one.per) == set(other.per)) and one.clause == other.clause and one.what[-4:] != other.what[-4:]


def _money(page: Page, part: Part) -> Iterator[Amount]:
    text = page.plain[part.place.start : part.place.end]
    for mark in _MONEY.finditer(text):
        begin, sentence = _sentence(text, mark.start())
        before, after = text[begin : mark.start()], text[mark.end() :]
        phrase = re.split("[,、]", before)[-1]
        formula = (
            _FORMULA.search(text[max(0, mark.start() - 12) : mark.end() + 12]) is not None
            and "公式" in page.plain[max(0, part.place.start - 4) : part.place.end]
        )
        if _is_condition(part, before, after, phrase) or (formula and not text[: mark.start()].rstrip().endswith("=")):
            continue
        scale, number = mark["scale"], mark["number"]
        if (
            number[0] in "十百千"
            and not number[0].isdecimal()
            and re.search("[一二三四五六七八九]", number) is None
            and mark["number"] not in {"十", "百", "千"}
        ):
            continue
        value = value_of(number, scale)
        low = value_of(mark["low"], mark["low_scale"] or scale) if mark["low"] else None
        if value is None:
            continue
        place = Place(part.place.start + mark.start(), part.place.start + mark.end())
        doubt = "“千元”前的数可能丢了小数点，请核对原文" if scale == "千" and (value_of(number) or 0) >= _TWO_FIGURES else None
        yield Amount(
            place,
            part.clause,
            _label(before),
            low,
            value,
            "元",
            _per(mark["per"], text[begin : mark.start()]),
            _sign(before, after),
            page.quote(place),
            doubt,
        )
        del sentence


def _is_condition(part: Part, before: str, after: str, phrase: str) -> bool:
    """Whether an amount is what somebody must have: by its own words; in a part on conditions also where nothing is given."""
    if re.search("基本生活费$|最低工资标准为?$", before):
        return False
    wages = part.topic == "amounts" and _WAGES.search(part.heading) is not None
    if _CHARGING.search(phrase) and not wages and not re.search("补贴|补助|资助|奖励|奖补|给予|发放|返还|津贴", phrase):
        return True
    if _OWNED.match(after):
        return True
    return part.topic == "conditions" and not _GIVEN.search(before[-24:] + after[:12])


def _shares(page: Page, part: Part) -> Iterator[Amount]:
    text = page.plain[part.place.start : part.place.end]
    for mark in _PER_CENT.finditer(text):
        begin, _ = _sentence(text, mark.start())
        before, after = text[begin : mark.start()], re.split("[,。;]", text[mark.end() :])[0]
        phrase = re.split("[,]", before)[-1]
        near = phrase[-30:] + after[:10]
        if (
            part.topic in {"conditions", "quotas"}
            or not _SHARE.search(near)
            or (_RATE.search(near) and not re.search("给予|返还|补贴|提高至|提高到|拨付", near))
        ):
            continue
        if re.search("率(?:达到|不|为|在|超过|高于|低于)[^,]{0,6}$", phrase):
            continue
        formula = _FORMULA.search(text[max(0, mark.start() - 8) : mark.end() + 8])
        if formula:
            continue
        place = Place(part.place.start + mark.start(), part.place.start + mark.end())
        value, low = value_of(mark["number"]), value_of(mark["low"]) if mark["low"] else None
        yield Amount(place, part.clause, _label(before), low, value, "%", (), _sign(before, after), page.quote(place))


def _damaged(page: Page, part: Part) -> Iterator[Amount]:
    text = page.plain[part.place.start : part.place.end]
    for mark in _HIDDEN.finditer(text):
        begin, _ = _sentence(text, mark.start())
        if part.topic != "conditions" and _GIVEN.search(text[begin : mark.end() + 12]):
            place = Place(part.place.start + mark.start(), part.place.start + mark.end())
            unit: Literal["元", "%"] = "%" if mark["unit"] == "%" else "元"
            yield Amount(
                place,
                part.clause,
                _label(text[begin : mark.start()]),
                None,
                None,
                unit,
                (),
                "=",
                page.quote(place),
                "数字被涂掉了，不能照常识补",
            )
    for mark in _LOST_UNIT.finditer(text):
        begin, _ = _sentence(text, mark.start())
        if _GIVEN.search(text[begin : mark.end() + 10]) and not re.search("[0-9]年[0-9]{1,2}/", text[begin : mark.end()]):
            place = Place(part.place.start + mark.start(), part.place.start + mark.end())
            yield Amount(
                place,
                part.clause,
                _label(text[begin : mark.start()]),
                None,
                None,
                "元",
                (mark["per"],),
                "=",
                page.quote(place),
                "数字后面丢了单位（元还是万元），请核对原文",
            )


def _sentence(text: str, at: int) -> tuple[int, str]:
    begin = max(text.rfind(mark, 0, at) for mark in "。;\n") + 1
    return begin, text[begin:at]


def _label(before: str) -> str:
    """The words that name an amount: the nearest before it, short."""
    phrase = re.split("[,、:。;]", before.strip())[-1]
    if len(phrase) < 3 and len(parts := re.split("[,、:。;]", before.strip())) > 1:  # noqa: PLR2004 - too short to name anything
        phrase = parts[-2] + phrase
    return phrase.strip(" (（")[-_LONGEST_LABEL:]


def _per(after: str, before: str) -> tuple[str, ...]:
    """What an amount is for one of: 每人每月, 元/人/月, 元/人月."""
    slashed = re.findall(_SUBJECT, after.replace("/", " "))
    pieces = re.split("[,。;]", before)
    near = pieces[-1]
    called = [found["what"] for found in _EACH.finditer(near)] + [found[1] for found in _EVERY.finditer(near)]
    called += _ONE_MORE.findall(near if "元" in "".join(pieces[-2:-1]) else ",".join(pieces[-2:])) + _MONTHLY.findall(near)
    units = [_UNITS.get(one, one) for one in (*slashed, *called)]
    return tuple(dict.fromkeys(units))


_UNITS = {"增加1人": "人", "增加一人": "人", "名": "人", "位": "人", "生": "人"}


def _sign(before: str, after: str) -> Sign:
    near = re.split("[,;。]", before)[-1]
    if _UP.search(near) or _UP_AFTER.match(after):
        return "<="
    if _DOWN.search(near) or _DOWN_AFTER.match(after) or re.search("不低于[^,]{0,12}的$", near):
        return ">="
    return "~" if _ABOUT.search(near) or after.startswith("左右") else "="
