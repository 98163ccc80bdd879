import pytest

from voc.rendering import charts
from voc.rendering.formats import brief_money, day_text, language_name, mood, name, rating_text, share_text, signed, whole_money


def usd(amount: str, currency: str = "USD") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


@pytest.mark.parametrize(
    ("amount", "brief", "whole"),
    [
        ("0.00", "$0", "$0"),
        ("999.40", "$999", "$999"),
        ("12345.67", "$12.3K", "$12,346"),
        ("1250000.00", "$1.25M", "$1,250,000"),
        ("999999.00", "$1M", "$999,999"),
        ("-5200.00", "-$5.2K", "-$5,200"),
    ],
)
def test_money(amount: str, brief: str, whole: str) -> None:
    assert (brief_money(usd(amount)), whole_money(usd(amount))) == (brief, whole)


def test_money_that_is_unknown_says_so() -> None:
    assert (brief_money(None), whole_money(None)) == ("unknown", "unknown")
    assert whole_money(usd("1000", "JPY")) == "¥1,000"


def test_days_shares_names_and_moods() -> None:
    assert day_text("2026-10-31T23:59:59Z") == "Oct 31, 2026"
    assert day_text(None) == "—"
    assert (share_text(1, 3), share_text(1, 0)) == ("33%", "0%")
    assert (name("call_note"), name("mid-market"), name("nps")) == ("Call note", "Mid market", "NPS")
    assert [mood(v) for v in (-0.5, 0.0, 0.5, None)] == ["negative", "mixed", "positive", "unknown"]
    assert [signed(v) for v in (2.5, -7.1, 0.0)] == ["+2.5", "−7.1", "0"]
    assert signed(-0.001, 2) == "0.00"


def test_a_rating_is_shown_with_its_scale_or_that_nobody_knows_it() -> None:
    assert (rating_text(9.0, "nps"), rating_text(4.5, "csat5"), rating_text(4.0, None)) == ("9 nps", "4.5 csat5", "4 (scale unknown)")


def test_charts_hold_numbers_in_words_and_no_style() -> None:
    for chart in (
        charts.sparkline([0, 3, 1]),
        charts.bar(3, 5),
        charts.signed_bar(-2, 4),
        charts.stacked_bar([(1, "watch"), (0, "healthy")]),
        charts.sparkline([]),
    ):
        assert "style=" not in chart
        assert "nan" not in chart
    assert "last 3 weeks: 0, 3, 1" in charts.sparkline([0, 3, 1])


def test_a_language_is_called_by_its_name() -> None:
    assert [language_name(code) for code in ("de", "pt", "xx")] == ["German", "Portuguese", "xx"]
