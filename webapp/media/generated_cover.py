"""Draws a cover from a track's own sound, the same every time: an SVG under 4 kB without script or style.

Hue from brightness (spectral centroid), texture from the fluctuation patterns, density from loudness.
The album chooses the kind of drawing, its place and the second colour, so that its tracks look like one family.
"""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from recommender.similarity.features import COLUMNS, FLUCTUATION_MEL_BANDS, FLUCTUATION_RATES, Column, columns_of
from webapp.media.cover_colours import Palette, palette_of
from webapp.media.cover_shapes import SHAPES, SIDE

_DARK_HZ, _BRIGHT_HZ = 500.0, 5_500.0
_QUIET_LUFS, _LOUD_LUFS = -28.0, -7.0
_CENTROID = COLUMNS.index(Column("spectral_centroid", "mean", "01"))


@dataclass(frozen=True, eq=False)
class Look:
    """What a cover is drawn of; all numbers 0..1."""

    seed: bytes
    """16 bytes by the album."""
    brightness: float
    own_brightness: float
    """Of the track itself, which shades the album's colours a little."""
    density: float
    texture: np.ndarray
    """float [rates, bands]."""

    @classmethod
    def of(
        cls,
        *,
        vector: np.ndarray | None,
        family_vector: np.ndarray | None,
        family: str,
        track_id: str,
        loudness_lufs: float | None,
    ) -> "Look":
        """Make a look of raw feature vectors; of the names alone where a track has not been analysed yet."""
        seed = blake2b(family.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        by_name = seed[15] / 255
        brightness = by_name if family_vector is None else _brightness(family_vector)
        loud = 0.5 if loudness_lufs is None else (loudness_lufs - _QUIET_LUFS) / (_LOUD_LUFS - _QUIET_LUFS)
        return cls(
            seed=seed,
            brightness=brightness,
            own_brightness=brightness if vector is None else _brightness(vector),
            density=float(np.clip(loud, 0, 1)),
            texture=_texture_of_name(track_id) if vector is None else _texture(vector),
        )


def draw_cover(look: Look) -> str:
    """Return the SVG text."""
    palette = palette_of(look.seed, look.brightness, look.own_brightness)
    shape = SHAPES[look.seed[0] % len(SHAPES)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        f"{_background(palette, look.seed)}{shape(look.texture, look.density, palette, look.seed)}</svg>"
    )


def _background(palette: Palette, seed: bytes) -> str:
    x, y = (("0", "0"), ("1", "0"), ("0", "1"), (".5", "0"))[seed[1] % 4]
    return (
        f'<defs><radialGradient id="g" cx="{x}" cy="{y}" r="1.25"><stop stop-color="{palette.glow}"/>'
        f'<stop offset=".55" stop-color="{palette.ground}"/><stop offset="1" stop-color="{palette.deep}"/>'
        f'</radialGradient></defs><rect width="{SIDE}" height="{SIDE}" fill="url(#g)"/>'
    )


def _brightness(vector: np.ndarray) -> float:
    hertz = max(float(vector[_CENTROID]), 1.0)
    return float(np.clip(np.log(hertz / _DARK_HZ) / np.log(_BRIGHT_HZ / _DARK_HZ), 0, 1))


def _texture(vector: np.ndarray) -> np.ndarray:
    patterns = np.nan_to_num(vector[columns_of("fluctuation")].astype(float))
    patterns = patterns.reshape(FLUCTUATION_RATES, FLUCTUATION_MEL_BANDS)
    # what all music shares (slow and low is strong) goes, what is this track's own stays
    deviations = patterns - patterns.mean(axis=1, keepdims=True) - 0.7 * patterns.mean(axis=0) + 0.7 * patterns.mean()
    std = deviations.std(axis=1, keepdims=True) + 1e-9
    return np.asarray(np.clip(0.5 + deviations / (4 * std), 0, 1))


def _texture_of_name(track_id: str) -> np.ndarray:
    seed = int.from_bytes(blake2b(track_id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")
    rough = np.random.default_rng(seed).random((FLUCTUATION_RATES, FLUCTUATION_MEL_BANDS))
    return np.asarray((rough + np.roll(rough, 1, axis=1)) / 2)
