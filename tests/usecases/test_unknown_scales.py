"""A rating whose scale nobody told is kept and shown, and counts nowhere."""

from datetime import UTC, datetime

from sqlalchemy import Engine, select

from tests.usecases.company import import_company, item
from voc.db.feedback_counts import count_nps
from voc.db.mentions import list_ratings
from voc.db.session import reading
from voc.db.tables import FeedbackRow
from voc.domain.roles import Principal, Role
from voc.usecases.accounts.list_timeline import list_timeline

NOW, LONG_AGO = datetime(2026, 10, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)
RATED = [
    item("1", "Nice.", "A-1", kind="review", rating="4"),
    item("2", "Good.", "A-1", kind="csat", rating="5"),
    item("3", "Fine.", "A-1", kind="nps", rating="8"),
    item("4", "Great.", "A-1", kind="csat", rating="4", rating_scale="csat5"),
]


def test_only_ratings_of_a_known_scale_reach_health_and_nps(engine: Engine) -> None:
    import_company(engine, RATED)
    with reading(engine) as session:
        (ratings,) = list_ratings(session, NOW).values()
        assert sorted((r.scale, r.score) for r in ratings) == [("csat5", 7.5), ("nps", 8.0)]
        assert count_nps(session, LONG_AGO, NOW).answers == 1


def test_the_rating_itself_is_kept_and_told_without_a_scale(engine: Engine) -> None:
    import_company(engine, RATED)
    with reading(engine) as session:
        account = session.scalars(select(FeedbackRow.account).distinct()).one()
        told = {
            e.facts["text"]: (e.facts["rating"], e.facts["rating_scale"])
            for e in list_timeline(session, str(account), Principal("usr_ana", "Ana", Role.PM), types=("feedback",))
        }
    assert told == {"Nice.": (4.0, None), "Good.": (5.0, None), "Fine.": (8.0, "nps"), "Great.": (4.0, "csat5")}
