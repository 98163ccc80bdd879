from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.usecases.company import FEEDBACK, add_feedback, complaints, import_company, rank_company, refresh, table
from voc.db.session import reading
from voc.errors import InputError, NotFoundError
from voc.usecases.shared.score_themes import EvidenceFilter
from voc.usecases.themes.list_themes import SORTS, ThemeQuery, list_themes


def words(engine: Engine, **query: Any) -> list[str]:
    """The complaints that the listed themes' labels name."""
    return [next(w for w in ("export", "login", "invoice") if w in t["label"].lower()) for t in table(engine, ThemeQuery(**query))]


def test_before_the_first_refresh_there_is_nothing_to_list(engine: Engine) -> None:
    import_company(engine)
    with reading(engine) as session:
        found = list_themes(session, ThemeQuery())
    assert (found.run, list(found.themes)) == (None, [])


def test_themes_come_by_their_rank(ranked: Engine) -> None:
    assert words(ranked) == words(ranked, sort="rank") == ["export", "login", "invoice"]


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_every_sort_has_both_directions(ranked: Engine, sort: str) -> None:
    rising = [SORTS[sort](t) for t in table(ranked, ThemeQuery(sort=sort))]
    assert rising == sorted(rising)
    assert [SORTS[sort](t) for t in table(ranked, ThemeQuery(sort=f"-{sort}"))] == rising[::-1]


def test_money_is_sorted_as_numbers(ranked: Engine) -> None:
    assert words(ranked, sort="affected_arr") == ["invoice", "login", "export"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"least_arr": Decimal(12_000)}, ["export", "login"]),
        ({"least_arr": Decimal("12000.01")}, ["export"]),
        ({"most_arr": Decimal(12_000)}, ["login", "invoice"]),
        ({"words": "EXPORT timeout"}, ["export"]),
        ({"words": "timeout login"}, []),
        ({"scopes": ["scalable"]}, ["export", "login"]),
        ({"scopes": ["concentrated", "one_off"]}, ["invoice"]),
        ({"statuses": ["new"]}, ["export", "login", "invoice"]),
        ({"statuses": ["shipped"]}, []),
        ({"evidence": EvidenceFilter(sources=["gong"])}, ["export"]),
        ({"evidence": EvidenceFilter(segments=["mid"]), "least_arr": Decimal(5_000)}, ["export"]),
    ],
)
def test_each_filter_narrows(ranked: Engine, query: dict[str, Any], found: list[str]) -> None:
    assert words(ranked, **query) == found


def test_a_pinned_ranking_stays_when_another_is_published(engine: Engine) -> None:
    rank_company(engine)
    with reading(engine) as session:
        first = list_themes(session, ThemeQuery())
    assert first.run is not None
    add_feedback(engine, complaints("login", [f"A-{n}" for n in range(1, 9)], source="chat"))
    refresh(engine)
    with reading(engine) as session:
        assert list_themes(session, ThemeQuery(run_id=first.run.id)).themes == first.themes
        assert sum(t["mentions"] for t in list_themes(session, ThemeQuery()).themes) == len(FEEDBACK) - 1 + 8


def test_a_scope_or_a_sort_that_is_none_is_refused_with_those_that_are(ranked: Engine) -> None:
    with pytest.raises(InputError, match=r"no scope 'huge'.*one_off, concentrated, emerging, scalable"):
        table(ranked, ThemeQuery(scopes=["scalable", "huge"]))
    with pytest.raises(InputError, match=r"cannot sort by 'colour'.*affected_arr"):
        table(ranked, ThemeQuery(sort="-colour"))


def test_a_pinned_ranking_that_is_gone_is_not_found(ranked: Engine) -> None:
    with pytest.raises(NotFoundError, match="run_gone"):
        table(ranked, ThemeQuery(run_id="run_gone"))
