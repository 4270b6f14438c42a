"""The kinds of drawing a generated cover can be: each turns a texture into SVG elements."""

import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from webapp.media.cover_colours import Palette

SIDE = 96
"""Of the drawing, in its own units."""
Shape = Callable[[np.ndarray, float, Palette, bytes], str]
"""From texture 0..1 [rates, bands], density 0..1, colours and the album's seed to SVG."""


def bloom(texture: np.ndarray, density: float, palette: Palette, seed: bytes) -> str:
    """Nested closed curves around a point: one petal line per modulation rate."""
    cx, cy = ((48, 48), (30, 62), (66, 60), (62, 32))[seed[5] % 4]
    n = 4 + round(3 * density)
    parts = []
    for layer in range(n):
        reach = (58 if (cx, cy) == (48, 48) else 74) * (1 - layer / n) ** 0.9 * 0.78
        ring = _smooth(np.tile(texture[layer % len(texture)][:10], 1))
        angles = np.arange(10) * 2 * math.pi / 10 + seed[6] / 40 + layer * 0.13
        radii = reach * (0.62 + 0.55 * ring)
        points = [(cx + r * math.cos(a), cy + r * math.sin(a)) for r, a in zip(radii, angles, strict=True)]
        colour = (palette.second, palette.first, palette.light)[min(2, 3 * layer // n)]
        parts.append(f'<path d="{_close(points)}" fill="{colour}" fill-opacity="{0.22 + 0.5 * layer / n:.2f}"/>')
    return "".join(parts)


def tide(texture: np.ndarray, density: float, palette: Palette, seed: bytes) -> str:
    """Waves one before the other, each the profile of one modulation rate over the bands."""
    n = 4 + round(3 * density)
    tilt = (seed[5] % 5 - 2) * 5
    parts = []
    for layer in range(n):
        heights = _smooth(texture[layer % len(texture)][::2])
        base = 24 + (78 - 12 * (seed[6] % 2)) * layer / n
        ys = base - 26 * (heights - 0.4) + tilt * np.linspace(-1, 1, len(heights))
        xs = np.linspace(-6, SIDE + 6, len(heights))
        line = _open(list(zip(xs.tolist(), ys.tolist(), strict=True)))
        colour = (palette.light, palette.first, palette.second, palette.deep)[min(3, 4 * layer // n)]
        parts.append(f'<path d="{line}V{SIDE}H-6Z" fill="{colour}" fill-opacity="{0.5 + 0.4 * layer / n:.2f}"/>')
    return "".join(parts)


def grid(texture: np.ndarray, density: float, palette: Palette, seed: bytes) -> str:
    """Dots in rows, the louder a band the larger; a dot is a line without length."""
    n = 6 + round(2 * density)
    step = SIDE / n
    sized: dict[int, list[str]] = {}
    for row in range(n):
        for column in range(n):
            value = texture[row % len(texture)][(column * 20) // n]
            x, y = ((column + 0.5) * step, (row + 0.5) * step)
            sized.setdefault(round(5 * value), []).append(f"M{x:.0f} {y:.0f}h0")
    colours = (palette.second, palette.second, palette.first, palette.first, palette.light, palette.light)
    cap = ("round", "square")[seed[5] % 2]
    return "".join(
        f'<path d="{"".join(dots)}" stroke="{colours[size]}" stroke-linecap="{cap}" '
        f'stroke-width="{step * (0.08 + 0.165 * size) * (1 if cap == "round" else 0.86):.1f}"/>'
        for size, dots in sorted(sized.items())
    )


def rays(texture: np.ndarray, density: float, palette: Palette, seed: bytes) -> str:
    """Lines out of a disc, as long as the bands are loud."""
    cx, cy = ((48, 48), (48, 96), (0, 96), (96, 96))[seed[5] % 4]
    whole = (cx, cy) == (48, 48)
    n = 28 + round(20 * density)
    inner = 15 + seed[6] % 10 if whole else 24 + seed[6] % 14
    reach = 34 if whole else 66
    first: list[str] = []
    second: list[str] = []
    for i in range(n):
        value = texture[(i * 8) // n][(i * 7) % 20]
        angle = 2 * math.pi * i / n
        outer = inner + 3 + reach * value
        x1, y1, x2, y2 = (f(angle) * r + c for r in (inner, outer) for f, c in ((math.cos, cx), (math.sin, cy)))
        (first if i % 3 else second).append(f"M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}")
    width = 260 / n * (0.42 if whole else 0.7)
    return (
        f'<g stroke-width="{width:.1f}" stroke-linecap="round"><path d="{"".join(first)}" stroke="{palette.first}"/>'
        f'<path d="{"".join(second)}" stroke="{palette.light}"/></g>'
        f'<circle cx="{cx}" cy="{cy}" r="{inner - 4}" fill="{palette.second}"/>'
    )


def orbits(texture: np.ndarray, density: float, palette: Palette, seed: bytes) -> str:
    """Arcs on circles, one per modulation rate, as long as it is strong."""
    cx, cy = ((48, 48), (22, 74), (74, 22), (78, 78))[seed[5] % 4]
    n = 5 + round(3 * density)
    gap = (52 if (cx, cy) == (48, 48) else 82) / n
    parts = []
    for ring in range(n):
        row = texture[ring % len(texture)]
        radius = gap * (ring + 0.9)
        length = 2 * math.pi * radius
        on = length * (0.2 + 0.6 * float(row[:10].mean()))
        turn = round(360 * float(row[10:].mean()) * 3 + seed[6] + 47 * ring) % 360
        colour = (palette.light, palette.first, palette.second)[(ring + seed[7]) % 3]
        parts.append(
            f'<circle cx="{cx}" cy="{cy}" r="{radius:.1f}" stroke="{colour}" stroke-dasharray="{on:.0f} {length:.0f}" '
            f'transform="rotate({turn} {cx} {cy})"/>'
        )
    return f'<g fill="none" stroke-linecap="round" stroke-width="{gap * 0.56:.1f}">{"".join(parts)}</g>'


def hills(texture: np.ndarray, density: float, palette: Palette, seed: bytes) -> str:
    """Ridge lines seen from above the bands, with a sun whose place the album chooses."""
    n = 6 + round(4 * density)
    sun_x, sun_y, sun_r = 18 + seed[5] % 60, 18 + seed[6] % 22, 8 + seed[7] % 12
    parts = [f'<circle cx="{sun_x}" cy="{sun_y}" r="{sun_r}" fill="{palette.light}"/>']
    for line in range(n):
        heights = _smooth(texture[line % len(texture)][line // 8 :: 2])
        window = np.sin(np.linspace(0, math.pi, len(heights))) ** 1.5
        ys = 40 + 54 * line / n - 30 * heights * window
        points = list(zip(np.linspace(0, SIDE, len(heights)).tolist(), ys.tolist(), strict=True))
        parts.append(
            f'<path d="{_open(points)}V{SIDE}H0Z" fill="{palette.deep if line % 2 else palette.ground}" '
            f'stroke="{palette.first if line % 3 else palette.light}"/>'
        )
    return "".join(parts)


SHAPES: tuple[Shape, ...] = (bloom, tide, grid, rays, orbits, hills)


def _smooth(values: np.ndarray) -> np.ndarray:
    padded = np.concatenate((values[:1], values, values[-1:]))
    return np.asarray(padded[:-2] * 0.25 + padded[1:-1] * 0.5 + padded[2:] * 0.25)


def _close(points: list[tuple[float, float]]) -> str:
    """Return a smooth closed path: quadratic curves between the middles of the sides."""
    middles = [_middle(points[i - 1], points[i]) for i in range(len(points))]
    curves = [f"Q{_xy(point)} {_xy(after)}" for point, after in zip(points, [*middles[1:], middles[0]], strict=True)]
    return f"M{_xy(middles[0])}{''.join(curves)}Z"


def _open(points: list[tuple[float, float]]) -> str:
    """Return a smooth line from the first point to the last."""
    middles = [*(_middle(a, b) for a, b in pairwise(points[1:-1])), points[-1]]
    curves = [f"Q{_xy(point)} {_xy(after)}" for point, after in zip(points[1:-1], middles, strict=True)]
    return f"M{_xy(points[0])}{''.join(curves)}"


def _middle(a: tuple[float, float], b: tuple[float, float]) -> tuple[float, float]:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _xy(point: tuple[float, float]) -> str:
    return f"{point[0]:.0f} {point[1]:.0f}"
