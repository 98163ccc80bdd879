"""What came of a release, in words for people."""

from voc.domain.before_after import Interval, SentimentChange
from voc.domain.release_effect import LEAST_ASKERS, LEAST_DAYS, ReleaseEffect
from voc.domain.words import count

LEAST_SHOWN = 0.005  # of sentiment
CONCLUSIONS = {
    "fell": "Mentions fell after the release, by more than chance.",
    "falling": "Mentions fell, but they were falling before the release: that it did this cannot be told.",
    "rose": "Mentions rose after the release, by more than chance.",
    "unclear": "No change of mentions is shown: what there is may be chance.",
    "too_few": "Too few to say.",
    "too_early": "Too early to say.",
    "unheard": "Nothing to compare with: too little feedback is known from before the release.",
}


def tell_release(effect: ReleaseEffect) -> tuple[str, ...]:
    """The conclusion and then what it stands on, a sentence each."""
    span, first = effect.span, CONCLUSIONS[effect.outcome]
    if effect.outcome == "too_early":
        return (f"{first[:-1]}, {count(span.since, 'day')} since; {LEAST_DAYS} are needed.",)
    if effect.outcome == "unheard":
        return (f"{first[:-1]} ({count(span.heard, 'day')}; {LEAST_DAYS} are needed).",)
    if effect.outcome == "too_few":
        return (
            f"{first[:-1]}: {count(len(effect.askers), 'account')} asked in the {span.days} days before and stayed; {LEAST_ASKERS} are needed.",
            *_left(effect),
        )
    return (first, *_mentions(effect), *_sentiment(effect), *_left(effect))


def _mentions(effect: ReleaseEffect) -> list[str]:
    asked, everyone, ratio = effect.asked, effect.everyone, effect.ratio
    assert ratio is not None
    days = f"{effect.span.days} days"
    return [
        f"The {len(effect.askers)} who asked in the {days} before raised it {_one(asked.before)} times a month then and {_one(asked.after)} in the {days} "
        f"after; {effect.silent} {'has' if effect.silent == 1 else 'have'} not raised it since, {effect.still} still {'does' if effect.still == 1 else 'do'}.",
        f"All customers together: {_one(everyone.before)} a month before, {_one(everyone.after)} after; held against all else they say, "
        f"{_two(ratio.estimate)} times as often ({_two(ratio.low)} to {_two(ratio.high)}).",
    ]


def _sentiment(effect: ReleaseEffect) -> list[str]:
    found = effect.sentiment
    if found is None:
        return ["Of their sentiment there is too little to say."]
    change, shown = found.difference, found.difference.low > 0 or found.difference.high < 0
    if abs(change.estimate) < LEAST_SHOWN:
        return [f"Sentiment of the {found.askers} of them who spoke both times moved as that of {count(found.others, 'other')} did ({_signed(change)})."]
    moved = "rose" if change.estimate >= 0 else "fell"
    words = f"Sentiment of the {found.askers} of them who spoke both times {moved} by {_two(abs(change.estimate))} against {count(found.others, 'other')}"
    return [f"{words} ({_signed(change)}){'' if shown else ', which may be chance'}: {_told(found)}."]


def _told(found: SentimentChange) -> str:
    return f"{found.of_askers.before:.2f} to {found.of_askers.after:.2f}, the others' {found.of_others.before:.2f} to {found.of_others.after:.2f}"


def _left(effect: ReleaseEffect) -> list[str]:
    if not effect.left:
        return []
    have, are = ("has", "is") if effect.left == 1 else ("have", "are")
    return [f"{count(effect.left, 'account')} that asked {have} left since and {are} in no figure."]


def _one(value: float) -> str:
    return f"{value:.1f}"


def _two(value: float) -> str:
    return f"{value:.2f}"


def _signed(interval: Interval) -> str:
    low, high = (interval.low, interval.high) if interval.estimate >= 0 else (-interval.high, -interval.low)
    return f"{_two(low)} to {_two(high)}"
