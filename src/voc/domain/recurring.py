"""What is paid a year, out of what is paid at another interval."""

from decimal import Decimal

PER_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4, "year": 1}


def find_arr(amount: Decimal, interval: str, interval_count: Decimal = Decimal(1), quantity: Decimal = Decimal(1)) -> Decimal:
    """The ARR of `amount` for each of `quantity`, paid every `interval_count` intervals (one of PER_YEAR); not rounded. An MRR is paid every month."""
    return amount * quantity * PER_YEAR[interval] / interval_count
