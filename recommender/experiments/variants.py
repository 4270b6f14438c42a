"""The variants of the engine that experiments compare, declared once: each has a name and says what it changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Variant:
    """What a variant changes of the engine as the instance is set."""

    text: str
    """In words, for people."""
    part_factors: Mapping[str, float] = field(default_factory=dict)
    """By which a part of the score is multiplied (`recommender.listening.scoring.PARTS`); others stay."""
    artist_cap: int | None = None
    half_life_days: float | None = None
    """Of the taste as the slate sees it; what is stored is folded as the instance is set."""
    is_rehearsed_only: bool = False
    """No listener is served by it: it is there to see whether an experiment finds what it must."""


VARIANTS: Final[Mapping[str, Variant]] = {
    "as_set": Variant("the engine as the instance is set"),
    "popular_off": Variant("what is played much here counts nothing", {"popular": 0.0}),
    "popular_twice": Variant("what is played much here counts twice", {"popular": 2.0}),
    "artist_off": Variant("liking an artist counts nothing", {"artist": 0.0}),
    "artist_twice": Variant("liking an artist counts twice", {"artist": 2.0}),
    "taste_half": Variant("likeness to the taste counts half", {"taste": 0.5}),
    "now_half": Variant("likeness to what plays counts half", {"now_playing": 0.5}),
    "now_twice": Variant("likeness to what plays counts twice", {"now_playing": 2.0}),
    "skips_off": Variant("likeness to what was just skipped counts nothing", {"skipped": 0.0}),
    "skips_twice": Variant("likeness to what was just skipped counts twice", {"skipped": 2.0}),
    "chance_off": Variant("no chance in the order", {"chance": 0.0}),
    "chance_five": Variant("five times the chance in the order", {"chance": 5.0}),
    "one_an_artist": Variant("one track of an artist in any ten picks", artist_cap=1),
    "half_life_7": Variant("a liking loses half of its weight in 7 days", half_life_days=7.0),
    "half_life_28": Variant("a liking loses half of its weight in 28 days", half_life_days=28.0),
    "by_chance": Variant(
        "candidates in the order of chance",
        {"now_playing": 0.0, "taste": 0.0, "popular": 0.0, "artist": 0.0, "skipped": 0.0},
    ),
    "turned_round": Variant(
        "what is like the taste is put last: what a rehearsal must find to hurt",
        {"now_playing": -1.0, "taste": -1.0, "artist": -1.0, "skipped": -1.0},
        is_rehearsed_only=True,
    ),
}
