"""What the lab answers about moods."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from recommender.prediction.popularity.features import AudioFeatures

MoodName = Literal["Happy", "Sad", "Energetic", "Calm"]


class MoodShare(Struct, frozen=True, kw_only=True):
    """How likely a song has one mood; the four add up to 1."""

    mood: MoodName
    probability: Annotated[float, Meta(ge=0, le=1)]


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
