"""What the lab answers about an artist's year."""

from typing import Annotated

from msgspec import Meta, Struct

Probability = Annotated[float, Meta(ge=0, le=1)]


class ReleasesBody(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whose year is asked for."""

    artist: Annotated[str, Meta(min_length=1, max_length=300)]
    year: Annotated[int, Meta(ge=1800, le=9999)]


class YearCount(Struct, frozen=True, kw_only=True):
    """How much an artist released in one year."""

    year: int
    n_releases: int


class ReleasesBaseline(Struct, frozen=True, kw_only=True):
    """What the two simplest answers say."""

    last_year: float
    """The count of the newest complete year before the one asked for."""
    mean: float
    """The mean of the artist's own years up to then."""


class ReleasesAnswer(Struct, frozen=True, kw_only=True):
    """How many releases to expect of an artist in a year."""

    artist: str
    """As the table spells it."""
    year: int
    expected: Annotated[float, Meta(ge=0)]
    low: Annotated[int, Meta(ge=0)]
    high: Annotated[int, Meta(ge=0)]
    level: Probability
    """How probable `low` to `high` is: as near to 0.8 as whole numbers come, or more where 0 alone has more."""
    chance_any: Probability
    """Probability of at least one release."""
    actual: int | None
    """The true count, when the year lies in the data and is complete."""
    history: tuple[YearCount, ...]
    """Every year from the artist's first to the end of the data, zeros too."""
    baseline: ReleasesBaseline
    in_words: str
    release_is: str
    """What counts as a release in the table the model was trained on."""
    data_up_to_year: int
    """The last complete year that the model knows."""
    model: str
    model_version: str


class KnownArtist(Struct, frozen=True, kw_only=True):
    """An artist who can be asked about."""

    artist: str
    first_year: int
    last_year: int
    """The year of the latest release."""
    n_releases: int


class KnownArtists(Struct, frozen=True, kw_only=True):
    """Names that begin with, contain or resemble what was typed."""

    artists: tuple[KnownArtist, ...]
    total: int
    """How many artists the model knows."""
    first_year: int
    """The first year that can be asked about, of any artist."""
    last_year: int
    """The last year that can be asked about, of any artist."""
    model_version: str
