"""Whether a theme is one customer's wish or a gap that many share. Stands here and nowhere else."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from voc.domain.accounts import AccountFacts, total_arr
from voc.domain.calibration import AS_SHIPPED, Calibration
from voc.domain.evidence import ThemeEvidence
from voc.domain.richness import Richness, chao1
from voc.domain.spread import HORIZON_DAYS, newcomers, spread_probability
from voc.domain.words import count

EMERGING_DAYS = 56
EMERGING_SHARE = 0.9  # of the mentions at most EMERGING_DAYS old: a stray early one does not make a theme old
EMERGING_ACCOUNTS = 3
CONCENTRATED = 0.4  # Herfindahl by account: above, the mentions are worth fewer than 2.5 accounts that say the same
ONE_VOICE = 0.6  # of the ARR, by one account: worth a word
KEEPS_ASKING = 3  # mentions
HUGE = 0.05  # of the company's ARR: what such an account says once is no trifle
SCALABLE_ACCOUNTS = 4
SCALABLE_MONTHS = 2


class Scope(StrEnum):
    """What a theme is, by who raised it."""

    ONE_OFF = "one_off"
    CONCENTRATED = "concentrated"
    EMERGING = "emerging"
    SCALABLE = "scalable"


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What a theme is held against: the company's ARR, its accounts and its segments, those with the most accounts first, all without accounts that left; and
    what its own past says of such probabilities. Without a company there is nothing to hold against."""

    arr: Decimal = Decimal(0)
    accounts: int | None = None
    segments: tuple[str, ...] = ()
    calibration: Calibration = AS_SHIPPED


NO_COMPANY = Yardstick()


@dataclass(frozen=True, slots=True)
class ThemeScope:
    """The verdict; the probability that at least two more accounts raise the theme within 90 days; the reasons; what evidence would make it scalable (None:
    none is needed); how many accounts have it to raise, with a 95 % interval; and `cautions`: what speaks against a scalable theme all the same."""

    scope: Scope
    probability: float
    reasons: tuple[str, ...]
    evidence_needed: str | None
    projected: Richness
    cautions: tuple[str, ...] = ()


def yardstick_of(accounts: Iterable[AccountFacts], calibration: Calibration = AS_SHIPPED) -> Yardstick:
    """The company as a yardstick."""
    present = [a for a in accounts if a.status != "churned"]
    sizes = Counter(a.segment for a in present if a.segment)
    return Yardstick(total_arr(present), len(present), tuple(sorted(sizes, key=lambda segment: (-sizes[segment], segment))), calibration)


def judge_scope(evidence: ThemeEvidence, yardstick: Yardstick = NO_COMPANY) -> ThemeScope:
    """The scope of a theme from distinct accounts, segments, months, and concentration by account and by ARR.

    One account: one_off; concentrated where it keeps coming back (3 mentions or more) or is huge (5 % of the company's ARR). Just two accounts, or mentions
    that lie with few (most of them with one, or a Herfindahl above .4): concentrated, however many there are. Three or more: emerging, where nearly all was
    said in the last 8 weeks; scalable with four accounts or more over two months or more; else emerging where it is likelier than not to spread, and
    concentrated where it is not.
    """
    accounts, months = len(evidence.mentions_by_account), evidence.months
    is_loud = _lies_with_few(_loudest(evidence), *_weigh(evidence))
    probability = spread_probability(evidence, yardstick.calibration)
    if accounts <= 1:
        scope = Scope.CONCENTRATED if _loudest(evidence) >= KEEPS_ASKING or _is_huge(evidence, yardstick) else Scope.ONE_OFF
    elif is_loud or accounts < EMERGING_ACCOUNTS:
        scope = Scope.CONCENTRATED
    elif _is_new(evidence):
        scope = Scope.EMERGING
    elif accounts >= SCALABLE_ACCOUNTS and months >= SCALABLE_MONTHS:
        scope = Scope.SCALABLE
    else:
        scope = Scope.EMERGING if probability >= 0.5 else Scope.CONCENTRATED
    reasons, against = _reasons(evidence, yardstick), _against(evidence)
    needed, projected = _evidence_needed(scope, evidence, yardstick), _project(evidence, yardstick)
    if scope is Scope.SCALABLE:
        return ThemeScope(scope, probability, reasons, needed, projected, against)
    return ThemeScope(scope, probability, (*reasons, *against), needed, projected)


def _loudest(evidence: ThemeEvidence) -> int:
    return max(evidence.mentions_by_account.values(), default=0)


def _weigh(evidence: ThemeEvidence) -> tuple[int, int]:
    """The mentions that accounts made, and the sum of the squares of each account's."""
    counts = evidence.mentions_by_account.values()
    return sum(counts), sum(n * n for n in counts)


