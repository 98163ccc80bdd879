"""A report as Slack blocks: within Slack's limits, and whatever people wrote stays words."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_report import PRAISE, SHARED, on, report, said
from voc.domain.report_standing import Decided, Report, ReportKey, ReportState
from voc.rendering.report_content import shape_report
from voc.rendering.report_standing import with_standing
from voc.rendering.slack import escape, notice_blocks, report_blocks

HOSTILE = "<!channel> <https://evil.example|click> & <@U123> " + "x" * 4_000


def made(hostile: str = "") -> Report:
    month = report(SHARED + PRAISE + [said("ai", n, on(10, 20, n)) for n in range(1, 5)])
    content: dict[str, Any] = shape_report(month, complete=True, ranked_as_of=month.window.as_of)
    if hostile:
        content["verdict"] = hostile
        for theme in content["decide"]:
            theme["label"] = hostile
            for quote in theme["quotes"]:
                quote["text"] = quote["account"]["name"] = hostile
    decisions = {theme["id"]: Decided(hostile or "Build it", hostile or "Ana", "Ana", datetime(2026, 11, 2, tzinfo=UTC)) for theme in content["decide"]}
    draft = Report("rep_1", ReportKey.of_month("2026-10"), 1, ReportState.DRAFT, "run_1", content, "", decisions)
    return replace(draft, content=with_standing(content, draft))


def check_limits(blocks: list[dict[str, Any]]) -> None:
    assert len(blocks) <= 50
    for block in blocks:
        if block["type"] == "header":
            assert len(block["text"]["text"]) <= 150
        if block["type"] == "section":
            assert 0 < len(block["text"]["text"]) <= 3_000


def test_the_digest_tells_the_themes_the_decisions_and_the_money() -> None:
    blocks = report_blocks(made(), "https://voc.example")
    text = "\n".join(str(block) for block in blocks)
    assert "export trouble" in text and "Build it (Ana)" in text and "at risk" in text
    assert blocks[-1]["elements"][0]["text"] == "<https://voc.example/reports/2026-10?version=1|Open it in voc>"
    check_limits(blocks)


def test_hostile_words_mention_nobody_and_stay_within_the_limits() -> None:
    for blocks in (report_blocks(made(HOSTILE), "https://voc.example"), notice_blocks(made(HOSTILE), "")):
        check_limits(blocks)
        words = "\n".join(block["text"]["text"] for block in blocks if block["type"] == "section")
        assert "<" not in words
        assert "&lt;!channel&gt;" in words


@given(st.text(max_size=300), st.integers(10, 200))
def test_escaped_words_hold_no_markup_and_no_broken_entity(text: str, limit: int) -> None:
    escaped = escape(text, limit)
    assert len(escaped) <= limit
    assert "<" not in escaped and ">" not in escaped
    bare = escaped.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    assert "&" not in bare
