"""What the lab answers about moods."""

from msgspec import Struct

from recommender.prediction.mood.records import MoodName, MoodShare
from recommender.prediction.sound.audio_features import AudioFeatures


class MoodBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The features of one sound; key, mode and time signature do not matter."""

    features: AudioFeatures


class MoodAnswer(Struct, frozen=True, kw_only=True):
    """The moods of one sound."""

    moods: tuple[MoodShare, ...]
    """Likeliest first."""
    outside: tuple[str, ...]
    """Features beyond what the model was trained on: there the answer is extrapolated."""
    model: str
    model_version: str


class MoodCount(Struct, frozen=True, kw_only=True):
    """How many tracks of the library have a mood as their likeliest."""

    mood: MoodName
    n_tracks: int


class LibraryMoodsAnswer(Struct, frozen=True, kw_only=True):
    """The library by mood."""

    moods: tuple[MoodCount, ...]
    model_version: str
