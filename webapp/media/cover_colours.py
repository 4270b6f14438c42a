"""Colours that belong together, chosen in OKLCH where equal steps look equal."""

import math
from typing import NamedTuple

_DARK_HUE, _HUE_SPAN = 35.0, 285.0
_FAMILY_TURN = 70.0


class Palette(NamedTuple):
    """Six colours, as #rrggbb."""

    deep: str
    ground: str
    glow: str
    first: str
    second: str
    light: str


def palette_of(seed: bytes, brightness: float, own_brightness: float) -> Palette:
    """Return the colours of an album: dark sounds are warm, bright ones cool; a track shades them by its own sound."""
    turn = (seed[2] / 255 - 0.5) * _FAMILY_TURN
    hue = _DARK_HUE - _HUE_SPAN * brightness + turn
    second = hue + (35, -45, 70, 150, 180, -110)[seed[3] % 6]
    shade = max(-0.06, min(0.06, (own_brightness - brightness) * 0.3))
    ground = (0.34, 0.46, 0.58)[seed[4] % 3] + shade
    return Palette(
        deep=hex_colour(ground - 0.17, 0.09, hue - 18),
        ground=hex_colour(ground, 0.12, hue),
        glow=hex_colour(ground + 0.16, 0.14, hue + 24),
        first=hex_colour(0.74 + shade, 0.15, second),
        second=hex_colour(0.62 + shade, 0.16, (hue + second) / 2 + 12),
        light=hex_colour(0.93, 0.05, second + 20),
    )


def hex_colour(lightness: float, chroma: float, hue_degrees: float) -> str:
    """Return an OKLCH colour as #rrggbb, with as much of its chroma as sRGB can show (Ottosson, 2020)."""
    while True:
        rgb = _linear_rgb(lightness, chroma, math.radians(hue_degrees))
        if chroma < 0.005 or all(-1e-4 <= channel <= 1.0001 for channel in rgb):
            return "#" + "".join(f"{round(255 * _gamma(min(1.0, max(0.0, channel)))):02x}" for channel in rgb)
        chroma *= 0.9


def _linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _gamma(linear: float) -> float:
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
