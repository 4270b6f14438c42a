"""What the popularity pages ask and are told."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from recommender.prediction.sound.audio_features import AudioFeatures, FeatureRange
from webapp.lab.answers.mood import MoodAnswer

Popularity = Annotated[float, Meta(ge=0, le=100)]
Probability = Annotated[float, Meta(ge=0, le=1)]
Name = Annotated[str, Meta(max_length=200)]
Case = Literal["known", "given", "unknown"]
"""Whether the artist's popularity is from the model's own table, was typed, or is not used."""
How = Literal["measured", "estimated", "typed"]
MAX_SONGS = 40
DEFAULT_THRESHOLD = 50.0


class PopularityQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One song, as it was typed."""

    features: AudioFeatures
    genre: Name | None = None
    """One, or several with semicolons between."""
    title: Name | None = None
    """Its kind of words count (remix, live, season, script), not what it says."""
    explicit: bool | None = None
    artist: Name | None = None
    """One, or several with semicolons between."""
    artist_popularity: Popularity | None = None
    """Goes before what the model knows of `artist`."""
    threshold: Popularity = DEFAULT_THRESHOLD


class PopularityForm(AudioFeatures, frozen=True, kw_only=True):
    """The same question as a form sends it: all fields side by side."""

    genre: Name | None = None
    title: Name | None = None
    explicit: bool | None = None
    artist: Name | None = None
    artist_popularity: Popularity | None = None
    threshold: Popularity = DEFAULT_THRESHOLD


class BandAnswer(Struct, frozen=True, kw_only=True):
    """How probable one band of popularity is."""

    band: str
    probability: Probability


class ContributionAnswer(Struct, frozen=True, kw_only=True):
    """What one fact adds to the expected popularity; `base` and all effects add up to it."""

    feature: str
    value: float | str | None
    effect: float


class BaselineAnswer(Struct, frozen=True, kw_only=True):
    """What the honest baseline says of the same song."""

    model: str
    expected: float
    bands: tuple[BandAnswer, ...]


class PopularityAnswer(Struct, frozen=True, kw_only=True):
    """How popular the song would be."""

    expected: float
    low: float
    """The popularity lies between `low` and `high` in 80 of 100 cases."""
    high: float
    is_popular: bool
    """Whether `chance_popular` is at least a half."""
    chance_popular: Probability
    """That the popularity is at or above `threshold`."""
    threshold: float
    bands: tuple[BandAnswer, ...]
    artist_case: Case
    artist_popularity: float | None
    """The one that was used."""
    outside: tuple[str, ...]
    """Features beyond what the model has seen; `combination` when only the whole of them is."""
    contributions: tuple[ContributionAnswer, ...]
    base: float
    mood: MoodAnswer | None
    """Of the same 13 numbers; None before a mood model has been published."""
    model: str
    model_version: str
    baseline: BaselineAnswer


class CurvePoint(Struct, frozen=True, kw_only=True):
    """One point of an effect curve."""

    x: float
    expected: float


class CurveAnswer(Struct, frozen=True, kw_only=True):
    """How the expected popularity moves with one feature while the others stay."""

    feature: str
    unit: str
    value: float
    known_low: float
    """Between `known_low` and `known_high` lie 998 of 1,000 training tracks."""
    known_high: float
    points: tuple[CurvePoint, ...]


class CurvesAnswer(Struct, frozen=True, kw_only=True):
    """One curve a feature."""

    curves: tuple[CurveAnswer, ...]
    model_version: str


class ReliabilityPoint(Struct, frozen=True, kw_only=True):
    """Of the forecasts made with about this confidence, how many came true (out of fold)."""

    confidence: Probability
    accuracy: Probability
    n: int


class ReliabilityCurve(Struct, frozen=True, kw_only=True):
    """One curve a case: artist unknown, artist known."""

    case: str
    ece: float
    points: tuple[ReliabilityPoint, ...]


class ConfusionAnswer(Struct, frozen=True, kw_only=True):
    """Out of fold: row is the true band, column the most probable one."""

    case: str
    bands: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


class FeatureField(FeatureRange, frozen=True, kw_only=True):
    """One of the 13, with what the training tracks were like."""

    known_low: float
    """Between `known_low` and `known_high` lie 998 of 1,000 training tracks: a slider's ends."""
    known_high: float


class PopularityForms(Struct, frozen=True, kw_only=True):
    """What the page needs in order to ask, and how far to trust the answers."""

    features: tuple[FeatureField, ...]
    genres: tuple[str, ...]
    threshold: float
    audio_note: str
    """What the 13 numbers alone are worth, in words with the measured figure."""
    recalibrated_on: int | None
    """How many of the user's own labelled rows the scale was refitted on; None: as trained."""
    reliability: tuple[ReliabilityCurve, ...]
    confusion: tuple[ConfusionAnswer, ...]
    model_version: str


class SongAsked(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A song to compare: of the library, or by its numbers."""

    name: Name
    track_id: Annotated[str, Meta(max_length=64)] | None = None
    features: AudioFeatures | None = None


_NAMED_OR_NUMBERED = {
    "anyOf": [
        {"required": ["track_id"], "properties": {"track_id": {"type": "string"}}},
        {"required": ["features"], "properties": {"features": {"type": "object"}}},
    ]
}


class ComparisonQuestion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which of these should be the single."""

    songs: Annotated[
        tuple[Annotated[SongAsked, Meta(extra_json_schema=_NAMED_OR_NUMBERED)], ...],
        Meta(min_length=1, max_length=MAX_SONGS),
    ]
    genre: Name | None = None
    artist: Name | None = None
    artist_popularity: Popularity | None = None


class HeardFeature(Struct, frozen=True, kw_only=True):
    """One of the 13 of a song, and how it is known."""

    name: str
    value: float
    how: How
    trust: float | None
    """R2 of the estimate on unseen tracks; None where it was measured or typed."""
    is_weak: bool
    """Whether the estimate is little better than a guess."""


class ComparedSong(Struct, frozen=True, kw_only=True):
    """One song beside the others."""

    name: str
    track_id: str | None
    rank: int
    expected: float
    low: float
    high: float
    bands: tuple[BandAnswer, ...]
    contributions: tuple[ContributionAnswer, ...]
    outside: tuple[str, ...]
    features: tuple[HeardFeature, ...]


class ComparisonAnswer(Struct, frozen=True, kw_only=True):
    """All songs, the most promising first."""

    items: tuple[ComparedSong, ...]
    beats: tuple[tuple[float, ...], ...]
    """Row beats column with this probability; rows and columns in the order of `items`."""
    artist_case: Case
    base: float
    notes: tuple[str, ...]
    model: str
    model_version: str


class SoundFeaturesAnswer(Struct, frozen=True, kw_only=True):
    """The 13 features of an uploaded sound."""

    name: str
    features: tuple[HeardFeature, ...]
