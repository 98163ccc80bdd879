"""Small charts as inline SVG, drawn from numbers alone: no style attribute and no script, so that any content security policy lets them be."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import format_date
from markupsafe import Markup

from voc.rendering.formats import LOCALE

SPARK_WIDTH, SPARK_HEIGHT = 96, 24
BAR_WIDTH, BAR_HEIGHT = 120, 10
TREND_WIDTH, TREND_HEIGHT = 480, 96
STACK_WIDTH, STACK_HEIGHT = 600, 16
# Where a page's style does not reach, as in a PDF and in mail, shapes have these; anywhere else the style decides.
FILLS = {
    "now": "#1f5fbf", "then": "#7f9cc4", "none": "#dfe3e8", "track": "#e6eaee", "plain": "#7f9cc4", "good": "#1b7f5c", "bad": "#b3372c", "at_risk": "#b3372c",
    "watch": "#9a6700", "healthy": "#1b7f5c",
}  # fmt: skip
DRAWN = 10_000  # charts that are kept: pages show the same ones again
SHARE_MARGIN = 84  # for the last values, written beside their lines


def sparkline(values: Sequence[int]) -> Markup:
    """Mentions a week as small columns, the oldest first; the last stands out."""
    return _sparkline(tuple(values))


@lru_cache(DRAWN)
def _sparkline(values: Sequence[int]) -> Markup:
    most, step = max([*values, 1]), SPARK_WIDTH / max(len(values), 1)
    columns = []
    for n, value in enumerate(values):
        height = (SPARK_HEIGHT - 2) * value / most if value else 1
        kind = "now" if n == len(values) - 1 else "then" if value else "none"
        columns.append(_rect(kind, n * step + 1, SPARK_HEIGHT - height, step - 2, height))
    size = f'width="{SPARK_WIDTH}" height="{SPARK_HEIGHT}" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}"'
    return _svg("spark", f'role="img" aria-label="{_in_words(values)}" {size}', [f"<title>{_in_words(values)}</title>", *columns])


@lru_cache(DRAWN)
def bar(value: float, most: float, kind: str = "plain") -> Markup:
    """One bar of the length `value` of `most`. `kind` is a class of our own, never a person's text."""
    share = min(1.0, max(0.0, value / most)) if most else 0.0
    return _bar(_rect(kind, 0, 0, share * BAR_WIDTH, BAR_HEIGHT, 2))


def signed_bar(value: float, most: float) -> Markup:
    """A bar to the right of the middle for what adds, to the left for what takes."""
    half = BAR_WIDTH / 2
    length = min(1.0, abs(value) / most) * half if most else 0.0
    start, kind = (half, "good") if value >= 0 else (half - length, "bad")
    return _bar(_rect(kind, start, 0, length, BAR_HEIGHT), f'<line class="axis" x1="{half:g}" y1="0" x2="{half:g}" y2="{BAR_HEIGHT}"/>')


def course_line(values: Sequence[float | None], kind: str, words: str) -> Markup:
    """A score of 0 to 100 over time as a small line, the last value as a dot; None is a gap. `words` says it."""
    step = (SPARK_WIDTH - 8) / max(len(values) - 1, 1)
    points = [(4 + n * step, (SPARK_HEIGHT - 6) * (1 - value / 100) + 3) for n, value in enumerate(values) if value is not None]
    line = f'<polyline class="line {kind}" fill="none" stroke="{FILLS.get(kind, FILLS["plain"])}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>'
    dot = [f'<circle class="{kind}" fill="{FILLS.get(kind, FILLS["plain"])}" cx="{points[-1][0]:.1f}" cy="{points[-1][1]:.1f}" r="2.5"/>'] if points else []
    size = f'width="{SPARK_WIDTH}" height="{SPARK_HEIGHT}" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}"'
    return _svg("course", f'role="img" aria-label="{words}" {size}', [f"<title>{words}</title>", line, *dot])


def stacked_bar(parts: Sequence[tuple[float, str]]) -> Markup:
    """Shares of a whole, each with a class of our own."""
    whole, start, shares = sum(value for value, _ in parts), 0.0, []
    for value, kind in parts:
        width = STACK_WIDTH * value / whole if whole else 0.0
        shares.append(_rect(kind, start, 0, max(0.0, width - 2), STACK_HEIGHT))
        start += width
    size = f'viewBox="0 0 {STACK_WIDTH} {STACK_HEIGHT}" preserveAspectRatio="none" height="{STACK_HEIGHT}"'
    return _svg("stack", f'aria-hidden="true" {size}', shares)


