from datetime import timedelta

from tests.domain.health.known import rated, record, said, signal
from tests.factories import AS_OF
from voc.domain.health import AccountRecord, HealthAlert, HealthWeights, assess_health, find_fall, only_new
from voc.domain.health.alerts import fall_kind


def months(*values: float, name: str = "workflow_completion") -> list:  # type: ignore[type-arg]
    return [signal(name, value, 5 + 30 * n) for n, value in enumerate(reversed(values))]


FELL = record(said(-0.9, 2, 4, 6), signals=[*months(0.9, 0.9, 0.9, 0.9, 0.2), *months(1, 1, 1, 1, 0, name="champion_active")])


def fall(known: AccountRecord, days_ago: int = 0) -> HealthAlert | None:
    then = AS_OF - timedelta(days=days_ago)
    return find_fall(known, assess_health(known, then), then, HealthWeights())


def test_a_worse_band_or_ten_points_within_a_month_is_a_fall() -> None:
    assert fall_kind(53, 56) == "to_watch"
    assert fall_kind(54.9, 55) is None  # on the edge
    assert fall_kind(41.9, 75) == "to_at_risk"
    assert fall_kind(80, 90) == "drop"
    assert fall_kind(80.1, 90) is None
    assert fall_kind(90, 30) is None


def test_a_fall_says_what_it_came_from_and_why() -> None:
    found = fall(FELL)
    assert found is not None
    assert found.kind in ("to_watch", "to_at_risk")
    assert found.score < found.score_before
    assert any(reason.startswith("its champion is gone (") for reason in found.reasons)
    assert 1 <= len(found.reasons) <= 3


def test_the_same_fall_seen_on_later_days_is_the_same_alert() -> None:
    first, later = fall(FELL, 1), fall(FELL)
    assert first is not None
    assert later is not None
    assert (first.id, first.began_on) == (later.id, later.began_on)
    assert only_new([later], {later.account: [(first.kind, first.began_on)]}) == []


def test_a_fall_whose_beginning_later_data_moved_is_not_told_again_but_another_one_is() -> None:
    found = fall(FELL)
    assert found is not None
    near, far = found.began_on - timedelta(days=9), found.began_on - timedelta(days=90)
    assert only_new([found], {found.account: [(found.kind, near)]}) == []
    assert only_new([found], {found.account: [(found.kind, far), ("drop", near)]}) == [found]
    assert only_new([found], {}) == [found]


def test_a_feed_that_stopped_is_no_fall_of_the_account() -> None:
    told = {"workflow_completion": 0.95, "champion_active": 1, "active_users": 95, "licensed_seats": 100}
    silent = record(signals=[signal(name, value, days_ago) for name, value in told.items() for days_ago in (70, 100)])
    now = assess_health(silent, AS_OF)
    assert now.score < 55 <= (now.trend[0].score or 0)
    assert fall(silent) is None
    assert fall(record(ratings=[rated(0, 5)], signals=months(0.95, 0.95, 0.95))) is not None, "bad news that is new counts"


def test_an_account_that_stayed_as_it_was_or_left_raises_none() -> None:
    steady = record(signals=months(0.9, 0.9, 0.9, 0.9, 0.9))
    left = record(said(-0.9, 2, 4, 6), signals=months(0.9, 0.9, 0.9, 0.9, 0.2), status="churned")
    assert fall(steady) is None
    assert fall(left) is None
    assert fall(record()) is None
