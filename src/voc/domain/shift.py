"""Whether a file's ARR is a month's where a year's is meant, or the other way round: what it would change goes down or up about twelvefold."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from voc.domain.accounts import Stated
from voc.domain.words import count

LEAST = 5  # accounts: of fewer it is said, and not asked about
TWELVEFOLD = (Decimal("10.5"), Decimal("13.5"))  # a twelfth that has grown or shrunk a little since


class Step(StrEnum):
    """What a file makes of the ARR of an account."""

    NONE = "none"  # it was not known, or is not now, or stays as it is
    FALL = "fall"  # to about a twelfth
    RISE = "rise"  # to about twelve times
    OTHER = "other"


def judge_step(before: Stated, after: Stated) -> Step:
    """The step from one ARR to the other; between two currencies no factor is told."""
    old, new = before[0], after[0]
    if old is None or new is None or before == after:
        return Step.NONE
    if not old or not new or before[1] != after[1]:
        return Step.OTHER
    low, high = TWELVEFOLD
    return Step.FALL if low * new <= old <= high * new else Step.RISE if low * old <= new <= high * old else Step.OTHER


@dataclass(frozen=True, slots=True)
class Shift:
    """Of `changed` accounts whose ARR was known and changes, how many `fell` or `rose` about twelvefold."""

    fell: int = 0
    rose: int = 0
    changed: int = 0

    @property
    def size(self) -> Literal["none", "few", "most"]:
        """`most`: somebody is to be asked; `few`: it is worth a word."""
        moved = self.fell + self.rose
        if 2 * moved <= self.changed:
            return "none"
        return "most" if moved >= LEAST else "few"

    @property
    def words(self) -> str:
        """What was seen, and what to do where it is wrong."""
        whose = "" if self.changed == 1 else f" of {self.fell + self.rose:,} of the {count(self.changed, 'account')} that this file changes"
        if not self.rose:
            return f"the new ARR{whose} is a twelfth of the old one: if the column is monthly, map it to mrr"
        if not self.fell:
            return f"the new ARR{whose} is twelve times the old one: if the column is yearly, map it to arr"
        return f"the new ARR{whose} is a twelfth of the old one or twelve times it: if the column is monthly, map it to mrr, if it is yearly, to arr"
