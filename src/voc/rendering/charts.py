"""Small charts as inline SVG, drawn from numbers alone: no style attribute and no script, so that any content security policy lets them be."""

from collections.abc import Sequence

from markupsafe import Markup

SPARK_WIDTH, SPARK_HEIGHT = 96, 24
_BAR_WIDTH, _BAR_HEIGHT = 120, 10


def sparkline(values: Sequence[int], what: str = "mentions a week") -> Markup:
    """Bars of the last weeks, the oldest first; the last stands out."""
    most, step = max([*values, 1]), SPARK_WIDTH / max(len(values), 1)
    bars = []
    for n, value in enumerate(values):
        height = round((SPARK_HEIGHT - 2) * value / most, 1) if value else 1
        kind = "now" if n == len(values) - 1 else "then" if value else "none"
        bars.append(f'<rect class="{kind}" x="{n * step + 1:.1f}" y="{SPARK_HEIGHT - height:g}" width="{step - 2:.1f}" height="{height:g}"/>')
    label = f"{what}, the last {len(values)} weeks: {', '.join(str(int(v)) for v in values)}"
    return Markup(f'<svg class="spark" role="img" aria-label="{label}" width="{SPARK_WIDTH}" height="{SPARK_HEIGHT}" viewBox="0 0 {SPARK_WIDTH} {SPARK_HEIGHT}"><title>{label}</title>{"".join(bars)}</svg>')  # noqa: S704


def bar(value: float, most: float, kind: str = "plain") -> Markup:
    """One bar of the length `value` of `most`. `kind` is a class of our own, never a person's text."""
    share = min(1.0, max(0.0, value / most)) if most else 0.0
    return _svg("bar", f'<rect class="track" width="{_BAR_WIDTH}" height="{_BAR_HEIGHT}" rx="2"/><rect class="{kind}" width="{share * _BAR_WIDTH:.1f}" height="{_BAR_HEIGHT}" rx="2"/>')


def signed_bar(value: float, most: float) -> Markup:
    """A bar to the right of the middle for what adds, to the left for what takes."""
    half = _BAR_WIDTH / 2
    length = min(1.0, abs(value) / most) * half if most else 0.0
    start, kind = (half, "good") if value >= 0 else (half - length, "bad")
    middle = f'<line class="axis" x1="{half:g}" y1="0" x2="{half:g}" y2="{_BAR_HEIGHT}"/>'
    return _svg("bar", f'<rect class="track" width="{_BAR_WIDTH}" height="{_BAR_HEIGHT}" rx="2"/><rect class="{kind}" x="{start:.1f}" width="{length:.1f}" height="{_BAR_HEIGHT}"/>{middle}')


def stacked_bar(parts: Sequence[tuple[float, str]]) -> Markup:
    """Shares of a whole, each with a class of our own."""
    whole, start, rects = sum(value for value, _ in parts), 0.0, []
    for value, kind in parts:
        width = 600 * value / whole if whole else 0.0
        rects.append(f'<rect class="{kind}" x="{start:.1f}" width="{max(0.0, width - 2):.1f}" height="16"/>')
        start += width
    return Markup(f'<svg class="stack" aria-hidden="true" viewBox="0 0 600 16" preserveAspectRatio="none" height="16">{"".join(rects)}</svg>')  # noqa: S704


def _svg(kind: str, inner: str) -> Markup:
    # What the bar says stands as a number beside it.
    return Markup(f'<svg class="{kind}" aria-hidden="true" width="{_BAR_WIDTH}" height="{_BAR_HEIGHT}" viewBox="0 0 {_BAR_WIDTH} {_BAR_HEIGHT}">{inner}</svg>')  # noqa: S704
