"""Score and rank. The score's formula stands here and in `voices`, which it sums up, and nowhere else; the ARR formula stands in `exposure`."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from voc.domain.evidence import TREND_WEEKS, ThemeEvidence
from voc.domain.exposure import RENEWAL_TERMS, Books, Exposure, last_said, measure_exposure
from voc.domain.money import Money
from voc.domain.voices import RECENT_WEEKS, Portfolio, Voice, gather_voices, shares_of, sum_voices
from voc.domain.weights import DEFAULT_WEIGHTS, Weights
from voc.domain.words import count

_LARGE = 0.5  # of a theme's ARR by one account: said in the reason


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One named part of a score: the figure behind it, its share of the part's most (0 to 1), the part's weight, the points that makes, and why.

    `share` None: the theme does not have this part, and the other parts' weights make up the whole.
    """

    name: str
    value: float | None
    share: float | None
    weight: float
    points: float
    why: str


@dataclass(frozen=True)
class ThemeImpact:
    """What a theme weighs. The parts' points add up to `score`, 0 to 100, exactly as they are shown: to a tenth."""

    theme_id: str
    exposure: Exposure
    score: float
    parts: tuple[ScorePart, ...]
    voices: tuple[Voice, ...]

    @property
    def affected_arr(self) -> Money:
        """What is known of the ARR of the distinct accounts with a mention in the window: an account once, however loud."""
        return self.exposure.affected_arr.money

    @property
    def renewing_arr_90d(self) -> Money:
        """The part of it whose accounts renew within 90 days."""
        return self.exposure.renewing_arr_90d.money

    @property
    def unknown_arr_accounts(self) -> int:
        """Accounts that spoke and whose ARR is not known: counted here, never as 0 in the sum without a word."""
        return self.exposure.affected_arr.unknown


def weigh_theme(evidence: ThemeEvidence, books: Books, portfolio: Portfolio, weights: Weights = DEFAULT_WEIGHTS, fit: float | None = None) -> ThemeImpact:
    """The theme's impact. `portfolio` is that of the books; `fit` the strategic fit, 0 to 1, that a person gave the theme."""
    exposure = measure_exposure(last_said(evidence.mentions), books.named.get(evidence.theme_id, ()), books)
    voices = gather_voices(evidence, books, portfolio)
    found = shares_of(sum_voices(voices, portfolio), portfolio.sums, portfolio.quiet, portfolio.few)
    # Rounded before they are weighed: whoever weighs the published shares anew gets the same points.
    shares: dict[str, float | None] = {name: round(min(1.0, max(0.0, share)), 6) for name, share in found.items()}
    shares["strategic_fit"] = fit
    figures = _figures(evidence, exposure, voices, portfolio, fit)
    score, points = make_points(shares, weights)
    parts = tuple(ScorePart(name, *_value(figures[name], shares[name], weights[name], points[name])) for name in DEFAULT_WEIGHTS)
    return ThemeImpact(evidence.theme_id, exposure, score, parts, voices)


def make_points(shares: Mapping[str, float | None], weights: Weights) -> tuple[float, dict[str, float]]:
    """The score, 0 to 100, and the points of each part, both to a tenth: the points add up to the score, by the largest remainder.

    A part whose share is None gives no points and takes none of the whole.
    """
    whole = sum(weights[name] for name, share in shares.items() if share is not None)
    exact = {name: 1000 * weights[name] * (share or 0.0) / whole if whole else 0.0 for name, share in shares.items()}
    tenths = {name: math.floor(value) for name, value in exact.items()}
    score = round(math.fsum(exact.values()))
    first = sorted(exact, key=lambda name: tenths[name] - exact[name])
    for name in first[: score - sum(tenths.values())]:
        tenths[name] += 1
    return score / 10, {name: value / 10 for name, value in tenths.items()}


def rank_themes(impacts: Sequence[ThemeImpact]) -> list[ThemeImpact]:
    """Highest score first; ties by affected ARR, then by id, so that the order never depends on the input's."""
    return sorted(impacts, key=lambda i: rank_key(i.score, i.affected_arr.amount, i.theme_id))


