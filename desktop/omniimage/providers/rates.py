"""The rates in force: those that ship, with what the user wrote by hand laid over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from omniimage.contracts.money import SHIPPED_RATES, Currency, Rate

_by_hand: Callable[[], Mapping[Currency, Rate]] = dict


def follow(by_hand: Callable[[], Mapping[Currency, Rate]]) -> None:
    """From now on ask this for the user's own rates."""
    global _by_hand
    _by_hand = by_hand


def per_dollar(currency: Currency) -> float:
    """How many units of the currency one US dollar is."""
    return 1.0 if currency == "USD" else (_by_hand().get(currency) or SHIPPED_RATES[currency]).per_dollar
