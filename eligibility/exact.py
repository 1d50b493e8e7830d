"""Arithmetic on figures: exact decimals, in which nothing is ever rounded. What does not come out exactly raises ``Inexact``."""

from collections.abc import Iterable
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow

_EXACT = Context(prec=200, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
"""More digits than the largest amount, number and percentage of a file have together."""


def times(amount: Decimal, number: int) -> Decimal:
    """An amount so many times."""
    return _EXACT.multiply(amount, Decimal(number))


def per_cent(amount: Decimal, percent: Decimal) -> Decimal:
    """So many per cent of an amount."""
    return _EXACT.scaleb(_EXACT.multiply(amount, percent), -2)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of amounts."""
    found = Decimal(0)
    for amount in amounts:
        found = _EXACT.add(found, amount)
    return found
