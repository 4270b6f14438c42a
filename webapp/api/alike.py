"""Says what sounds alike, and why: which kinds of features the likeness is made of."""

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from recommender.records import SoundFacts
from recommender.similarity.closeness import closeness
from recommender.similarity.likeness import likeness_shares
from recommender.similarity.neighbour_table import Neighbours
from recommender.similarity.track_index import TrackIndex
from webapp.api.answers import Share, TrackAnswer
from webapp.api.shelf import Shelf

_KEYS = ("C", "C sharp", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B")
_SAME_TEMPO = 0.06
_MIN_SHARE = 0.01


class WhyAnswer(Struct, frozen=True, kw_only=True):
    """How much of the likeness one kind of feature makes."""

    name: str
    share: Share


class AlikeAnswer(Struct, frozen=True, kw_only=True):
    """A track that sounds like the one asked about."""

    track: TrackAnswer
    closeness: Share
    """1 for the same sound, 0.5 for one as far away as a track's nearest usually is."""
    why: tuple[WhyAnswer, ...]
    facts: str
    """What both have in common in words, such as: both around 120 bpm, in minor; may be empty."""


class AlikeList(Struct, frozen=True, kw_only=True):
    """What sounds alike, closest first."""

    items: tuple[AlikeAnswer, ...]
    model_version: str


class SoundAnswer(Struct, frozen=True, kw_only=True):
    """What an uploaded sound is, and what sounds like it."""

    items: tuple[AlikeAnswer, ...]
    sound: SoundFacts
    model_version: str


def nearest_seen(shelf: Shelf, index: TrackIndex, n: int, *, nearest: Callable[[int], Neighbours]) -> Neighbours:
    """Return the `n` nearest that whoever asks may see; where much is hidden from them, more are looked for."""
    if not shelf.catalogue.hidden:
        return nearest(n)
    positions, wanted = shelf.catalogue.positions, n
    while True:
        wanted = min(4 * wanted, len(index))
        near = nearest(wanted)
        seen = np.array([index.table.track_ids[row] in positions for row in near.rows.tolist()], dtype=bool)
        if seen.sum() >= n or wanted == len(index):
            return Neighbours(near.rows[seen][:n], near.closeness[seen][:n], near.distance[seen][:n], near.min_distance)


def alike_answers(
    shelf: Shelf, index: TrackIndex, near: Neighbours, *, vector: np.ndarray, sound: SoundFacts | None
) -> tuple[AlikeAnswer, ...]:
    """Return the neighbours that are still in the catalogue; `vector` is the unit vector they are near to."""
    answers = []
    vectors = index.vectors_of(near.rows)
    for row, share, other in zip(near.rows.tolist(), closeness(index, near).tolist(), vectors, strict=True):
        position = shelf.catalogue.positions.get(index.table.track_ids[row])
        if position is None:
            continue
        answers.append(
            AlikeAnswer(
                track=shelf.track_answer(position),
                closeness=round(share, 4),
                why=why_alike(index, vector, other),
                facts=common_facts(sound, shelf.catalogue.tracks[position].sound),
            )
        )
    return tuple(answers)


def why_alike(index: TrackIndex, one: np.ndarray, other: np.ndarray) -> tuple[WhyAnswer, ...]:
    """Return which share of the cosine of two unit vectors each feature group makes, largest first."""
    shares = likeness_shares(index, one, other)
    return tuple(WhyAnswer(name=word, share=round(share, 3)) for word, share in shares if share >= _MIN_SHARE)


def common_facts(one: SoundFacts | None, other: SoundFacts | None) -> str:
    """Return what two sounds have in common in words; empty when nothing."""
    if one is None or other is None:
        return ""
    facts = []
    tempo = (one.tempo_bpm + other.tempo_bpm) / 2
    if tempo > 0 and abs(one.tempo_bpm - other.tempo_bpm) <= _SAME_TEMPO * tempo:
        facts.append(f"around {tempo:.0f} bpm")
    if one.mode == other.mode:
        facts.append(f"in {_KEYS[one.key]} {one.mode}" if one.key == other.key else f"in {one.mode}")
    return f"both {', '.join(facts)}" if facts else ""
