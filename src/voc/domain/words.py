"""Figures in running text."""


def count(number: int, noun: str) -> str:
    """`1 account`, `4 accounts`."""
    return f"{number} {noun}" + ("" if number == 1 else "s")
