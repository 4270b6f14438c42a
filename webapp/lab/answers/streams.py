"""What the lab answers about a listener's own streams."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from recommender.records import AwareTime

Probability = Annotated[float, Meta(ge=0, le=1)]
Plays = Annotated[float, Meta(ge=0)]


class MatchAnswer(Struct, frozen=True, kw_only=True):
    """A song as it is known here, and how the asked names led to it."""

    title: str
    artist: str
    track_id: str | None
    """The track of the library to play; null when the song is not in it."""
    where: Literal["catalogue", "history", "table"]
    """Where the song was found: the library, the listener's history, an imported track table."""
    how: Literal["exact", "normalised", "fuzzy"]
    """`exact`: as it was typed; `normalised`: but for case, accents, guests and version remarks; else `fuzzy`."""
    closeness: Probability
    """Likeness of the names; 1 unless `how` is `fuzzy`."""


class StreamsFeature(Struct, frozen=True, kw_only=True):
    """One input of the model, with its unit."""

    name: str
    value: float | None
    """Null where it is not known."""
    unit: str
    """Such as `plays`, `days`; empty for a share or an index."""


class StreamsBaseline(Struct, frozen=True, kw_only=True):
    """What the honest baseline says of the same song."""

    model: str
    expected_plays: Plays


class StreamsAnswer(Struct, frozen=True, kw_only=True):
    """How often the listener will play a song in the coming days."""

    match: MatchAnswer
    choices: tuple[MatchAnswer, ...]
    """Other songs that are as close to what was asked; empty when there is no doubt."""
    heard: bool
    """Whether the listener has ever heard it; songs never heard have a model of their own."""
    expected_plays: Plays
    """The mean of what may happen."""
    typical_plays: Annotated[int, Meta(ge=0)]
    """The median: half of the songs like this are played no more often."""
    low: Annotated[int, Meta(ge=0)]
    high: Annotated[int, Meta(ge=0)]
    """The count lies from `low` to `high` with probability `level`, at least."""
    level: Probability
    window_days: int
    chance_any: Probability
    """Probability of at least one play."""
    in_words: str
    from_day: AwareTime
    """Where the window begins: the model's newest data."""
    baseline: StreamsBaseline
    features: tuple[StreamsFeature, ...]
    """What the answer hangs on; of a song never heard that is the artist's rate alone."""
    model: str
    model_version: str


class StreamsFeaturesAnswer(Struct, frozen=True, kw_only=True):
    """The inputs of the model for one song."""

    match: MatchAnswer
    choices: tuple[MatchAnswer, ...]
    heard: bool
    features: tuple[StreamsFeature, ...]
    model_version: str


class RawFeaturesAnswer(Struct, frozen=True, kw_only=True):
    """What is known of one song, before the model's scaling: plays, days and facts."""

    match: MatchAnswer
    choices: tuple[MatchAnswer, ...]
    heard: bool
    raw_features: tuple[StreamsFeature, ...]
    model_version: str


class TopSong(Struct, frozen=True, kw_only=True):
    """One of the songs the listener will probably play most."""

    title: str
    artist: str
    track_id: str | None
    expected_plays: Plays
    low: int
    high: int
    plays_last_30_days: int


class StreamsSummary(Struct, frozen=True, kw_only=True):
    """What the model of one listener was made of."""

    listener_id: str
    n_plays: int
    """Plays of at least 30 seconds, podcasts left out."""
    n_songs: int
    n_artists: int
    first_play: AwareTime
    last_play: AwareTime
    window_days: int
    level: Probability
    """Of the interval from `low` to `high`."""
    coverage_heard: Probability
    """Share of test songs, heard before, whose count lay in the interval."""
    coverage_unheard: Probability | None
    """The same of songs heard for the first time; null when there were too few."""
    top: tuple[TopSong, ...]
    """The 20 songs with the highest rank score."""
    model: str
    model_version: str
