from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import permutations

import pytest
from sqlalchemy import Engine, select, update

from voc.db.feedback import save_feedback
from voc.db.session import reading, transaction
from voc.db.source_names import list_source_names
from voc.db.tables import FeedbackRevisionRow, FeedbackRow
from voc.db.upsert import Outcome
from voc.domain.feedback import FeedbackItem, Kind

DAY = datetime(2026, 8, 1, tzinfo=UTC)
ITEM = FeedbackItem(
    "zendesk",
    "1",
    Kind.TICKET,
    DAY,
    "slow",
    DAY,
    account_ref="a1",
    author_email="ada@acme.com",
    rating=Decimal(3),
    tags=("a", "b"),
    attributes={"x": "y", "a": "b"},
)


def save(engine: Engine, *items: FeedbackItem) -> list[Outcome]:
    with transaction(engine) as session:
        return [saved.outcome for saved in save_feedback(session, items)]


def stored(engine: Engine) -> dict[str, tuple[str, datetime]]:
    with reading(engine) as session:
        return {row.external_id: (row.text, row.revised_at) for row in session.scalars(select(FeedbackRow))}


def revisions(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return sorted(session.scalars(select(FeedbackRevisionRow.text)))


def said(text: str, day: int = 0, **changes: object) -> FeedbackItem:
    return replace(ITEM, text=text, revised_at=DAY + timedelta(days=day), **changes)  # type: ignore[arg-type]


def test_an_item_delivered_twice_is_unchanged(engine: Engine) -> None:
    assert save(engine, ITEM) == [Outcome.ADDED]
    assert save(engine, ITEM) == [Outcome.UNCHANGED]
    assert save(engine, replace(ITEM, rating=Decimal("3.00"), attributes={"a": "b", "x": "y"})) == [Outcome.UNCHANGED]


def test_an_item_that_repeats_in_one_batch_is_added_once(engine: Engine) -> None:
    assert save(engine, ITEM, ITEM, said("other", 1)) == [Outcome.ADDED, Outcome.UNCHANGED, Outcome.UPDATED]
    assert stored(engine)["1"][0] == "other"
    assert revisions(engine) == ["slow"]


def test_other_text_is_a_revision_and_is_to_be_split_again(engine: Engine) -> None:
    save(engine, ITEM)
    with transaction(engine) as session:
        session.execute(update(FeedbackRow).values(split_by="splitter 1"))
    assert save(engine, replace(ITEM, rating=Decimal(5))) == [Outcome.UPDATED]
    with reading(engine) as session:
        assert session.scalar(select(FeedbackRow.split_by)) == "splitter 1"
    assert save(engine, said("slower", 1)) == [Outcome.UPDATED]
    with reading(engine) as session:
        assert session.scalar(select(FeedbackRow.split_by)) is None


def test_an_older_revision_that_arrives_late_changes_nothing(engine: Engine) -> None:
    save(engine, said("new", 5))
    assert save(engine, said("old", 1)) == [Outcome.UNCHANGED]
    assert stored(engine)["1"] == ("new", DAY + timedelta(days=5))


def test_of_two_revisions_at_one_time_the_later_delivery_stands_and_the_former_is_recognised(engine: Engine) -> None:
    save(engine, said("first"))
    assert save(engine, said("second")) == [Outcome.UPDATED]
    assert save(engine, said("first"), said("second")) == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert stored(engine)["1"][0] == "second"


def test_an_item_may_go_back_to_what_it_said_before(engine: Engine) -> None:
    save(engine, said("a", 1), said("b", 2))
    assert save(engine, said("a", 3)) == [Outcome.UPDATED]
    assert save(engine, said("a", 1), said("b", 2), said("a", 3)) == [Outcome.UNCHANGED] * 3
    assert save(engine, said("b", 4), said("a", 5)) == [Outcome.UPDATED] * 2


@pytest.mark.parametrize("order", list(permutations([("a", 1), ("b", 2), ("a", 4), ("c", 3)])))
@pytest.mark.parametrize("together", [True, False])
def test_deliveries_give_the_same_item_in_any_order(sqlite_engine: Engine, order: list[tuple[str, int]], together: bool) -> None:
    with transaction(sqlite_engine) as session:
        session.execute(FeedbackRow.__table__.delete())  # type: ignore[attr-defined]
    items = [said(text, day) for text, day in order]
    for batch in [items] if together else [[item] for item in items]:
        save(sqlite_engine, *batch)
    assert stored(sqlite_engine)["1"] == ("a", DAY + timedelta(days=4))


def test_what_is_stored_is_what_was_said(engine: Engine) -> None:
    text = "naïve \u202e 🙂 \r\n\ttext  "
    save(engine, replace(ITEM, text=text))
    with reading(engine) as session:
        row = session.scalars(select(FeedbackRow)).one()
        assert (row.text, row.tags, row.attributes, row.rating, row.occurred_at) == (text, ["a", "b"], {"x": "y", "a": "b"}, Decimal(3), DAY)
        assert row.id == ITEM.id


def test_the_same_external_id_of_two_sources_is_two_items(engine: Engine) -> None:
    assert save(engine, ITEM, replace(ITEM, source="gong")) == [Outcome.ADDED, Outcome.ADDED]


@pytest.mark.parametrize(("first", "second"), [("zendesk", "Zendesk"), ("Google Play", "google_play"), ("google-play", "GOOGLE  PLAY")])
@pytest.mark.parametrize("together", [True, False])
def test_one_source_in_two_spellings_is_one_and_keeps_the_first(engine: Engine, first: str, second: str, together: bool) -> None:
    items = [replace(ITEM, source=first), replace(ITEM, source=second)]
    outcomes = save(engine, *items) if together else [*save(engine, items[0]), *save(engine, items[1])]
    assert outcomes == [Outcome.ADDED, Outcome.UNCHANGED]
    with reading(engine) as session:
        assert list_source_names(session) == [first]


def test_items_that_are_stored_under_two_spellings_keep_their_ids(engine: Engine) -> None:
    save(engine, ITEM, replace(ITEM, external_id="2"))
    other = replace(ITEM, source="Zendesk")
    with transaction(engine) as session:
        session.execute(update(FeedbackRow).where(FeedbackRow.external_id == "2").values(source="Zendesk", external_id="1", id=other.id))
    assert save(engine, ITEM, other, replace(ITEM, source="ZENDESK")) == [Outcome.UNCHANGED] * 3
    with reading(engine) as session:
        assert set(session.scalars(select(FeedbackRow.id))) == {ITEM.id, other.id}


def test_every_source_is_listed_once_however_many_items_it_has(engine: Engine) -> None:
    with reading(engine) as session:
        assert list_source_names(session) == []
    names = ["a", "B", "gong", "Zendesk", "zen desk", "Ärger", "\u4e2d"]
    save(engine, *(replace(ITEM, source=name, external_id=str(number)) for name in names for number in range(3)))
    with reading(engine) as session:
        assert list_source_names(session) == sorted(names)
