"""How certain ranks are: the bootstrap over accounts (Efron 1979), and what it says of each rank once scores are shrunk by their own noise."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.domain.certainty import RankInterval
from voc.domain.voices import Portfolio, Sums, Voice, shares_of
from voc.domain.weights import Weights

RESAMPLES = 400
DRAWN_LEVEL = 0.87  # of the draws, for LEVEL of the true ranks: resampling makes a little too much of accounts that it leaves out (decision 0014)
_CHUNK = 16  # resamples at once: memory stays at some tens of MB for 50,000 voices

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Contest:
    """The themes whose ranks are in question: each one's voices and strategic fit, in the order of the scores."""

    voices: Sequence[Sequence[Voice]]
    fits: Sequence[float | None]
    portfolio: Portfolio
    weights: Weights


def find_intervals(contest: Contest, resamples: int = RESAMPLES) -> list[RankInterval]:
    """The interval of each theme's rank: about 90 % of the themes' true ranks lie within theirs.

    The same contest gives the same intervals, in whatever order its themes, voices and accounts come.
    """
    if not contest.voices:
        return []
    drawn = resample_scores(contest, resamples)
    return read_intervals(shrink_scores(score_contest(contest), drawn))


def score_contest(contest: Contest) -> Scores:
    """The scores as they are, unrounded: (themes)."""
    scores: Scores = Tally(contest).score(np.ones((1, len(_list_accounts(contest)))))[0]
    return scores


def resample_scores(contest: Contest, resamples: int) -> Scores:
    """The scores had as many accounts been drawn from these with replacement: (resamples, themes). A theme whose accounts are all left out scores nothing."""
    tally = Tally(contest)
    count = len(tally.accounts)
    rng = np.random.default_rng(_seed(tally.accounts))
    drawn = [np.bincount(rng.integers(0, count, count), minlength=count) if count else np.zeros(0) for _ in range(resamples)]
    return tally.score_all(np.array(drawn, dtype=np.float64))


def shrink_scores(scores: Scores, drawn: Scores) -> Scores:
    """Draws of the true scores, given the scores seen: (resamples, themes).

    Scores seen are spread wider than true ones, by their noise, so the first is too high and the last too low. Each is drawn towards the mean by its
    reliability, the share of its spread that is no noise (empirical Bayes: Efron and Morris 1975; for ranks: Laird and Louis 1989).
    """
    noise = drawn.var(axis=0)
    # Never less than the spread's own standard error: where all of it may be noise any rank may be true, and none is told from another by a rounding.
    spread = max(float(scores.var() - noise.mean()), float(noise.mean()) * math.sqrt(2 / max(1, len(scores) - 1)))
    reliability = np.divide(spread, spread + noise, out=np.ones_like(noise), where=spread + noise > 0)
    mean = float(np.average(scores, weights=reliability))
    shrunk: Scores = mean + reliability * (scores - mean) + np.sqrt(reliability) * (drawn - drawn.mean(axis=0))
    return shrunk


def read_intervals(drawn: Scores, level: float = DRAWN_LEVEL) -> list[RankInterval]:
    """The ranks between which each theme lies in a share `level` of the draws, the rest half above and half below."""
    ranks = rank_draws(drawn)
    tail = (1 - level) / 2
    first, last = np.quantile(ranks, [tail, 1 - tail], axis=0, method="inverted_cdf")
    return [RankInterval(int(a), int(b), drawn.shape[1]) for a, b in zip(first, last, strict=True)]


def rank_draws(drawn: Scores) -> NDArray[np.int64]:
    """Each theme's rank in each draw, from 1; ties by the themes' order."""
    order = np.argsort(-drawn, axis=1, kind="stable")
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, drawn.shape[1] + 1)[None, :].repeat(len(drawn), axis=0), axis=1)
    return ranks


def _list_accounts(contest: Contest) -> list[str]:
    spoke = {v.account for voices in contest.voices for v in voices if v.account is not None}
    return sorted(spoke | contest.portfolio.sizes.keys())


def _seed(accounts: Sequence[str]) -> int:
    return int.from_bytes(hashlib.sha256("\x1f".join(accounts).encode()).digest()[:8], "big")