def trend_chart(values: Sequence[int], last_day: date) -> Markup:
    """Mentions a week as columns with their numbers; under every third the day its week ended."""
    step, most, ground = TREND_WIDTH / max(len(values), 1), max([*values, 1]), TREND_HEIGHT + 18
    parts = [f'<line stroke="#dfe3e8" x1="0" x2="{TREND_WIDTH}" y1="{ground}.5" y2="{ground}.5"/>']
    for n, value in enumerate(values):
        x, tall, weeks_ago = n * step, TREND_HEIGHT * value / most, len(values) - 1 - n
        parts.append(_rect("then" if weeks_ago else "now", x + 4, ground - tall, step - 8, tall, 2))
        parts.append(_text(x + step / 2, ground - 5 - tall, str(int(value))))
        if weeks_ago % 3 == 0:
            parts.append(_text(x + step / 2, ground + 18, format_date(last_day - timedelta(weeks=weeks_ago), "MMM d", locale=LOCALE)))
    return _svg("trend", f'role="img" aria-label="{_in_words(values)}" viewBox="0 0 {TREND_WIDTH} {ground + 24}"', parts)


def share_chart(labels: Sequence[str], lines: Sequence[tuple[str, str, Sequence[float | None]]]) -> Markup:
    """Shares over time as lines, each a class of our own, its name and its values; None is left out. The last value of each stands beside it, and under every
    third place its label."""
    known = [v for _, _, values in lines for v in values if v is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    step, span, ground = (TREND_WIDTH - SHARE_MARGIN) / max(len(labels) - 1, 1), max(high - low, 0.01), TREND_HEIGHT + 8
    parts = [f'<line stroke="#dfe3e8" x1="0" x2="{TREND_WIDTH}" y1="{ground}.5" y2="{ground}.5"/>']
    for kind, words, values in lines:
        points = [(n * step + 4, 12 + (TREND_HEIGHT - 12) * (high - v) / span, v) for n, v in enumerate(values) if v is not None]
        parts.append(f'<polyline class="line {kind}" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y, _ in points)}"/>')
        if points:
            x, y, value = points[-1]
            parts.append(f'<text x="{x + 6:.1f}" y="{y + 4:.1f}">{words} {value:.1%}</text>')
    parts += [_text(max(n * step + 4, 22), ground + 16, label) for n, label in enumerate(labels) if (len(labels) - 1 - n) % 3 == 0]
    told = "; ".join(f"{words}: {', '.join('unknown' if v is None else f'{v:.1%}' for v in values)}" for _, words, values in lines)
    return _svg("trend", f'role="img" aria-label="{told}" viewBox="0 0 {TREND_WIDTH} {ground + 22}"', parts)


def amount_chart(labels: Sequence[str], amounts: Sequence[float], words: Sequence[str]) -> Markup:
    """Amounts over time as columns, each with its words above it and its label below; the last stands out."""
    step, most, ground = TREND_WIDTH / max(len(amounts), 1), max([*amounts, 1.0]), TREND_HEIGHT + 18
    parts = [f'<line stroke="#dfe3e8" x1="0" x2="{TREND_WIDTH}" y1="{ground}.5" y2="{ground}.5"/>']
    for n, (label, amount, said) in enumerate(zip(labels, amounts, words, strict=True)):
        tall = TREND_HEIGHT * amount / most
        parts.append(_rect("now" if n == len(amounts) - 1 else "then", n * step + 4, ground - tall, step - 8, tall, 2))
        if n in (0, len(amounts) - 1) or (amount, said) != (amounts[n - 1], words[n - 1]):
            parts.append(_text(n * step + step / 2, ground - 5 - tall, said))
        if (len(amounts) - 1 - n) % 3 == 0:
            parts.append(_text(n * step + step / 2, ground + 18, label))
    told = ", ".join(f"{label} {said}" for label, said in zip(labels, words, strict=True))
    return _svg("trend", f'role="img" aria-label="{told}" viewBox="0 0 {TREND_WIDTH} {ground + 24}"', parts)


def _in_words(values: Sequence[int]) -> str:
    return f"Mentions a week, the last {len(values)} weeks: {', '.join(str(int(v)) for v in values)}"


def _bar(*inner: str) -> Markup:
    # What the bar says stands as a number beside it.
    size = f'width="{BAR_WIDTH}" height="{BAR_HEIGHT}" viewBox="0 0 {BAR_WIDTH} {BAR_HEIGHT}"'
    return _svg("bar", f'aria-hidden="true" {size}', [_rect("track", 0, 0, BAR_WIDTH, BAR_HEIGHT, 2), *inner])


def _rect(kind: str, x: float, y: float, width: float, height: float, corner: int = 0) -> str:
    return f'<rect class="{kind}" fill="{FILLS.get(kind, FILLS["plain"])}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="{corner}"/>'


def _text(x: float, y: float, words: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="11" fill="#5d6570">{words}</text>'


def _svg(kind: str, attributes: str, parts: Iterable[str]) -> Markup:
    return Markup(f'<svg class="{kind}" {attributes}>{"".join(parts)}</svg>')  # noqa: S704 - numbers and words of our own
