"""Currencies. All sums are kept in US dollars; a rate is a fact with a date, never looked up over the network."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .base import Contract

Currency = Literal["USD", "EUR", "GBP", "CHF", "CNY", "RUB", "JPY", "KRW", "INR", "BRL", "KZT", "UAH", "TRY", "PLN"]


class Rate(Contract):
    """How many units of a currency one US dollar is, and as of which day (`2026-11-21`)."""

    per_dollar: float = Field(gt=0, le=1_000_000)
    as_of: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")


_SHIPPED = "2025-07-01"

# Rounded, for a start: the user lays the day's rate over them by hand.
SHIPPED_RATES: dict[Currency, Rate] = {
    "USD": Rate(per_dollar=1.0, as_of=_SHIPPED),
    "EUR": Rate(per_dollar=0.85, as_of=_SHIPPED),
    "GBP": Rate(per_dollar=0.73, as_of=_SHIPPED),
    "CHF": Rate(per_dollar=0.79, as_of=_SHIPPED),
    "CNY": Rate(per_dollar=7.16, as_of=_SHIPPED),
    "RUB": Rate(per_dollar=78.5, as_of=_SHIPPED),
    "JPY": Rate(per_dollar=144.0, as_of=_SHIPPED),
    "KRW": Rate(per_dollar=1355.0, as_of=_SHIPPED),
    "INR": Rate(per_dollar=85.7, as_of=_SHIPPED),
    "BRL": Rate(per_dollar=5.45, as_of=_SHIPPED),
    "KZT": Rate(per_dollar=520.0, as_of=_SHIPPED),
    "UAH": Rate(per_dollar=41.7, as_of=_SHIPPED),
    "TRY": Rate(per_dollar=39.8, as_of=_SHIPPED),
    "PLN": Rate(per_dollar=3.61, as_of=_SHIPPED),
}
