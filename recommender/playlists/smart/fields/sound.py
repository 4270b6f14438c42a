"""What the analysis heard, and the moods."""

from collections.abc import Callable

import numpy as np

from recommender.playlists.smart.columns import Numbers, Texts, numbers, texts
from recommender.playlists.smart.fields.field import Field
from recommender.playlists.smart.sources import Sources
from recommender.prediction.mood.records import MOODS
from recommender.prediction.sound.audio_features import NAMES
from recommender.records import SoundFacts

KEYS = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
MODES = ("major", "minor")
_PERCENT = 100.0
_DESCRIBED = {
    "danceability": "Danceability", "energy": "Energy", "speechiness": "Spoken words", "acousticness": "Acousticness",
    "instrumentalness": "Instrumental", "liveness": "Audience", "valence": "Happiness of the sound",
}  # fmt: skip
"""Those of the thirteen features that are shares; the others are measured better by the analysis."""


def _fact(name: str, words: str, unit: str, of: Callable[[SoundFacts], float]) -> Field:
    def read(sources: Sources) -> Numbers:
        return numbers(of(track.sound) if track.sound else None for track in sources.library.catalogue.tracks)

    return Field(name, "number", "Sound", words, read, unit)


def _word(name: str, words: str, choices: tuple[str, ...], of: Callable[[SoundFacts], str]) -> Field:
    def read(sources: Sources) -> Texts:
        return texts(of(track.sound) if track.sound else "" for track in sources.library.catalogue.tracks)

    return Field(name, "choice", "Sound", words, read, choices=choices)


def _described(name: str, words: str) -> Field:
    def read(sources: Sources) -> Numbers:
        moods = sources.library.moods
        return _by_row(sources, _PERCENT * moods.features[:, NAMES.index(name)] if moods else np.empty(0))

    return Field(name, "number", "Sound", words, read, "%")


def _mood_share(name: str, place: int) -> Field:
    def read(sources: Sources) -> Numbers:
        moods = sources.library.moods
        return _by_row(sources, _PERCENT * moods.probabilities[:, place] if moods else np.empty(0))

    return Field(f"mood_{name.lower()}", "number", "Mood", f"{name}, how probable", read, "%")


def _likeliest(sources: Sources) -> Texts:
    moods, rows = sources.library.moods, sources.library.mood_rows
    return texts(MOODS[moods.likeliest[row]] if moods and row >= 0 else "" for row in rows.tolist())


def _beats(sources: Sources) -> Numbers:
    moods = sources.library.moods
    return _by_row(sources, moods.features[:, NAMES.index("time_signature")] if moods else np.empty(0))


def _by_row(sources: Sources, values: np.ndarray) -> Numbers:
    """Return the values of rows of the moods by the catalogue's positions."""
    return Numbers(np.append(values.astype(np.float64), np.nan)[sources.library.mood_rows])


SOUND_FIELDS: tuple[Field, ...] = (
    _fact("tempo", "Tempo", "BPM", lambda sound: sound.tempo_bpm),
    _fact("loudness", "Loudness", "LUFS", lambda sound: sound.loudness_lufs),
    _word("key", "Key", KEYS, lambda sound: KEYS[sound.key]),
    _word("mode", "Major or minor", MODES, lambda sound: sound.mode),
    *(_described(name, words) for name, words in _DESCRIBED.items()),
    Field("beats", "number", "Sound", "Beats in a bar", _beats),
    Field(
        "replaygain", "number", "Sound", "ReplayGain",
        lambda sources: numbers(track.replaygain_db for track in sources.library.catalogue.tracks), "dB",
    ),
    Field("mood", "choice", "Mood", "Mood", _likeliest, choices=MOODS),
    *(_mood_share(name, place) for place, name in enumerate(MOODS)),
    Field("sounds_like_track", "sound", "Sound", "Sounds like the track", None),
    Field("sounds_like_artist", "sound", "Sound", "Sounds like the artist", None),
)  # fmt: skip
