"""Blank forms: what asks for them, which are meant, what is said of those that are not on file."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SHANGHAI
from bot.handlers.forms import MOST_AT_ONCE
from bot.usecases.forms import asks_for_form, forms_of, wanted_forms
from bot.views.forms import ask_text, form_message, forms_message
from bot.views.render import to_plain
from bot.views.topics.section import View
from knowledge.base import KnowledgeBase
from knowledge.entries import Document, FormFile
from knowledge.policy import Policy

NOW = datetime(2024, 11, 28, 9, tzinfo=SHANGHAI)
FILE = FormFile(path="p/form.docx", source="示范市人社局网站", retrieved=date(2024, 11, 5))
BAOTOU = "bt-shibaiqian-2024"

WANTS = (
    *("把申请表发我", "表格发我一份", "表在哪下载", "申报书在哪下载", "包头金蓝领申请表发我一份", "附件1发我", "有没有申请表的电子版"),
    *(
        "汇总表给我",
        "给我一份申报书",
        "要一份申请表",
        "把申請表發我",
        "去哪下载申报书",
        "哪儿能下表格",
        "能不能发我个表",
        "申报表有电子版吗",
    ),
    *("表哪里有", "表格在哪领", "空白表发我", "推荐汇总表发一下", "求申请表", "申请书模板有吗", "表发我", "下载申请表", "有没有表格"),
)
WANTS_NOT = (
    *("申请表要几份", "申请表怎么填", "申请表交给谁", "要交什么材料", "附件1是什么", "要交哪些表", "申请表要盖章吗", "代表作要交吗"),
    *("表现好的优先吗", "申报表什么时候交", "给我讲讲申请表", "申报表要电子版吗", "发表论文有用吗", "什么时候发表彰名单", "材料清单发我"),
    *("报表发我", "表扬信发我", "填表要注意什么", "通知发我", "要交申请表吗", "", "。"),
)


@pytest.mark.parametrize("text", WANTS)
def test_a_form_is_asked_for(text: str) -> None:
    assert asks_for_form(text)
    assert asks_for_form(f"请问{text}，谢谢！")


@pytest.mark.parametrize("text", WANTS_NOT)
def test_what_is_asked_about_a_form_is_another_matter(text: str) -> None:
    assert not asks_for_form(text)


@given(st.text(max_size=40))
def test_any_text_can_be_asked(text: str) -> None:
    asks_for_form(text)


def test_a_text_names_a_form_by_annex_or_kind(base: KnowledgeBase) -> None:
    policy = base.policies[BAOTOU]
    named = {
        "附件2发我": ["annex-summary"],
        "附件 ３ 发我": ["annex-contact"],
        "申请表和联络表发我": ["annex-application", "annex-contact"],
        "推荐汇总表发一下": ["annex-summary"],
    }
    for text, ids in named.items():
        assert [one.id for one in wanted_forms(policy, None, text)] == ids
    assert wanted_forms(policy, None, "表格发我") == wanted_forms(policy, None, "附件9发我") == forms_of(policy, None)


def test_the_forms_of_a_track_are_its_own(base: KnowledgeBase) -> None:
    policy = base.policies["ah-startup-training-2023"]
    assert [one.id for one in forms_of(policy, "institution")] == ["annex-form"]
    assert forms_of(policy, "trainee") == ()


def test_whom_to_ask_is_always_said(base: KnowledgeBase) -> None:
    for policy in base.policies.values():
        view = View(base, policy, None, NOW)
        asked = ask_text(view)
        assert "电话" in asked or any(issuer in asked for issuer in policy.issuers)
        text = to_plain(forms_message(view, (), (), forms_of(policy, None)))
        assert asked in text
        assert all(f"{one.label or ''}《{one.title.strip('《》')}》" in text for one in forms_of(policy, None))


def with_files(policy: Policy, count: int) -> Policy:
    """The policy with so many attached forms."""
    forms = tuple(Document(id=f"f{number}", title=f"表{number}", role="annex", label=f"附件{number}", file=FILE) for number in range(count))
    return policy.model_copy(update={"documents": (*policy.documents, *forms)})


def test_what_is_sent_offered_and_lacking_stand_side_by_side(base: KnowledgeBase) -> None:
    policy = with_files(base.policies[BAOTOU], MOST_AT_ONCE + 1)
    view = View(base, policy, None, NOW)
    lacking, *_ = held = forms_of(policy, None)
    sent, offered = held[-2:-1], held[-1:]
    message = forms_message(view, sent, offered, (lacking,))
    text = to_plain(message)
    assert "：发在下面" in text
    assert "点下面的按钮就发" in text
    assert f"《{lacking.title}》：我这里没有文件" in text
    assert message.keyboard[0][0].label.startswith("📎 附件3")


def test_a_sent_form_says_what_it_is_for_and_where_it_is_from(base: KnowledgeBase) -> None:
    policy = base.policies[BAOTOU]
    view = View(base, policy, None, NOW)
    (document,) = [one for one in policy.documents if one.id == "annex-application"]
    odd = document.model_copy(update={"title": '申请/审批:"表"?'})
    message = form_message(view, document, FILE, b"x")
    text = to_plain(message)
    assert "示范市人社局网站（2024年11月5日）" in text
    assert "认定申请表" in text
    assert message.document is not None
    assert message.document.name == "附件1 包头市“十百千”高技能人才认定申请表.docx"
    strange = form_message(view, odd, FILE, b"x").document
    assert strange is not None
    assert strange.name == "附件1 申请_审批__表__.docx"