def _lies_with_few(loudest: int, said: int, squares: int) -> bool:
    """Whether one account made most of the mentions, or few made nearly all."""
    return 2 * loudest > said or squares > CONCENTRATED * said**2


def _is_huge(evidence: ThemeEvidence, yardstick: Yardstick) -> bool:
    return yardstick.arr > 0 and total_arr(evidence.accounts.values()) >= Decimal(str(HUGE)) * yardstick.arr


def _recent(evidence: ThemeEvidence) -> int:
    return sum(m.occurred_at > evidence.window.as_of - timedelta(days=EMERGING_DAYS) for m in evidence.mentions)


def _is_new(evidence: ThemeEvidence) -> bool:
    return _recent(evidence) >= EMERGING_SHARE * len(evidence.mentions)


def _project(evidence: ThemeEvidence, yardstick: Yardstick) -> Richness:
    """Chao1 over the accounts' mentions; no more than the company has accounts, no fewer than have spoken."""
    found = chao1(evidence.mentions_by_account.values())
    most = max(yardstick.accounts, len(evidence.mentions_by_account)) if yardstick.accounts is not None else found.high
    return Richness(min(found.estimate, most), min(found.low, most), min(found.high, most))


def _reasons(evidence: ThemeEvidence, yardstick: Yardstick) -> tuple[str, ...]:
    counts, mentions = evidence.mentions_by_account, len(evidence.mentions)
    accounts, known = len(counts), sum(counts.values())
    reasons = [f"{count(accounts, 'account')} in {count(len(evidence.segments), 'segment')} over {count(evidence.months, 'month')}"]
    if accounts == 1 and _is_huge(evidence, yardstick):
        reasons.append(f"the account holds {float(total_arr(evidence.accounts.values()) / yardstick.arr):.0%} of all ARR")
    contacts = {m.author for m in evidence.mentions if m.account is not None and m.author is not None}
    if accounts == 1 and known > 1 and contacts:
        reasons.append(f"said by {count(len(contacts), 'contact')} of it")
    if _is_new(evidence):
        reasons.append(f"{_recent(evidence)} of {count(mentions, 'mention')} in the last {EMERGING_DAYS // 7} weeks")
    elif new := newcomers(evidence):
        reasons.append(f"{count(new, 'account')} raised it for the first time in the last {HORIZON_DAYS} days")
    return tuple(reasons)


def _against(evidence: ThemeEvidence) -> tuple[str, ...]:
    """What speaks against many sharing it."""
    accounts, known = len(evidence.mentions_by_account), sum(evidence.mentions_by_account.values())
    found = []
    if accounts > 1 and 2 * _loudest(evidence) > known:
        found.append(f"one account made {_loudest(evidence) / known:.0%} of the mentions")
    arr, whole = max((a.arr for a in evidence.accounts.values() if a.arr is not None), default=Decimal(0)), total_arr(evidence.accounts.values())
    if accounts > 1 and whole > 0 and arr >= Decimal(str(ONE_VOICE)) * whole:
        found.append(f"one account holds {float(arr / whole):.0%} of the affected ARR")
    if not _is_new(evidence) and not newcomers(evidence):
        found.append(f"no account raised it for the first time in the last {HORIZON_DAYS} days")
    if unmatched := len(evidence.mentions) - known:
        found.append(f"{count(unmatched, 'mention')} without an account")
    return tuple(found)


def _evidence_needed(scope: Scope, evidence: ThemeEvidence, yardstick: Yardstick) -> str | None:
    if scope is Scope.SCALABLE:
        return None
    if missing := missing_accounts(evidence):
        return _in_words(missing, evidence, yardstick)
    if evidence.months < SCALABLE_MONTHS:
        return "a mention in another month"
    return f"another mention once it is {EMERGING_DAYS // 7} weeks old"


def missing_accounts(evidence: ThemeEvidence) -> int:
    """How many more accounts, each with one mention, make enough of them, and of one voice among many."""
    loudest, (said, squares) = _loudest(evidence), _weigh(evidence)
    more = max(0, SCALABLE_ACCOUNTS - len(evidence.mentions_by_account))
    while _lies_with_few(loudest, said + more, squares + more):
        more += 1
    return more


def _in_words(missing: int, evidence: ThemeEvidence, yardstick: Yardstick) -> str:
    """`1 more mid-market account`: of the largest segment that has not spoken, where there is one."""
    unheard = next((segment for segment in yardstick.segments if segment not in evidence.segments), None)
    if missing == 1 and unheard:
        return f"1 more {unheard} account"
    also = f", one of them {unheard}" if unheard and len(evidence.segments) <= 1 else ""
    return f"{count(missing, 'more account')}{also}"