class Tally:
    """The contest as arrays: one entry for each voice, sorted by theme and segment. `accounts` are all accounts in it, sorted: what weights are given to. The
    voice without an account has the weight 1 in every resample."""

    def __init__(self, contest: Contest) -> None:
        self.accounts = _list_accounts(contest)
        self._portfolio = contest.portfolio
        place = {key: n for n, key in enumerate(self.accounts)}
        segments = {name: n for n, name in enumerate(contest.portfolio.segments)}
        self._shape = (len(contest.voices), len(segments) + 1)
        rows = sorted(
            (theme, segments.get(v.segment or "", len(segments)), len(place) if v.account is None else place[v.account], v)
            for theme, voices in enumerate(contest.voices)
            for v in sorted(voices, key=lambda v: v.account or "")
        )
        groups = np.array([theme * self._shape[1] + segment for theme, segment, _, _ in rows], dtype=np.int64)
        self._starts = np.flatnonzero(np.r_[True, groups[1:] != groups[:-1]]) if len(groups) else np.zeros(0, np.int64)
        self._groups = groups[self._starts]
        self._account = np.array([account for _, _, account, _ in rows], dtype=np.int64)
        self._weight = np.array([v.weight for _, _, _, v in rows], dtype=np.float64)
        self._size, self._urgent, self._severity, self._recent, self._before = (
            np.array([getattr(v, name) for _, _, _, v in rows], dtype=np.float64) for name in ("size", "urgent", "severity", "recent", "before")
        )
        self._known = np.array([v.account is not None for _, _, _, v in rows], dtype=np.float64)
        sizes, urgent = contest.portfolio.sizes, contest.portfolio.urgent
        self._company = np.array([[1.0, sizes[key], urgent[key]] if key in sizes else [0.0] * 3 for key in self.accounts]).reshape(-1, 3)
        self._members = [np.array([place[key] for key in keys], dtype=np.int64) for keys in contest.portfolio.segments.values()]
        self._weights = _weigh(contest.weights, contest.fits)

    def score_all(self, weights: Scores) -> Scores:
        """`score`, a few resamples at a time."""
        return np.concatenate([self.score(weights[at : at + _CHUNK]) for at in range(0, len(weights), _CHUNK)])

    def score(self, weights: Scores) -> Scores:
        """The themes' scores where each account counts as often as its weight says: (resamples, themes)."""
        company = weights @ self._company
        counts = [weights[:, members].sum(axis=1, keepdims=True) for members in self._members]
        entry = np.concatenate([weights, np.ones((len(weights), 1))], axis=1)[:, self._account] * self._weight
        by_segment = self._add(entry * self._known)
        theme = Sums(
            accounts=by_segment.sum(axis=2),
            size=self._add(entry * self._size).sum(axis=2),
            urgent=self._add(entry * self._urgent).sum(axis=2),
            segments=[by_segment[:, :, n] for n in range(self._shape[1] - 1)],
            squares=self._add(entry**2 * self._known)[:, :, :-1].sum(axis=2),
            voices=self._add(entry).sum(axis=2),
            severity=self._add(entry * self._severity).sum(axis=2),
            recent=self._add(entry * self._recent).sum(axis=2),
            before=self._add(entry * self._before).sum(axis=2),
        )
        squares = sum((weights[:, members] ** 2).sum(axis=1, keepdims=True) for members in self._members)
        whole = Sums(company[:, :1], company[:, 1:2], company[:, 2:], counts, squares)
        shares = shares_of(theme, whole, self._portfolio.quiet, self._portfolio.few)
        scores = np.broadcast_to(self._weights["strategic_fit"], theme.accounts.shape).copy()
        for name, share in shares.items():
            scores += self._weights[name] * np.clip(share, 0.0, 1.0)
        return scores

    def _add(self, entries: Scores) -> Scores:
        """The entries' sums by theme and segment: (resamples, themes, segments and none)."""
        sums = np.zeros((len(entries), self._shape[0] * self._shape[1]))
        sums[:, self._groups] = np.add.reduceat(entries, self._starts, axis=1)
        return sums.reshape(len(entries), *self._shape)


def _weigh(weights: Weights, fits: Sequence[float | None]) -> Mapping[str, Scores]:
    """The points that each part gives at its most, for every theme; of the strategic fit the points that it gives."""
    others = sum(weight for name, weight in weights.items() if name != "strategic_fit")
    own = weights["strategic_fit"]
    wholes = np.array([others + (own if fit is not None else 0.0) for fit in fits])
    found = {name: 100 * weight / wholes for name, weight in weights.items()}
    return {**found, "strategic_fit": 100 * own * np.array([fit or 0.0 for fit in fits]) / wholes}
