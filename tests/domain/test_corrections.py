"""What the machine moved after a person's corrections."""

from voc.domain.corrections import Effect, follow_corrections


def test_moves_that_leave_or_join_what_the_persons_do_are_counted_and_no_others() -> None:
    own = [("a", "b"), ("a", "b"), ("c", "c"), (None, "d")]
    machine = {("a", "b"): 5, ("a", "e"): 2, ("x", "d"): 1, ("x", "y"): 9, (None, "z"): 4}
    ways = follow_corrections(own, machine)
    assert ways == ((("a", "b"), 2, 5), (("a", "e"), 0, 2), ((None, "d"), 1, 0), (("x", "d"), 0, 1))
    assert Effect(None, 4, 3, ways, known=True, read=True).others == 8


def test_to_leave_no_theme_for_one_says_nothing_of_others_that_do() -> None:
    assert follow_corrections([(None, "a")], {(None, "b"): 7}) == (((None, "a"), 1, 0),)


def test_confirming_moves_nothing() -> None:
    assert follow_corrections([("a", "a")], {("a", "b"): 3}) == ()
