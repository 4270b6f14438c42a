"""Quantities that the analysis heard: no model is needed for them."""

from collections.abc import Callable

import numpy as np

from recommender.records import SoundFacts
from recommender.room.measures import MEASURES, Measure
from recommender.room.quantities.quantity import Need, Quantity, Scale
from recommender.room.quantities.sources import RoomLibrary, Sources
from recommender.room.quantities.values import Categories, Numbers

KEYS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
MODES = ("major", "minor")
_INGEST, _MAP = "segue ingest PATH", "segue build map --again"
_LOGARITHMIC = {"brightness"}
"""Measures of which doubling is a step, not adding."""


def _has_sounds(library: RoomLibrary) -> bool:
    return any(track.sound is not None for track in library.seen.tracks)


def _has_lengths(library: RoomLibrary) -> bool:
    return bool((library.seen.catalogue.durations_s > 0).any())


_ANALYSED = (Need(_has_sounds, _INGEST),)


def _fact(name: str, unit: str, of: Callable[[SoundFacts], float]) -> Quantity:
    def read(sources: Sources) -> Numbers:
        values = (np.nan if track.sound is None else of(track.sound) for track in sources.seen.tracks)
        return Numbers(np.fromiter(values, np.float32, len(sources.seen)))

    return Quantity(name=name, origin="measured", scale="linear", unit=unit, read=read, needs=_ANALYSED)


def _word(name: str, words: tuple[str, ...], of: Callable[[SoundFacts], int]) -> Quantity:
    def read(sources: Sources) -> Categories:
        codes = (-1 if track.sound is None else of(track.sound) for track in sources.seen.tracks)
        return Categories(words, np.fromiter(codes, np.int16, len(sources.seen)))

    return Quantity(name=name, origin="measured", scale="categories", read=read, needs=_ANALYSED)


def _measure(measure: Measure) -> Quantity:
    scale: Scale = "log" if measure.name in _LOGARITHMIC else "linear"

    def is_in_map(library: RoomLibrary) -> bool:
        return measure.name in library.seen.track_map.measures

    def read(sources: Sources) -> Numbers:
        return Numbers(sources.seen.track_map.measures[measure.name][sources.seen.map_rows])

    return Quantity(
        name=measure.name, origin="measured", scale=scale, unit=measure.unit, read=read,
        needs=(Need(is_in_map, _MAP),),
    )  # fmt: skip


def _length(sources: Sources) -> Numbers:
    seconds = sources.seen.catalogue.durations_s[sources.seen.catalogue_rows].astype(np.float32)
    return Numbers(np.where(seconds > 0, seconds, np.float32(np.nan)))


HEARD: tuple[Quantity, ...] = (
    _fact("tempo", "BPM", lambda sound: sound.tempo_bpm),
    _fact("loudness", "LUFS", lambda sound: sound.loudness_lufs),
    *map(_measure, MEASURES),
    _word("key", KEYS, lambda sound: sound.key),
    _word("mode", MODES, lambda sound: MODES.index(sound.mode)),
    Quantity(
        name="length", origin="measured", scale="log", unit="s", read=_length, needs=(Need(_has_lengths, _INGEST),)
    ),
)  # fmt: skip
