import re
from copy import deepcopy
from typing import Any

import pytest

from tests.domain.test_report import ALONE, PRAISE, SHARED, on, report, said
from voc.rendering.report import escape_markdown, is_web_address, render_html, render_markdown
from voc.rendering.report_content import shape_report

HOSTILE = "<script>alert(1)</script> [click](javascript:alert(2)) ![x](http://evil.example/x.png) | `code` \"' onload=x {{ 7*7 }} \u202eevil"
RISING = [said("ai", n, on(10, 20, n)) for n in range(1, 5)]


@pytest.fixture
def content() -> dict[str, Any]:
    made = report(SHARED + PRAISE + ALONE + RISING)
    return shape_report(made, complete=True, ranked_as_of=made.window.as_of)


def poison(value: Any) -> Any:
    """Every text that a customer or an importer wrote becomes hostile."""
    if isinstance(value, list):
        return [poison(v) for v in value]
    if isinstance(value, dict):
        return {k: HOSTILE if k in ("label", "text", "name", "source", "owner") and isinstance(v, str) else poison(v) for k, v in value.items()}
    return value


def test_html_needs_nothing_from_elsewhere_and_runs_nothing(content: dict[str, Any]) -> None:
    html = render_html(content)
    assert not re.search(r"<(script|link|img|iframe|object|embed)\b|@import|url\(|\bon\w+=|style=\"", html)
    assert not re.search(r"(src|href)=", html)
    assert html.count("<svg") >= 3


def test_every_theme_comes_with_two_quotes_of_different_accounts(content: dict[str, Any]) -> None:
    shown = [*content["decide"], *content["praise"], *content["movers"]["up"], *content["movers"]["down"], *content["concentrated"]]
    assert {t["id"] for t in shown} == {"export", "portal", "ai"}
    for theme in shown:
        assert len({q["account"]["id"] for q in theme["quotes"]}) == 2


def test_hostile_words_stay_words(content: dict[str, Any]) -> None:
    poisoned = poison(content)
    html, markdown = render_html(poisoned), render_markdown(poisoned)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "{{ 7*7 }}" in html
    assert "<bdi>&lt;script" in html
    assert "<script" not in markdown
    assert not re.search(r"(?<!\\)\]\((?!\\)", markdown)
    for line in markdown.splitlines():
        assert not line.startswith("|") or len(re.findall(r"(?<!\\)\|", line)) in (6, 7, 11)


def test_a_quotes_address_is_a_link_only_where_it_is_of_the_web(content: dict[str, Any]) -> None:
    changed = deepcopy(content)
    changed["decide"][0]["quotes"][0]["url"] = "https://desk.example/1?a=1&b=2"
    changed["decide"][0]["quotes"][1]["url"] = "javascript:alert(1)"
    html = render_html(changed)
    assert 'href="https://desk.example/1?a=1&amp;b=2"' in html
    assert "javascript:" not in html


def test_the_same_content_gives_the_same_bytes(content: dict[str, Any]) -> None:
    assert render_html(content) == render_html(deepcopy(content))
    assert render_markdown(content) == render_markdown(deepcopy(content))


def test_as_a_page_its_figures_link_to_their_quotes(content: dict[str, Any]) -> None:
    html = render_html(content, "https://voc.example")
    assert 'href="https://voc.example/themes/export"' in html
    assert 'href="https://voc.example/quotes?theme=export&amp;since=2026-10-01&amp;until=2026-10-31"' in html


@pytest.mark.parametrize("text", ["# head", "1 * 2", "a | b", "<b>", "![x](y)", "- item", "two\nlines", "https://evil.example", "a@b.example"])
def test_markdown_is_escaped(text: str) -> None:
    escaped = escape_markdown(text)
    assert "\n" not in escaped
    assert not re.search(r"(?<!\\)[*_`<>|#\[\]!@:]", escaped)


def test_only_addresses_of_the_web_become_links() -> None:
    assert is_web_address("https://desk.example/1")
    assert not any(map(is_web_address, ("javascript:alert(1)", "data:text/html,x", " https://x", "", None, "//desk.example")))
