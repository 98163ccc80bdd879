"""Figures in running text."""


def count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 account`, `4,000 accounts`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
