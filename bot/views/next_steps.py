"""What one can do after an answer: ask on, check oneself, be reminded."""

from collections.abc import Iterable
from datetime import datetime

from bot.callbacks import code, press, target_code
from bot.clock import SHANGHAI
from bot.views.citing import name_of
from bot.views.date_steps import calendar_button, timeline_button
from bot.views.last_row import closed_by, last_row
from bot.views.message import Button, Keyboard, column, grid
from bot.views.paper_steps import paper_buttons
from bot.views.topics.routes import route_buttons
from bot.views.topics.section import View
from eligibility.route import Route
from knowledge.base import KnowledgeBase
from knowledge.calendar import window_of
from knowledge.entries import Topic
from knowledge.policy import Policy

LABELS: dict[Topic, str] = {
    "overview": "概况",
    "deadline": "什么时候截止",
    "conditions": "要什么条件",
    "materials": "要交什么",
    "how_to_apply": "怎么报",
    "benefit": "有什么好处",
    "quota": "名额",
    "process": "流程",
    "contact": "找谁问",
    "scope": "谁能报",
}
MOST_CHOICES = 4


def topic_press(policy: Policy, track: str | None, topics: tuple[Topic, ...]) -> str:
    """The button data that asks a policy about topics."""
    return press("t", target_code(policy.id, track), letters_of(topics))


def letters_of(topics: Iterable[Topic]) -> str:
    """Topics as a button names them."""
    return "".join(format(list(LABELS).index(topic), "x") for topic in topics)


def topics_of(letters: str) -> tuple[Topic, ...]:
    """The topics that a button names; unknown letters are left out."""
    known = tuple(LABELS)
    found = (int(letter, 16) for letter in letters if letter in "0123456789abcdef")
    return tuple(known[index] for index in found if index < len(known))


def policy_choice(base: KnowledgeBase, policies: Iterable[str], topics: tuple[Topic, ...]) -> Keyboard:
    """One button for each policy, which answers the topics."""
    return column(*(Button(name_of(base.policies[one]), topic_press(base.policies[one], None, topics)) for one in policies))


def whole_button(view: View, topic: Topic) -> Button:
    """All that stands on a topic of which only a part was told."""
    return Button(f"📄 全部：{LABELS[topic]}", topic_press(view.policy, view.track, (topic,)))


def next_steps(view: View, asked: tuple[Topic, ...]) -> Keyboard:
    """Below an answer on these topics: the others, what can be counted, whose step it is, the check and the reminder."""
    policy = view.policy
    offered: tuple[Topic, ...] = ("deadline", "conditions", "materials", "how_to_apply", "benefit", "contact")
    others = tuple(topic for topic in offered if topic not in asked)
    rows = grid(tuple(Button(LABELS[topic], topic_press(policy, view.track, (topic,))) for topic in others[:MOST_CHOICES]))
    count = Button("🧮 算单位能推荐几人", press("n", code("policy", policy.id)))
    counting = ((count,),) if "quota" in asked and any(quota.of for quota in policy.quotas) else ()
    finding = route_buttons(view) if {"deadline", "process", "how_to_apply"}.intersection(asked) else ()
    many = column(*many_buttons(policy)) if {"conditions", "scope", "quota"}.intersection(asked) else ()
    actions = (*_date_buttons(view, asked), *action_buttons(view.route, view.track, view.now))
    last = last_row(policy.id, view.track, letters_of(asked), view.base.version)
    return closed_by(paper_buttons(view, asked) + rows + counting + finding + actions + many, last)


def _date_buttons(view: View, asked: tuple[Topic, ...]) -> Keyboard:
    """Dates to take along, below an answer that tells them, while some are still to come."""
    policy = view.policy
    coming = any(one.state in {"open", "upcoming"} for one in (window_of(policy, stage, view.now) for stage in view.route.possible))
    return ((calendar_button(policy, view.track), timeline_button(policy, view.track)),) if coming and "deadline" in asked else ()


def action_buttons(route: Route, track: str | None, now: datetime) -> Keyboard:
    """What one can do about a policy: check oneself, be reminded."""
    policy = route.policy
    check = Button("✅ 自测够不够条件", press("c", code("policy", policy.id)))
    return tuple((check, follow) for follow in follow_buttons(route, track, now))


def follow_buttons(route: Route, track: str | None, now: datetime) -> tuple[Button, ...]:
    """Being reminded: of its dates while it runs, of the next time once it is over; nothing of what takes no applications."""
    if route.policy.applicant is None:
        return ()
    if is_over(route, now):
        return (Button("🔔 下一期提醒我", press("fs", code("series", route.policy.series.id))),)
    return (Button("🔔 提醒我", press("f", target_code(route.policy.id, track))),)


def is_over(route: Route, now: datetime) -> bool:
    """Whether no date of applying is still to come."""
    return route.window(now.astimezone(SHANGHAI)).state in {"closed", "none"}


def many_buttons(policy: Policy) -> tuple[Button, ...]:
    """The way of a unit to check many people at once, where it is people that apply."""
    return (Button("📋 批量核对（单位用）", press("tbp", code("policy", policy.id))),) if "person" in policy.applicants else ()
