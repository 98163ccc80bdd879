"""Who counts in a theme: the rule that parts sure members from possible ones stands here and nowhere else.

An account is sure in a theme where the chance that at least one of its quotes there belongs is SURE or more: 1 - prod(1 - strength) over quotes of different
words. What nobody's account said is sure by its own strength. Every figure counts what is sure; the possible stands beside it (docs/decisions/0036).
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import prod

from voc.domain.evidence import Mention

SURE = 0.5


def count_sure(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions in their order, each with the theme that the run put it in as `theme_id` where it counts, else as `possible_in`."""
    chances: dict[tuple[str | None, str | None], dict[str, float]] = {}
    for mention in mentions:
        if mention.placed_in is not None and mention.account is not None:
            said = chances.setdefault((mention.placed_in, mention.account), {})
            words = mention.words or mention.snippet_id
            said[words] = max(mention.strength, said.get(words, 0.0))
    sure = {key for key, said in chances.items() if is_sure(said.values())}
    return [_placed(m, counts=(m.placed_in, m.account) in sure if m.account is not None else is_sure([m.strength])) for m in mentions]


def is_sure(strengths: Iterable[float]) -> bool:
    """Whether at least one of these quotes belongs, by SURE or more."""
    return 1 - prod(1 - strength for strength in strengths) >= SURE - 1e-9


def _placed(mention: Mention, *, counts: bool) -> Mention:
    theme, possible = (mention.placed_in, None) if counts else (None, mention.placed_in)
    return mention if (mention.theme_id, mention.possible_in) == (theme, possible) else replace(mention, theme_id=theme, possible_in=possible)
