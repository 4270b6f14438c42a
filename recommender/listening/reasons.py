"""Why picks are there: what most of them have in common, once, and what is special about each."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from recommender.listening.folding import REMEMBERED_PLAYS
from recommender.listening.scoring import PARTS, Scored
from recommender.listening.situation import Situation
from recommender.prediction.mood.records import MOODS
from recommender.similarity.likeness import Likeness

DONE = {
    "liked": "you love",
    "rated": "you rated highly",
    "finished": "you finished",
    "imported": "you played elsewhere",
    "queued": "you queued",
}
"""Strongest thing that was done to a track, and how a listener would say it; others: you heard."""
SIMILAR = {
    "timbre": "similar tone",
    "rhythm texture": "similar beat",
    "contrast": "similar clarity",
    "brightness": "similar brightness",
    "noisiness": "similar grit",
}
"""Words of `likeness.WORDS`, and what a listener would call it."""
SAME_MOOD = {"Calm": "same calm", "Energetic": "same energy", "Happy": "same cheer", "Sad": "same sadness"}
UNHEARD, UNHEARD_LATELY, OFTEN = "new to you", "not heard here for a while", "played often here lately"
ALL = {
    UNHEARD: "All are new to you",
    UNHEARD_LATELY: "None was heard here for a while",
    OFTEN: "All were played often here lately",
}
"""The sentence above the list, by the reason that every pick has."""
PULLS = ("now_playing", "taste", "popular", "artist", "session")
"""Parts of a score that can be the reason of a pick."""
_PULL_ROWS, _CHANCE_ROW = [PARTS.index(name) for name in PULLS], PARTS.index("chance")
MIN_SHARE = 0.1
"""Share of a likeness below which a kind of feature is not named."""
MIN_MOOD = 0.5
"""Probability from which a track counts as having a mood."""
MIN_SHARED = 3
"""Picks that must have a ground in common before it is named once for all."""


class Ground(NamedTuple):
    """What carries a pick's score: the part of the score, and the track that it comes from, if any."""

    source: str
    row: int = -1


class Reasons(NamedTuple):
    """What a slate says about itself."""

    shared: str
    """What at least half of the picks have in common; empty when nothing is."""
    of_picks: tuple[tuple[str, str], ...]
    """(source, reason) of each pick; with a shared ground, the reason is what is special about the pick."""


def reasons(situation: Situation, scored: Scored, positions: Sequence[int], moods: np.ndarray | None = None) -> Reasons:
    """Explain the picks at `positions` of `scored`; `moods` are probabilities [n_tracks, 4] where they are known."""
    grounds = _grounds(situation, scored, positions)
    shared = _shared_ground(grounds)
    special = _special(situation, scored, positions, grounds)
    of_picks = []
    for position, ground, likeness in zip(positions, grounds, special, strict=True):
        row = int(scored.rows[position])
        alike = _alike(situation, row, ground, likeness, moods)
        words = ", ".join(alike) if alike and ground == shared else _whole(situation, row, ground, alike)
        of_picks.append(_in_mood(situation, row, ground, words))
    if words := _same_for_all(of_picks):
        return Reasons(words, tuple((source, "") for source, _ in of_picks))
    is_of_all = shared is not None and grounds.count(shared) == len(grounds)
    return Reasons(_shared_words(situation, shared, is_of_all=is_of_all) if shared else "", tuple(of_picks))


def _grounds(situation: Situation, scored: Scored, positions: Sequence[int]) -> list[Ground]:
    matrix = scored.matrix[:, positions]
    pulls = matrix[_PULL_ROWS]
    strongest, is_by_chance = pulls.argmax(axis=0).tolist(), (pulls.max(axis=0) <= matrix[_CHANCE_ROW]).tolist()
    centres, rows = scored.closest_centre[positions].tolist(), scored.rows[positions].tolist()
    return [
        Ground("fresh") if by_chance else _ground(situation, PULLS[pull], row, centre)
        for pull, by_chance, row, centre in zip(strongest, is_by_chance, rows, centres, strict=True)
    ]


def _ground(situation: Situation, source: str, row: int, centre: int) -> Ground:
    if source == "now_playing" and situation.playing is not None:
        return Ground(source, situation.playing)
    if source == "taste":
        return Ground(source, situation.centres[centre].row)
    if source == "session":
        return Ground(source, situation.following.track_before(row))
    return Ground(source)


