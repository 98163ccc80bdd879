import pytest

from tests.engine.text.said import said, snippets
from voc.engine.alignment import AlignedText
from voc.engine.text.marks import read_marks
from voc.engine.text.mentions import without_mentions


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("<@U77QX> asks for <https://x.example/t/9|ticket nine> :sob:", "@someone asks for ticket nine "),
        ("see <https://x.example/t/9> <!here>", "see https://x.example/t/9 "),
        ("h3. Wish\nretry for {{busy}} trays", "## Wish\nretry for busy trays"),
        ("a [list|https://x.example/l] and [more](https://x.example/m)", "a list and more"),
        ("*very* slow, _really_ **slow**, ~~fast~~", "very slow, really slow, fast"),
        ("{panel:title=x}inside{panel} !shot.png|thumbnail! after", "\ninside\n  after"),
        ("before\n```js\nlet a = 1;\n```\nafter", "before\n\n\n\nafter"),
        ("before {code:java}int a;{code} after", "before \n\n after"),
        ("one <!-- for the writer --> two", "one  two"),
        ("[~paul] look", "@someone look"),
        ("# one\n# two", "- one\n- two"),
        ("** deeper", "- deeper"),
    ],
)
def test_marks_are_read_as_their_reader_sees_them(sent: str, shown: str) -> None:
    assert read_marks(AlignedText(sent)).text == shown


@pytest.mark.parametrize(
    "text", ["5*3*2 cards", "snake_case_names here", "at 10:30:00 sharp", "std::vector", "a <- b", "{x} and [y]", "`", "```\nnever closed"]
)
def test_what_only_looks_like_marks_stays(text: str) -> None:
    assert read_marks(AlignedText(text)).text == text


def test_a_quote_is_found_in_the_raw_text_behind_its_marks() -> None:
    raw = "{panel}The *label* printer skips [every third|https://x.example] label.{panel}"
    [snippet] = snippets(raw)
    assert snippet.text == "The label printer skips every third label."
    assert raw[snippet.start : snippet.end] == "The *label* printer skips [every third|https://x.example] label."


@pytest.mark.parametrize(
    "post",
    [
        "@AcmeCare @acme labels are skipped again",
        "labels are skipped again @AcmeCare #fail https://t.example/x",
        "RT @paul: labels are skipped again",
        "https://t.example/x labels are skipped again",
    ],
)
def test_whom_a_post_addresses_is_no_part_of_its_point(post: str) -> None:
    assert said(post, "review") == ["labels are skipped again"]


def test_a_vector_is_made_without_mentions_and_links() -> None:
    assert without_mentions("ask @AcmeCare why #darkmode is gone, see https://t.example/x") == "ask why darkmode is gone, see"
    assert without_mentions("write to [email] at 5 @ noon") == "write to [email] at 5 @ noon"
    assert without_mentions("@AcmeCare") == "@AcmeCare"
