"""A report as Slack blocks, within Slack's limits: 50 blocks, 150 characters of a header, 3,000 of a section. Whatever people wrote stays words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from voc.domain.report_standing import Report
from voc.rendering.digest import page_address
from voc.rendering.formats import brief_money, day_text, known_share, share_text
from voc.rendering.shapes import Shape

MOST_BLOCKS, HEADER_CHARS, SECTION_CHARS = 50, 150, 3_000
QUOTE_CHARS, LISTED = 300, 5
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def report_blocks(report: Report, base_url: str) -> list[Shape]:
    """The digest of a month's report."""
    content = report.content
    blocks = [_header(report.title), _section(escape(content["verdict"])), {"type": "divider"}]
    blocks += [_theme(theme) for theme in content["decide"]]
    if decided := [d for d in content.get("decisions", []) if d["decision"]]:
        lines = [f"• {escape(d['label'], 200)}: {escape(d['decision'], 250)} ({escape(d['owner'], 80)})" for d in decided]
        blocks.append(_section("\n".join(["*Decided*", *lines])))
    blocks.append(_section(_money_words(content)))
    if shipped := content.get("shipped", []):
        blocks.append(_section("*Shipped*\n" + "\n".join(_release(release) for release in shipped[:LISTED])))
    return _limited(blocks, report, base_url)


def notice_blocks(report: Report, base_url: str) -> list[Shape]:
    """Word that a draft waits for approval."""
    return _limited([_header(f"To approve: {report.title}"), _section(escape(report.content["verdict"]))], report, base_url)


def escape(text: str, limit: int = SECTION_CHARS) -> str:
    """Words as they are, cut to `limit` characters as Slack counts them: nothing in them mentions anybody, links or is markup of Slack's own."""
    found: list[str] = []
    size = 0
    for character in " ".join(text.split()):
        piece = _ESCAPES.get(character, character)
        if size + len(piece) > limit - 1:
            return "".join(found) + "…"
        found.append(piece)
        size += len(piece)
    return "".join(found)


def _theme(theme: Mapping[str, Any]) -> Shape:
    lines = [
        f"*{theme['rank']}. {escape(theme['label'], 200)}*",
        f"{escape(brief_money(theme['affected_arr']))} of ARR, {theme['accounts']} accounts, {theme['month_mentions']} mentions this month"
        f" ({theme['before_mentions']} before), {share_text(theme['sentiment']['negative_share'])} negative",
        *(f"> {escape(q['text'], QUOTE_CHARS)} — {escape(q['account']['name'], 100)}" for q in theme["quotes"][:1]),
    ]
    return _section("\n".join(lines))


def _money_words(content: Mapping[str, Any]) -> str:
    at_risk, renewing, kept, asked = content["health"][0], content["renewing"], content.get("retention"), content.get("nps")
    words = [
        "*ARR*",
        f"{brief_money(at_risk['arr'])} with {at_risk['accounts']} accounts at risk; {brief_money(renewing['arr'])} renews within 90 days",
    ]
    if kept and kept["twelve_months"]["nrr"] is not None:
        year = kept["twelve_months"]
        words.append(f"NRR {known_share(year['nrr'])}, GRR {known_share(year['grr'])}, logo churn {known_share(year['logo_churn'])} over twelve months")
    if asked and asked["month"]["score"] is not None:
        words.append(f"NPS {asked['month']['score']:+g} this month")
    return escape_lines(words)


def _release(release: Mapping[str, Any]) -> str:
    told = f", {release['tell_accounts']} customers to tell" if release.get("tell_accounts") else ""
    return f"• {escape(release['feature']['name'], 200)}, {day_text(release['released_on'])}: {escape(release['words'][0], 200)}{told}"


def escape_lines(lines: Iterable[str]) -> str:
    """Lines of our own figures, of which only the currency's sign comes from elsewhere."""
    return "\n".join(escape(line) for line in lines)


def _limited(blocks: Sequence[Shape], report: Report, base_url: str) -> list[Shape]:
    address = page_address(report, base_url)
    # An address of ours: its only characters with a meaning to Slack are escaped.
    last = [{"type": "context", "elements": [{"type": "mrkdwn", "text": f"<{escape(address)}|Open it in voc>"}]}] if address else []
    return [*blocks[: MOST_BLOCKS - len(last)], *last]


def _header(text: str) -> Shape:
    plain = " ".join(text.split())
    return {"type": "header", "text": {"type": "plain_text", "text": plain if len(plain) <= HEADER_CHARS else plain[: HEADER_CHARS - 1] + "…", "emoji": False}}


def _section(text: str) -> Shape:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:SECTION_CHARS], "verbatim": True}}
