"""Plans: which one is higher. A plan has what is on it and on every plan below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from statistics import median

from voc.domain.accounts import AccountFacts
from voc.errors import InputError


@dataclass(frozen=True)
class PlanLadder:
    """The plans, the lowest first. `derived`: nobody named them; they stand by what the accounts on them pay."""

    plans: tuple[str, ...]
    derived: bool

    @cached_property
    def _rungs(self) -> dict[str, int]:
        return {_key(plan): rung for rung, plan in enumerate(self.plans)}

    def rung(self, plan: str | None) -> int | None:
        """How high the plan stands, 0 the lowest, however its letters are cased; None where it is not on the ladder."""
        return self._rungs.get(_key(plan)) if plan else None

    def is_below(self, plan: str | None, other: str | None) -> bool | None:
        """Whether the plan stands below the other; None where that is not known: it is neither higher nor lower."""
        if plan and other and _key(plan) == _key(other):
            return False
        first, second = self.rung(plan), self.rung(other)
        return None if first is None or second is None else first < second

    @property
    def why(self) -> str:
        """Where the order comes from, in words."""
        if not self.plans:
            return "no plan's place is known: name them in VOC_PLANS, the lowest first"
        order = ", ".join(self.plans)
        return f"{order}: by the median ARR of the accounts on each, the lowest first" if self.derived else f"{order}: as VOC_PLANS says, the lowest first"


NO_PLANS = PlanLadder((), derived=True)


def parse_plans(text: str) -> tuple[str, ...]:
    """The plans of a setting such as `Starter,Team,Business`, the lowest first. Raises InputError for one that comes twice."""
    plans = tuple(filter(None, (" ".join(part.split()) for part in text.split(","))))
    for place, plan in enumerate(plans):
        if _key(plan) in map(_key, plans[:place]):
            raise InputError(f"plans: '{plan}' comes twice; name each plan once, the lowest first")
    return plans


def find_ladder(setting: str, accounts: Iterable[AccountFacts]) -> PlanLadder:
    """The ladder that the setting names; where it names none, by the median ARR of the active accounts on each plan, ties by name. A plan without an account
    of known ARR has no place then. Raises InputError as `parse_plans` does."""
    if named := parse_plans(setting):
        return PlanLadder(named, derived=False)
    arr: dict[str, list[Decimal]] = {}
    spelt: dict[str, str] = {}
    for account in accounts:
        if account.plan and account.plan.strip() and account.status == "active" and account.arr is not None:
            key = _key(account.plan)
            arr.setdefault(key, []).append(account.arr)
            spelt[key] = min(spelt.get(key, account.plan.strip()), account.plan.strip())
    return PlanLadder(tuple(spelt[key] for key in sorted(arr, key=lambda k: (median(arr[k]), k))), derived=True)


def is_same_plan(plan: str | None, other: str | None) -> bool:
    """Whether both name one plan, however their letters are cased."""
    return plan is not None and other is not None and _key(plan) == _key(other)


def _key(plan: str) -> str:
    return " ".join(plan.split()).casefold()