def _shared_ground(grounds: Sequence[Ground]) -> Ground | None:
    """Return the track that at least half of the picks come from."""
    of_tracks = Counter(ground for ground in grounds if ground.row >= 0)
    ground, n = of_tracks.most_common(1)[0] if of_tracks else (None, 0)
    return ground if n >= max(MIN_SHARED, len(grounds) / 2) else None


def _same_for_all(of_picks: Sequence[tuple[str, str]]) -> str:
    """Return the sentence above a list whose picks all have the same reason, and none to tell them apart."""
    different = {reason for _, reason in of_picks}
    return ALL.get(different.pop(), "") if len(of_picks) > 1 and len(different) == 1 else ""


def _shared_words(situation: Situation, ground: Ground, *, is_of_all: bool) -> str:
    """Return the sentence above the list."""
    who, title = "All" if is_of_all else "Most", _title(situation, ground.row)
    if ground.source == "session":
        return f"{who} often follow {title}"
    if ground.source == "now_playing":
        return f"{who} sound like {title}, which is playing"
    return f"{who} are like {title}, which {_done(situation, ground.row)}"


def _whole(situation: Situation, row: int, ground: Ground, alike: Sequence[str]) -> str:
    """Return the reason of a pick that stands on its own ground."""
    if ground.source == "fresh":
        return _unheard(situation, row)
    if ground.source == "popular":
        return OFTEN
    if ground.source == "artist":
        return f"more by {situation.index.table.artists[row]}"
    if ground.source == "session":
        return " · ".join([*([", ".join(alike)] if alike else []), f"often follows {_title(situation, ground.row)}"])
    if ground.row == row:
        return f"a song {_done(situation, row)}"
    like = f"like {_title(situation, ground.row)}"
    if ground.source == "taste":
        like = f"{like}, which {_done(situation, ground.row)}"
    return " · ".join([*([", ".join(alike)] if alike else []), like])


def _alike(situation: Situation, row: int, ground: Ground, likeness: str, moods: np.ndarray | None) -> tuple[str, ...]:
    """Return what a pick has in common with the track it comes from, in at most two words; nothing for itself."""
    table = situation.index.table
    if ground.row in (-1, row):
        return ()
    if table.song_codes[row] == table.song_codes[ground.row]:
        return ("another recording",)
    same_artist = table.artist_codes[row] >= 0 and table.artist_codes[row] == table.artist_codes[ground.row]
    words = ("same artist" if same_artist else "", likeness, _same_mood(moods, row, ground.row))
    return tuple(word for word in words if word)[:2]


def _special(situation: Situation, scored: Scored, positions: Sequence[int], grounds: Sequence[Ground]) -> list[str]:
    """Return, for each pick, the kind of feature in which it is more like its ground than the other picks are."""
    index = situation.index
    compared = [i for i, ground in enumerate(grounds) if ground.row >= 0]
    special = [""] * len(grounds)
    if not compared:
        return special
    rows = [grounds[i].row for i in compared]
    likeness = Likeness.of(index, scored.vectors[[positions[i] for i in compared]], index.rough_vectors_of(rows))
    for i, word in zip(compared, likeness.tell_apart(min_share=MIN_SHARE), strict=True):
        special[i] = SIMILAR.get(word, f"similar {word}") if word else ""
    return special


def _same_mood(moods: np.ndarray | None, row: int, other: int) -> str:
    if moods is None:
        return ""
    mood = int(moods[row].argmax())
    has_both = mood == int(moods[other].argmax()) and min(moods[row, mood], moods[other, mood]) >= MIN_MOOD
    return SAME_MOOD[MOODS[mood]] if has_both else ""


def _in_mood(situation: Situation, row: int, ground: Ground, words: str) -> tuple[str, str]:
    """Return source and reason; of mood radio with how well the pick fits."""
    if situation.wish is None:
        return ground.source, words
    fit = situation.wish.words(row)
    if ground.source == "fresh":
        return "mood", fit
    return ground.source, f"{words} · {fit}" if words else fit


def _done(situation: Situation, row: int) -> str:
    why = next((centre.why for centre in situation.centres if centre.row == row), "")
    return DONE.get(why, "you heard")


def _unheard(situation: Situation, row: int) -> str:
    """Return what is known: plays further back than the taste remembers may have been of this track."""
    track_id, taste = situation.index.table.track_ids[row], situation.taste
    is_known = track_id in taste.heard or track_id in taste.affinities
    if is_known or len(taste.heard) >= REMEMBERED_PLAYS:
        return UNHEARD_LATELY
    return UNHEARD


def _title(situation: Situation, row: int) -> str:
    return f"“{situation.index.table.titles[row]}”"
