from pathlib import Path

import pytest

from tests.engine.text.said import said
from voc.engine import parser
from voc.errors import UnavailableError

RUN_ON = (
    "the printer skips every third label and i cant find where to change the tray also the new driver made everything slow i have been a customer"
    " for years and support never answers"
)
needs_parser = pytest.mark.skipif(parser.find_parser() is None, reason="the extra english is not installed")


@pytest.fixture
def unknown(monkeypatch: pytest.MonkeyPatch) -> object:
    """The parser as if it had not been looked for."""
    parser.find_parser.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    parser.find_parser.cache_clear()


@needs_parser
def test_what_runs_on_without_punctuation_is_cut_into_its_clauses() -> None:
    assert said(RUN_ON) == [
        "the printer skips every third label",
        "i cant find where to change the tray",
        "the new driver made everything slow",
        "i have been a customer for years",
        "support never answers",
    ]


@needs_parser
@pytest.mark.parametrize(
    "text",
    [
        "The printer skips every third label when the tray was opened while a job was running and nobody in the whole warehouse had told it to wait for us.",
        "der drucker überspringt jedes dritte etikett und ich finde nicht wo man das fach ändert und der neue treiber macht alles langsam und niemand "
        "antwortet",
    ],
)
def test_a_sentence_with_its_full_stop_and_another_language_stay_whole(text: str) -> None:
    assert said(text) == [text]


@needs_parser
def test_the_clauses_of_a_text_are_the_text() -> None:
    text = f"{RUN_ON} " * 20
    spans = parser.clauses(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert len(spans) > 60


def test_without_the_package_the_text_stays_whole(unknown: pytest.MonkeyPatch) -> None:
    unknown.setattr(parser, "find_spec", lambda name: None)
    assert parser.find_parser() is None
    assert parser.clauses(RUN_ON) == [(0, len(RUN_ON))]
    assert said(RUN_ON) == [RUN_ON]


@needs_parser
def test_other_weights_than_those_known_are_refused(unknown: pytest.MonkeyPatch, tmp_path: Path) -> None:
    unknown.setattr(parser, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(UnavailableError, match="weights"):
        parser.find_parser()
