"""Figures as people read them, in English: money, dates, shares. Takes the API's shapes, so that what is stored is what is shown."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_currency, format_currency

LOCALE = "en_US"
AMOUNTS = 10_000  # that are kept as text: pages show the same ones again, and Babel takes a tenth of a millisecond for each

NAMES: Mapping[str, str] = {
    "one_off": "One-off",
    "concentrated": "Concentrated",
    "emerging": "Emerging",
    "scalable": "Scalable",
    "at_risk": "At risk",
    "watch": "Watch",
    "healthy": "Healthy",
    "affected_arr": "Affected ARR",
    "reach": "Reach",
    "breadth": "Breadth",
    "severity": "Severity",
    "momentum": "Momentum",
    "renewal": "Renewal",
    "sentiment": "Sentiment",
    "tickets": "Tickets",
    "nps": "NPS",
    "csat": "CSAT",
    "unmet": "Unmet themes",
    "first_value": "Time to first value",
    "to_at_risk": "Fell to at risk",
    "to_watch": "Fell to watch",
    "drop": "Fell",
    "call_note": "Call note",
    "sales_note": "Sales note",
    "smb": "SMB",
    "arr": "ARR",
    "fx": "Exchange rates",
}


def name(value: str) -> str:
    """A value of ours as people call it: `call_note` is `Call note`."""
    return NAMES.get(value) or value.replace("_", " ").replace("-", " ").capitalize()


def whole_money(shape: Mapping[str, Any] | None) -> str:
    """`$1,250,000`, to the unit; `unknown` for None."""
    return _whole_money(Decimal(shape["amount"]), shape["currency"]) if shape else "unknown"


@lru_cache(AMOUNTS)
def _whole_money(amount: Decimal, currency: str) -> str:
    return format_currency(amount, currency, locale=LOCALE, currency_digits=False, format="¤#,##0")


def brief_money(shape: Mapping[str, Any] | None) -> str:
    """`$1.25M`, three figures at most."""
    return _brief_money(Decimal(shape["amount"]), shape["currency"]) if shape else "unknown"


@lru_cache(AMOUNTS)
def _brief_money(amount: Decimal, currency: str) -> str:
    if abs(amount) < 1000:
        return _whole_money(amount, currency)
    amount = Decimal(f"{amount:.3g}")  # before the unit is chosen, so that 999,999 is 1M
    size = next(s for s in (10**9, 10**6, 10**3) if abs(amount) >= s)
    digits = max(0, 3 - len(str(int(abs(amount) / size))))
    return format_compact_currency(amount, currency, locale=LOCALE, fraction_digits=digits)


def day_text(value: str | date | None) -> str:
    """`Oct 31, 2026` for a date, a moment or their ISO 8601 text; an em dash for None."""
    if not value:
        return "—"
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    return format_date(value.date() if isinstance(value, datetime) else value, format="medium", locale=LOCALE)


def first_day(since: datetime) -> date:
    """The first day that a window shows anything of: its `since` lies just outside, often at a day's last moment."""
    return (since + timedelta(microseconds=1)).date()


def share_text(part: float, whole: float = 1.0) -> str:
    """`14%`; of nothing: `0%`."""
    return f"{part / whole:.0%}" if whole else "0%"


def known_share(value: float | None, places: int = 1) -> str:
    """`93.4%`; an em dash for None."""
    return "—" if value is None else f"{value:.{places}%}"


@cache
def language_name(code: str) -> str:
    """`German` for `de`."""
    return str(Locale("en").languages.get(code, code))


def signed(value: float, places: int | None = None) -> str:
    """`+2.7`, `−7.1`, with a true minus; what shows as 0 without a sign. `places`: that many decimals."""
    text = f"{abs(value):g}" if places is None else f"{abs(value):.{places}f}"
    return text if not float(text) else f"+{text}" if value > 0 else f"−{text}"


def rating_text(rating: float, scale: str | None) -> str:
    """`4 csat5`; `4 (scale unknown)` where nobody said on which scale."""
    return f"{rating:g} {scale}" if scale else f"{rating:g} (scale unknown)"


def mood(mean: float | None) -> str:
    """What a mean sentiment is in a word."""
    if mean is None:
        return "unknown"
    return "negative" if mean <= -0.25 else "positive" if mean >= 0.25 else "mixed"
