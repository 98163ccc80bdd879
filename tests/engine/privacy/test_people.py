import pytest

from voc.engine.alignment import AlignedText
from voc.engine.parser import find_parser
from voc.engine.privacy.people import hide_names

needs_parser = pytest.mark.skipif(find_parser() is None, reason="the extra english is not installed")


class Silent:
    """A parser that must not be asked."""

    def __call__(self, text: str, *, disable: object) -> object:
        raise AssertionError(text)


def without_names(text: str, known: frozenset[str] = frozenset()) -> str:
    parser = find_parser()
    assert parser
    return hide_names(AlignedText(text), parser, known).text


@needs_parser
@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("I spoke to Tom Hanley from support, who promised a fix.", "I spoke to [name] from support, who promised a fix."),
        ("Michael Brown told us the fix would ship in May.", "[name] told us the fix would ship in May."),
        ("Please give Mr. Okafor access to the workspace.", "Please give Mr. [name] access to the workspace."),
    ],
)
def test_names_of_persons_are_hidden_on_evidence(said: str, hidden: str) -> None:
    assert without_names(said) == hidden


@needs_parser
@pytest.mark.parametrize("said", ["Jira and Confluence sync is broken", "Power BI and Microsoft Excel show other totals", "our Black Friday report is empty"])
def test_products_are_no_persons(said: str) -> None:
    assert without_names(said) == said


@needs_parser
def test_accounts_and_features_are_no_persons() -> None:
    assert without_names("The meeting with Sarah Jones was cancelled.", frozenset({"sarah jones"})) == "The meeting with Sarah Jones was cancelled."


def test_the_parser_is_asked_only_where_a_name_may_stand() -> None:
    said = "The export fails every night and nobody is told."
    assert hide_names(AlignedText(said), Silent()).text == said  # type: ignore[arg-type]


@needs_parser
@pytest.mark.parametrize("said", ["Die Wartung am 17. August 2024 wurde nicht angekündigt.", "Der Kunde König ist, sagt man, nur hier nicht."])
def test_the_parser_is_not_asked_about_other_languages(said: str) -> None:
    assert hide_names(AlignedText(said), Silent()).text == said  # type: ignore[arg-type]
