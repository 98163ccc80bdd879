"""Preview a merge or a split: what the themes would weigh, by the code that ranks them, over memberships that nobody has decided yet. Nothing is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from voc.db.assignments import list_memberships
from voc.db.mentions import list_mentions
from voc.db.themes import get_known_theme, list_run_themes
from voc.domain.counting import count_sure
from voc.domain.decisions import memberships_under
from voc.domain.evidence import Mention
from voc.domain.exposure import Books
from voc.domain.impact import rank_key
from voc.domain.themes import RankedTheme, Theme
from voc.rendering.shapes import Shape, moment, money
from voc.usecases.curating.decide import Ground, get_open_theme, look_at_ground
from voc.usecases.curating.merge_themes import choose_parts
from voc.usecases.curating.split_theme import choose_part, name_part
from voc.usecases.shared.load_books import load_run_books
from voc.usecases.shared.score_themes import EvidenceFilter, rank_mentions, scope_calibration, weights_of, window_for

PART = "new"  # stands for the id of a theme that a split would make


def preview_merge(session: Session, into_id: str, theme_ids: Sequence[str]) -> Shape:
    """What `merge_themes` would make of the themes. Raises as it does."""
    ground = look_at_ground(session)
    themes = choose_parts(session, ground, into_id, theme_ids)
    return _preview(session, ground, "merge", themes, _Change({theme.id: into_id for theme in themes}, {}))


def preview_split(session: Session, theme_id: str, snippet_ids: Sequence[str], label: str | None, ask_ids: Sequence[str] = ()) -> Shape:
    """What `split_theme` would make of the theme; the new one has no id yet. Raises as it does."""
    ground = look_at_ground(session)
    theme = get_open_theme(session, ground, theme_id)
    part = choose_part(session, ground, theme_id, snippet_ids, ask_ids)
    return _preview(session, ground, "split", [theme, name_part(PART, theme, label)], _Change({}, dict.fromkeys(part, PART)))


def preview_standing(session: Session, theme_id: str) -> Shape:
    """What the theme weighs by the decisions that stand already, such as one that people split off since the ranking. Raises NotFoundError."""
    ground = look_at_ground(session)
    return _preview(session, ground, "standing", [get_known_theme(session, theme_id)], _Change({}, {}))


@dataclass(frozen=True, slots=True)
class _Change:
    """Where themes and snippets would go."""

    themes: Mapping[str, str]
    snippets: Mapping[str, str]

    def of(self, mention: Mention) -> Mention:
        now = self.snippets.get(mention.snippet_id) or self.themes.get(str(mention.placed_in))
        return replace(mention, theme_id=now, possible_in=None) if now else mention

    def of_books(self, books: Books) -> Books:
        """The opportunities that name a theme name what it becomes part of."""
        named: dict[str, frozenset[str]] = {}
        for theme, opportunities in books.named.items():
            into = self.themes.get(theme, theme)
            named[into] = named.get(into, frozenset()) | opportunities
        return replace(books, named=named)


def _preview(session: Session, ground: Ground, kind: str, themes: Sequence[Theme], change: _Change) -> Shape:
    run, window = ground.run, window_for(ground.run, EvidenceFilter())
    by_id = {theme.id: theme for theme in themes}
    published = list_run_themes(session, run.id)
    books = load_run_books(session, run, window.day)
    mentions = _list_mentions_now(session, ground, by_id)
    others = [(p.figures["score"], Decimal(p.figures["affected_arr"]["amount"]), p.theme.id) for p in published if p.rank and p.theme.id not in by_id]

    def rank(said: Sequence[Mention], of: Books) -> dict[str, RankedTheme]:
        found = rank_mentions(said, of, by_id, window, run.id, weights_of(run), scope_calibration(run), certain=False)
        return {ranked.theme.id: ranked for ranked in found}

    def figures(ranked: Mapping[str, RankedTheme], theme_id: str) -> Shape | None:
        if theme_id not in ranked:
            return None
        own = [(r.impact.score, r.impact.affected_arr.amount, key) for key, r in ranked.items()]
        return _figures(ranked[theme_id], sorted([*others, *own], key=lambda row: rank_key(*row)))

    before, after = rank(mentions, books), rank(count_sure([change.of(m) for m in mentions]), change.of_books(books))
    knew = run.engine.get("books")
    return {
        "object": "preview",
        "kind": kind,
        "themes": [
            {"id": key if key != PART else None, "label": theme.label, "before": figures(before, key), "after": figures(after, key)}
            for key, theme in by_id.items()
        ],
        "books_changed": books.fingerprint != knew if knew else None,
        "run_id": run.id,
        "as_of": moment(window.as_of),
    }


def _list_mentions_now(session: Session, ground: Ground, themes: Mapping[str, Theme]) -> list[Mention]:
    """The themes' mentions as they will be when all decisions so far have taken effect."""
    as_of = window_for(ground.run, EvidenceFilter()).as_of
    if not ground.unread:
        return list_mentions(session, ground.run.id, as_of, themes=sorted(themes))
    now = memberships_under(list_memberships(session, ground.run.id), ground.decisions, ground.run.started_at)
    said = [m for m in list_mentions(session, ground.run.id, as_of) if now.get(m.snippet_id) in themes]
    return count_sure([replace(m, theme_id=now[m.snippet_id], possible_in=None) for m in said])


def _figures(ranked: RankedTheme, order: Sequence[tuple[float, Decimal, str]]) -> dict[str, Any]:
    exposure = ranked.impact.exposure
    return {
        "rank": 1 + [key for _, _, key in order].index(ranked.theme.id),
        "score": ranked.impact.score,
        "scope": ranked.scope.scope.value,
        "mentions": len(ranked.evidence.mentions),
        "accounts": len(exposure.accounts),
        "affected_arr": money(exposure.affected_arr.money),
        "unknown_arr_accounts": exposure.affected_arr.unknown,
        "renewing_arr_90d": money(exposure.renewing_arr_90d.money),
        "segments": list(ranked.evidence.segments),
    }
