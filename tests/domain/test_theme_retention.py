import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.factories import facts, mention
from voc.domain.accounts import AccountFacts, ArrBook, ArrChange, account_key
from voc.domain.money import FxTable
from voc.domain.retention import ArrCourse
from voc.domain.theme_retention import FEWEST, Peers, ThemeRetention, Verdict, compare_theme, first_raised

UNTIL, DAY = date(2026, 10, 31), date(2026, 2, 10)


def compare(raisers: dict[str, bool], others: dict[str, bool], day: date = DAY, segments: dict[str, str] | None = None, lost_after: int = 60) -> ThemeRetention:
    """Accounts that raised a theme on a day, and others; each with whether it left `lost_after` days after."""
    lost = raisers | others
    accounts = {account_key(key): facts(key, "1000", (segments or {}).get(key, "smb")) for key in lost}
    history = {
        account_key(key): [
            ArrChange(key, date(2024, 3, 1), Decimal(1000), "USD", "new"),
            *([ArrChange(key, day + timedelta(days=lost_after), Decimal(0), "USD", "churn")] if left else []),
        ]
        for key, left in lost.items()
    }
    book = ArrBook({key: (Decimal(0), "USD") for key in accounts}, history, FxTable("USD"))
    moment = datetime.combine(day, time(12), UTC)
    return compare_theme({account_key(key): moment for key in raisers}, Peers(ArrCourse(accounts, book, UNTIL)))


def test_an_arr_that_becomes_unknown_is_no_loss_and_no_verdict() -> None:
    accounts = {account_key(key): facts(key, "1000", "smb") for key in (*some("R", 8, 0), *some("P", 40, 0))}
    history = {
        key: [
            ArrChange(a.account_id, date(2024, 3, 1), Decimal(1000), "USD", "new"),
            *([ArrChange(a.account_id, date(2026, 4, 1), Decimal(1000), "XAF")] if a.account_id.startswith("R") else []),
        ]
        for key, a in accounts.items()
    }
    book = ArrBook({key: (Decimal(1000), "USD") for key in accounts}, history, FxTable("USD"))
    raised = {account_key(key): datetime.combine(DAY, time(12), UTC) for key in some("R", 8, 0)}
    found = compare_theme(raised, Peers(ArrCourse(accounts, book, UNTIL)))
    assert (found.verdict, found.left_out, len(found.cases)) == (Verdict.TOO_FEW, 8, 0)


def some(name: str, count: int, lost: int) -> dict[str, bool]:
    return {f"{name}{n}": n < lost for n in range(count)}


def test_the_lift_is_the_share_lost_less_the_share_of_the_peers() -> None:
    found = compare(some("R", 20, 10), some("P", 40, 4))
    assert (found.lost, found.peers_lost, found.lift) == (0.5, 0.1, 0.4)
    assert found.interval is not None and 0.1 < found.interval[0] < 0.4 < found.interval[1]
    assert (found.retained, found.peers_retained) == (0.5, 0.9)
    assert (found.verdict, found.needed) == (Verdict.MORE, None)


def test_too_few_say_so_and_how_many_it_takes() -> None:
    found = compare(some("R", 6, 1), some("P", 30, 3))
    assert found.verdict is Verdict.TOO_FEW
    assert found.needed is not None and found.needed > 100


def test_a_handful_never_gets_a_verdict_however_clear() -> None:
    found = compare(some("R", FEWEST - 1, FEWEST - 1), some("P", 200, 0))
    assert found.interval is not None and found.interval[0] > 0
    assert found.verdict is Verdict.TOO_FEW


def test_many_that_fare_alike_show_no_difference() -> None:
    assert compare(some("R", 800, 80), some("P", 800, 80)).verdict is Verdict.NO_DIFFERENCE


def test_peers_are_of_the_same_segment_while_there_are_enough() -> None:
    segments = {**{f"R{n}": "large" for n in range(10)}, **{f"P{n}": "large" for n in range(5)}}
    found = compare(some("R", 10, 0), {**some("P", 5, 0), **some("Q", 30, 30)}, segments=segments)
    assert found.peers_lost == 0
    assert found.well_matched == 10


def test_a_loss_after_the_horizon_is_none() -> None:
    assert compare(some("R", 8, 8), some("P", 8, 0), lost_after=181).lost == 0
    assert compare(some("R", 8, 8), some("P", 8, 0), lost_after=180).lost == 1


def test_who_raised_it_lately_is_counted_and_not_followed() -> None:
    found = compare(some("R", 8, 0), some("P", 8, 0), day=UNTIL - timedelta(days=100))
    assert (found.too_recent, found.cases, found.lift, found.verdict) == (8, (), None, Verdict.TOO_FEW)


def test_who_paid_nothing_then_is_left_out() -> None:
    found = compare(some("R", 8, 0), some("P", 8, 0), day=date(2024, 2, 10))
    assert (found.left_out, len(found.cases)) == (8, 0)


def test_an_account_is_a_peer_until_it_raises_the_theme_itself() -> None:
    accounts = {account_key(key): facts(key) for key in ("A", "B", "C", "D", "E")}
    history = {key: [ArrChange(a.account_id, date(2024, 3, 1), Decimal(1000), "USD", "new")] for key, a in accounts.items()}
    book = ArrBook({key: (Decimal(0), "USD") for key in accounts}, history, FxTable("USD"))
    raised = {account_key("A"): datetime(2026, 1, 10, tzinfo=UTC), account_key("B"): datetime(2026, 3, 10, tzinfo=UTC)}
    first, second = compare_theme(raised, Peers(ArrCourse(accounts, book, UNTIL))).cases
    assert account_key("B") in first.peers
    assert account_key("A") not in second.peers


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=25), st.randoms(use_true_random=False))
def test_the_order_of_the_accounts_changes_nothing_and_shares_stay_shares(rows: list[tuple[bool, bool]], chance: random.Random) -> None:
    named = [(f"A{n}", *row) for n, row in enumerate(rows)]
    mixed = chance.sample(named, len(named))
    found, again = (compare({k: lost for k, said, lost in some if said}, {k: lost for k, said, lost in some if not said}) for some in (named, mixed))
    assert found == again
    for share in (found.lost, found.peers_lost, found.retained, found.peers_retained):
        assert share is None or 0 <= share <= 1
    if found.lift is not None and found.interval is not None:
        assert found.interval[0] <= found.lift <= found.interval[1]


def test_an_account_raised_a_theme_when_it_first_did() -> None:
    said = [mention("s1", "A-1", days_ago=10), mention("s2", "A-1", days_ago=90), mention("s3", "A-1", theme=None), mention("s4", None)]
    assert first_raised(said) == {"thm_a": {account_key("A-1"): said[1].occurred_at}}


def test_an_unknown_arr_has_no_part() -> None:
    unknown = AccountFacts(account_key("S"), "S", "S", None, "smb")
    history = {unknown.id: [ArrChange("S", date(2024, 3, 1), Decimal(1000), "SEK", "new")]}
    paid = ArrCourse({unknown.id: unknown}, ArrBook({unknown.id: (Decimal(0), "SEK")}, history, FxTable("USD")), UNTIL)
    found = compare_theme({unknown.id: datetime.combine(DAY, time(12), UTC)}, Peers(paid))
    assert (found.left_out, found.lift) == (1, None)