def rank_key(score: float, arr: Decimal, theme_id: str) -> tuple[float, Decimal, str]:
    """What ranks are sorted by."""
    return -score, -arr, theme_id


_Figure = tuple[float | None, str]


def _value(figure: _Figure, share: float | None, weight: float, points: float) -> tuple[float | None, float | None, float, float, str]:
    value, why = figure
    return value, share, weight, points, why


def _figures(evidence: ThemeEvidence, exposure: Exposure, voices: Sequence[Voice], portfolio: Portfolio, fit: float | None) -> dict[str, _Figure]:
    """The figure behind each part, and why it gives what it gives."""
    arr, renewing = exposure.affected_arr.money, exposure.renewing_arr_90d.money
    recent, before = sum(v.recent for v in voices), sum(v.before for v in voices)
    segments = len([s for s in evidence.segments if s in portfolio.segments])
    severity = math.fsum(v.severity for v in voices) / len(voices)
    return {
        "affected_arr": (float(arr.amount), _arr_reason(evidence, exposure, portfolio)),
        "reach": (float(len(evidence.accounts)), f"{count(len(evidence.accounts), 'account')} of {portfolio.accounts:,} raised it"),
        "breadth": (float(segments), f"{segments} of {count(len(portfolio.segments), 'segment')}"),
        "severity": (round(severity, 4), _severity_reason(evidence)),
        "momentum": (
            float(recent),
            f"raised {count(recent, 'time')} in the last {RECENT_WEEKS} weeks, {before:,} in the {TREND_WEEKS - RECENT_WEEKS} before; an account once a week",
        ),
        "renewal": (float(renewing.amount), _renewal_reason(exposure)),
        "strategic_fit": (fit, fit_reason(fit)),
    }


def fit_reason(fit: float | None) -> str:
    """What a person's strategic fit says."""
    return "nobody has set it" if fit is None else f"set to {fit:g}"


def _arr_reason(evidence: ThemeEvidence, exposure: Exposure, portfolio: Portfolio) -> str:
    arr, unknown = exposure.affected_arr.money, exposure.affected_arr.unknown
    share = float(arr.amount / portfolio.arr) if portfolio.arr > 0 else 0.0
    why = f"{short_money(arr)} across {count(len(evidence.accounts), 'account')}, {share:.0%} of ARR"
    largest = max((a.arr for a in evidence.accounts.values() if a.arr is not None), default=Decimal(0))
    if len(evidence.accounts) > 1 and arr.amount > 0 and largest >= Decimal(_LARGE) * arr.amount:
        why += f"; {largest / arr.amount:.0%} of it by one account"
    return why + (f"; the ARR of {unknown} is unknown and weighs as a typical one's" if unknown else "")


def _renewal_reason(exposure: Exposure) -> str:
    within = [exposure.renewing_arr_30d, exposure.renewing_arr_90d, exposure.renewing_arr_180d]
    return f"{', '.join(short_money(total.money) for total in within)} of it renews within {', '.join(map(str, RENEWAL_TERMS))} days"


def _severity_reason(evidence: ThemeEvidence) -> str:
    intents = [m.intent for m in evidence.mentions]
    why = f"{evidence.negative_share:.0%} of {count(len(evidence.mentions), 'mention')} are negative"
    for intent, words in (("problem", "tell of a problem"), ("churn_threat", "threaten to leave")):
        if times := intents.count(intent):
            why += f", {times:,} {words}"
    return why


def short_money(money: Money) -> str:
    """`$1.25M`, `€40k`, `CHF 900`: three figures at most, for running text."""
    symbol = {"USD": "$", "EUR": "€", "GBP": "£"}.get(money.currency, money.currency + " ")
    for size, unit in ((Decimal(10**12), "T"), (Decimal(10**9), "B"), (Decimal(10**6), "M"), (Decimal(10**3), "k")):
        if abs(money.amount) >= size:
            return f"{symbol}{float(money.amount / size):.3g}{unit}"
    return f"{symbol}{money.amount:.0f}"
