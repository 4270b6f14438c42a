"""Names of lists by what their tracks sound like and how they are tagged."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from recommender.playlists.generated.library import Library
from recommender.prediction.mood.records import MOODS

MIN_SHARE = 0.4
"""Of the tracks, that have what a name says."""
SLOW_BPM, QUICK_BPM = 90.0, 130.0


def sound_name(library: Library, rows: Sequence[int], *, taken: Sequence[str] = ()) -> str:
    """Return a name such as `Calm Folk`, `Quick, minor` or `Around Some Artist`, another one than those `taken`."""
    mood, genre, pace = _mood(library, rows), _genre(library, rows), _pace(library, rows)
    around = f"Around {_title(library, rows[0])}"
    first, second = f"{mood} {genre}".strip(), f"{pace} {genre}".strip()
    plain = [name for name in (first, second if genre else "", f"{mood}, {pace}".strip(", ").capitalize()) if name]
    for name in (*plain, *(f"{name}: {around.lower()[:7]}{around[7:]}" for name in plain[:1]), around):
        if name not in taken:
            return name
    return f"{around} ({len(taken) + 1})"


def _mood(library: Library, rows: Sequence[int]) -> str:
    if library.moods is None:
        return ""
    probabilities = library.mood_probabilities[list(rows)]
    shares = np.bincount(probabilities.argmax(axis=1)[probabilities.max(axis=1) > 0], minlength=len(MOODS)) / len(rows)
    return MOODS[int(shares.argmax())] if shares.max() >= MIN_SHARE else ""


def _genre(library: Library, rows: Sequence[int]) -> str:
    named = Counter(genre for row in rows for genre in set(library.track(row).genres))
    genre, n = named.most_common(1)[0] if named else ("", 0)
    return genre if n >= MIN_SHARE * len(rows) else ""


def _pace(library: Library, rows: Sequence[int]) -> str:
    sounds = [sound for row in rows if (sound := library.track(row).sound) is not None]
    if not sounds:
        return ""
    tempo = float(np.median([sound.tempo_bpm for sound in sounds]))
    pace = "slow" if tempo < SLOW_BPM else "quick" if tempo > QUICK_BPM else "steady"
    minor = sum(sound.mode == "minor" for sound in sounds) / len(sounds)
    return f"{pace}, {'minor' if minor >= 0.5 else 'major'}"


def _title(library: Library, row: int) -> str:
    track = library.track(row)
    return track.artist or track.title
