"""What is asked, by a seed: questions whose answers can be told apart, none twice in a row."""

import random

QUESTIONS = (
    "包头金蓝领什么时候截止",
    "特培计划什么时候截止",
    "包头金蓝领需要什么材料",
    "特培计划需要什么材料",
    "包头金蓝领给多少钱",
    "/help",
    "/policies",
    "/privacy",
)


def asked_by(seed: int, people: int, updates: int) -> list[list[str]]:
    """For each person their questions in order; together so many."""
    dice = random.Random(seed)
    each: list[list[str]] = [[] for _ in range(people)]
    for number in range(updates):
        mine = each[number % people]
        mine.append(dice.choice([one for one in QUESTIONS if not mine or one != mine[-1]]))
    return each
