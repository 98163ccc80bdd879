"""Names that strangers chose are safe to write files under."""

import pytest

from voc.sources.opening.names import distinct_name, safe_name


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("tickets.csv", "tickets.csv"),
        ("Über  Tickets (1).csv.gz", "Über Tickets (1).csv.gz"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\mia\\a.csv", "a.csv"),
        (".hidden.csv", "hidden.csv"),
        ("a\0\nb\u202e.csv", "a b.csv"),
        ("..", "file"),
        ("", "file"),
        ("job_1.rejects.csv", "job_1 rejects.csv"),
        ("n" * 400 + ".csv", "n" * 146 + ".csv"),
    ],
)
def test_a_name_loses_what_is_dangerous_and_keeps_the_rest(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_a_name_of_wide_characters_fits_into_a_folder() -> None:
    assert len(safe_name("🙂" * 150 + ".csv").encode()) <= 200


def test_names_that_are_taken_get_a_number_and_keep_their_ending() -> None:
    assert distinct_name("a.csv", []) == "a.csv"
    assert distinct_name("A.csv", ["a.csv"]) == "A (2).csv"
    assert distinct_name("a.csv.gz", ["a.csv", "a (2).csv"]) == "a (3).csv.gz"


def test_a_json_file_may_stand_beside_the_transcript_of_its_name() -> None:
    assert distinct_name("call.json", ["call.vtt"]) == "call.json"
