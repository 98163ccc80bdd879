import numpy as np
from numpy.typing import NDArray

from tests.engine.planted import planted
from voc.engine.cluster import find_themes
from voc.engine.constraints import FREE, Constraints
from voc.engine.vectors import NOWHERE, Numbers, Vectors, unit
from voc.engine.wishes import OFTEN, carve_wishes

NOBODY = np.int32(NOWHERE)
LOUD = 99  # an account


def a_wish_in_a_theme(said: int = 12, others: int = 40, apart: float = 0.8, seed: int = 1) -> tuple[Vectors, Numbers, NDArray[np.bool_]]:
    """Points of one community: those of many accounts about one thing, and `said` of one account about another; whose they are, and which the wish's are."""
    random = np.random.default_rng(seed)
    shared, wish = unit(random.standard_normal((2, 60)))
    centres = np.vstack([np.tile(shared, (others, 1)), np.tile(unit(shared + apart * wish), (said, 1))])
    vectors = unit(centres + random.standard_normal(centres.shape) * 0.5 / np.sqrt(60))
    account = np.r_[np.arange(others), np.full(said, LOUD)].astype(np.int32)
    return vectors, account, np.arange(len(vectors)) >= others


def carve(vectors: Vectors, account: Numbers, before: Numbers | None = None, decided: NDArray[np.bool_] | None = None) -> Numbers:
    n = len(vectors)
    nothing = np.full(n, NOBODY), np.zeros(n, bool)
    return carve_wishes(vectors, np.zeros(n, np.int32), account, nothing[0] if before is None else before, nothing[1] if decided is None else decided)


def test_what_one_account_alone_wishes_for_is_carved_out_of_the_theme() -> None:
    vectors, account, wish = a_wish_in_a_theme()
    assert np.array_equal(carve(vectors, account) == 1, wish)


def test_an_account_that_repeats_what_others_say_keeps_its_place() -> None:
    vectors, account, _ = a_wish_in_a_theme(said=20, apart=0.0)
    assert (carve(vectors, account) == 0).all()


def test_the_same_said_by_several_accounts_is_no_wish_of_one() -> None:
    vectors, account, wish = a_wish_in_a_theme(said=24)
    account[wish] = np.arange(LOUD, LOUD + 24) // 2
    assert (carve(vectors, account) == 0).all()
    assert (carve(vectors, np.full(len(vectors), NOBODY)) == 0).all()


def test_what_is_said_a_few_times_stays() -> None:
    vectors, account, _ = a_wish_in_a_theme(said=OFTEN - 1)
    assert (carve(vectors, account) == 0).all()


def test_a_theme_that_is_one_accounts_alone_is_left_as_it_is() -> None:
    vectors = a_wish_in_a_theme()[0]
    assert (carve(vectors, np.full(len(vectors), LOUD, np.int32)) == 0).all()


def test_what_people_decided_of_stays_where_it_is() -> None:
    vectors, account, wish = a_wish_in_a_theme()
    assert (carve(vectors, account, decided=wish) == 0).all()


def test_a_wish_on_the_border_stays_what_the_last_run_made_of_it() -> None:
    kept = 0
    for seed in range(20):
        vectors, account, wish = a_wish_in_a_theme(apart=0.42, seed=seed)
        alone, together = (np.where(wish, theme, 0).astype(np.int32) for theme in (1, 0))
        was_carved, was_not = (carve(vectors, account, before).any() for before in (alone, together))
        assert was_carved or not was_not
        kept += was_carved and not was_not
    assert kept >= 3


def test_a_wish_is_a_theme_of_its_own_and_its_host_keeps_its_number() -> None:
    """Through the engine, with what the last run knew."""
    vectors, _ = planted(6, 40, 0.6, seed=3)
    wish = unit(vectors[:14] + 0.65 * planted(1, 1, 0.2, seed=9)[0])
    rows = np.vstack([vectors, wish])
    account = np.r_[np.arange(len(vectors)), np.full(14, LOUD + len(vectors))].astype(np.int32)
    first = find_themes(vectors)
    themes = int(first.theme.max()) + 1
    past = Constraints(themes, np.r_[first.theme, np.full(14, NOBODY)].astype(np.int32), np.full(len(rows), FREE, np.int32))
    unheard, heard = find_themes(rows, constraints=past), find_themes(rows, constraints=past, account=account)
    assert (heard.theme[: len(vectors)] == first.theme).mean() >= 0.95
    assert (unheard.theme[-14:] == first.theme[0]).all()
    assert set(heard.theme[-14:].tolist()) == {themes}
