"""A line chart with 95 % intervals as SVG, readable on a light and on a dark page and without colours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from xml.sax.saxutils import escape

WIDTH_PX, HEIGHT_PX = 720, 400
LEFT_PX, RIGHT_PX, TOP_PX, BOTTOM_PX = 72, 24, 84, 60
MAX_LINES = 4
_SPREAD_PX = 9
"""Between the points of two lines at one place, so that intervals do not cover each other."""
_CAP_PX = 3
_N_STEPS = 6
_STYLE = """
svg { color-scheme: light dark; font: 13px system-ui, sans-serif; }
.ground { fill: #ffffff; } text { fill: #24292f; } .quiet { fill: #57606a; }
.grid { stroke: #d0d7de; }
.l0 { --ink: #0b5cad; } .l1 { --ink: #b3400a; } .l2 { --ink: #57606a; } .l3 { --ink: #11704a; }
.line { fill: none; stroke: var(--ink); stroke-width: 2; }
.interval { fill: none; stroke: var(--ink); stroke-width: 1.2; }
.mark { fill: var(--ink); stroke: none; } .l1 .line { stroke-dasharray: 7 3; } .l2 .line { stroke-dasharray: 2 3; }
.l3 .line { stroke-dasharray: 10 3 2 3; } .title { font-size: 15px; font-weight: 600; }
@media (prefers-color-scheme: dark) {
  .ground { fill: #0d1117; } text { fill: #e6edf3; } .quiet { fill: #9da7b1; } .grid { stroke: #30363d; }
  .l0 { --ink: #6cb6ff; } .l1 { --ink: #ff9b5e; } .l2 { --ink: #b1bac4; } .l3 { --ink: #57d39a; }
}
"""


@dataclass(frozen=True)
class Point:
    """One value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Line:
    """The points of one model, one for each place of the x axis."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What is drawn; `places` are the words below the x axis."""

    title: str
    x_label: str
    y_label: str
    places: tuple[str, ...]
    lines: tuple[Line, ...]


def draw(chart: Chart) -> str:
    """Return the chart as the text of an SVG file.

    Raises `ValueError` for no line, more than four, or a line that has not one point for each place.
    """
    if not 1 <= len(chart.lines) <= MAX_LINES:
        raise ValueError(f"{chart.title}: {len(chart.lines)} lines; 1 to {MAX_LINES} can be told apart")
    for line in chart.lines:
        if len(line.points) != len(chart.places):
            raise ValueError(f"{chart.title}: {line.name} has {len(line.points)} points for {len(chart.places)} places")
    ticks = _ticks([end for line in chart.lines for point in line.points for end in (point.low, point.high)])
    y_of = _scale(ticks[0], ticks[-1])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}" width="{WIDTH_PX}" '
        f'height="{HEIGHT_PX}" role="img" aria-labelledby="title described">',
        f'<title id="title">{escape(chart.title)}</title>',
        f'<desc id="described">{escape(_words(chart))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" width="{WIDTH_PX}" height="{HEIGHT_PX}"/>',
        f'<text class="title" x="{LEFT_PX}" y="26">{escape(chart.title)}</text>',
        *_axes(chart, ticks, y_of),
        *(part for at, line in enumerate(chart.lines) for part in _drawn(chart, line, at, y_of)),
        "</svg>",
    ]
    return "\n".join([*parts, ""])


def _axes(chart: Chart, ticks: Sequence[float], y_of: Callable[[float], float]) -> list[str]:
    right, bottom = WIDTH_PX - RIGHT_PX, HEIGHT_PX - BOTTOM_PX
    decimals = max(0, -floor(log10(ticks[1] - ticks[0]) + 1e-9))
    middle_x, middle_y = (LEFT_PX + right) / 2, (TOP_PX + bottom) / 2
    parts = []
    for tick in ticks:
        y = y_of(tick)
        parts += [
            f'<line class="grid" x1="{LEFT_PX}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>',
            f'<text class="quiet" x="{LEFT_PX - 8}" y="{y + 4:.1f}" text-anchor="end">{tick:.{decimals}f}</text>',
        ]
    parts += [
        f'<text class="quiet" x="{_x_of(at, len(chart.places)):.1f}" y="{bottom + 20}" text-anchor="middle">'
        f"{escape(place)}</text>"
        for at, place in enumerate(chart.places)
    ]
    return [
        *parts,
        f'<text x="{middle_x:.1f}" y="{HEIGHT_PX - 14}" text-anchor="middle">{escape(chart.x_label)}</text>',
        f'<text transform="translate(20 {middle_y:.1f}) rotate(-90)" text-anchor="middle">'
        f"{escape(chart.y_label)}</text>",
    ]


def _drawn(chart: Chart, line: Line, at: int, y_of: Callable[[float], float]) -> list[str]:
    """Return a line with its intervals, its marks and its place in the legend."""
    shift = (at - (len(chart.lines) - 1) / 2) * _SPREAD_PX
    xs = [_x_of(place, len(chart.places)) + shift for place in range(len(chart.places))]
    ys = [y_of(point.value) for point in line.points]
    legend_x = LEFT_PX + at * (WIDTH_PX - LEFT_PX - RIGHT_PX) / MAX_LINES
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
    return [
        f'<g class="l{at}">',
        f'<polyline class="line" points="{path}"/>',
        *(_interval(x, y_of(point.low), y_of(point.high)) for x, point in zip(xs, line.points, strict=True)),
        *(_mark(at, x, y) for x, y in zip(xs, ys, strict=True)),
        f'<path class="line" d="M{legend_x:.1f} 52h28"/>',
        _mark(at, legend_x + 14, 52),
        f'<text x="{legend_x + 36:.1f}" y="56">{escape(line.name)}</text>',
        "</g>",
    ]


def _interval(x: float, low_y: float, high_y: float) -> str:
    caps = "".join(f"M{x - _CAP_PX:.1f} {y:.1f}h{2 * _CAP_PX}" for y in (low_y, high_y))
    return f'<path class="interval" d="M{x:.1f} {low_y:.1f}V{high_y:.1f}{caps}"/>'


def _mark(at: int, x: float, y: float) -> str:
    """Return a circle, a square, a triangle or a diamond, so that lines can be told apart without colours."""
    if at == 0:
        return f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="4.5"/>'
    outline = ("", "-4 -4h8v8h-8z", "0 -5l5 9h-10z", "0 -6l5 6l-5 6l-5 -6z")[at]
    return f'<path class="mark" transform="translate({x:.1f} {y:.1f})" d="M{outline}"/>'


def _x_of(place: int, n_places: int) -> float:
    return LEFT_PX + (place + 0.5) * (WIDTH_PX - LEFT_PX - RIGHT_PX) / n_places


def _scale(lowest: float, highest: float) -> Callable[[float], float]:
    bottom = HEIGHT_PX - BOTTOM_PX
    return lambda value: bottom - (value - lowest) / (highest - lowest) * (bottom - TOP_PX)


def _ticks(values: Sequence[float]) -> list[float]:
    """Return round numbers at equal distances around all values."""
    low, high = min(values), max(values)
    rough = max(high - low, 1e-6) / _N_STEPS
    power: float = 10.0 ** floor(log10(rough))
    step = next(times * power for times in (1, 2, 5, 10) if times * power >= rough * (1 - 1e-9))
    first = floor(low / step + 1e-9)
    last = max(ceil(high / step - 1e-9), first + 1)
    return [number * step for number in range(first, last + 1)]


def _words(chart: Chart) -> str:
    """Return the values for those who cannot see the picture."""
    told = [f"{line.name}: " + ", ".join(f"{point.value:.3f}" for point in line.points) for line in chart.lines]
    return f"{chart.y_label} by {chart.x_label} ({', '.join(chart.places)}). {'; '.join(told)}."
