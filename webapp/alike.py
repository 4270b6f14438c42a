"""Says what sounds alike, and why: which kinds of features the likeness is made of."""

import numpy as np

from recommender.records import SoundFacts
from recommender.similarity.likeness import likeness_shares
from recommender.similarity.track_index import Neighbours, TrackIndex
from webapp.answers import AlikeAnswer, WhyAnswer
from webapp.shelf import Shelf

_KEYS = ("C", "C sharp", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B")
_SAME_TEMPO = 0.06
_LEAST_SHARE = 0.01


def alike_answers(
    shelf: Shelf, index: TrackIndex, near: Neighbours, *, vector: np.ndarray, sound: SoundFacts | None
) -> tuple[AlikeAnswer, ...]:
    """Return the neighbours that are still in the catalogue; `vector` is the unit vector they are near to."""
    answers = []
    for row, closeness in zip(near.rows.tolist(), near.closeness.tolist(), strict=True):
        position = shelf.catalogue.positions.get(index.table.track_ids[row])
        if position is None:
            continue
        answers.append(
            AlikeAnswer(
                track=shelf.track_answer(position),
                closeness=round(min(1.0, max(0.0, closeness)), 4),
                why=why_alike(index, vector, index.vectors[row]),
                facts=common_facts(sound, shelf.catalogue.tracks[position].sound),
            )
        )
    return tuple(answers)


def why_alike(index: TrackIndex, one: np.ndarray, other: np.ndarray) -> tuple[WhyAnswer, ...]:
    """Return which share of the cosine of two unit vectors each feature group makes, largest first."""
    shares = likeness_shares(index, one, other)
    return tuple(WhyAnswer(name=word, share=round(share, 3)) for word, share in shares if share >= _LEAST_SHARE)


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
