"""What the room answers."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from recommender.prediction.mood.records import MoodShare
from recommender.room.binary import Point
from recommender.room.connections import ConnectionKind
from recommender.room.quantities.quantity import Origin, Scale
from webapp.api.answers import Share, TrackAnswer

TasteSpan = Literal["always", "evening"]
Row = Annotated[int, Meta(ge=0)]
"""A track's number in the map of one version."""


class RoomQuantity(Struct, frozen=True, kw_only=True):
    """Something that the room can be coloured, sized or laid out by."""

    name: str
    unit: str
    origin: Origin
    scale: Scale
    is_available: bool
    why: str
    """The command that makes it available; empty where it is."""


class RoomQuantities(Struct, frozen=True, kw_only=True):
    """Every quantity that there is."""

    items: tuple[RoomQuantity, ...]


class RoomRow(Struct, frozen=True, kw_only=True):
    """Where a track stands in the rows."""

    track_id: str
    row: Row | None
    """Null for a track that is not in the map."""


class RoomRows(Struct, frozen=True, kw_only=True):
    """The rows of some tracks."""

    items: tuple[RoomRow, ...]


class RoomTrack(Struct, frozen=True, kw_only=True):
    """The track of a row."""

    row: Row
    track: TrackAnswer


class RoomTracks(Struct, frozen=True, kw_only=True):
    """The tracks of some rows."""

    items: tuple[RoomTrack, ...]


class NodeQuantity(Struct, frozen=True, kw_only=True):
    """One quantity of a track, against the library."""

    name: str
    value: float | None
    """Null where it is not known, and for what is told in words."""
    text: str
    """The word, of a quantity that is one of a few; else empty."""
    unit: str
    level: Share | None
    """Share of the library's tracks that are below it; null of words, and where it is not known."""
    origin: Origin


class NodeNeighbour(Struct, frozen=True, kw_only=True):
    """A track that truly sounds alike, by all that was measured."""

    row: Row
    track: TrackAnswer
    closeness: Share
    """1 for the same sound, 0.5 for one as far away as a track's nearest usually is; corrected for tracks that are near
    to all, so it may rise where the cosine falls."""
    is_kept: bool
    """Whether it is among the track's nearest in the map too: else the map is wrong here."""


class NodeConnection(Struct, frozen=True, kw_only=True):
    """What a track shares with others."""

    kind: ConnectionKind
    name: str
    n_tracks: int
    """The other tracks that have it."""
    rows: tuple[Row, ...]
    """Of those, the first 200 that are in the map."""


class NodeAnswer(Struct, frozen=True, kw_only=True):
    """What rolls out beside a track."""

    version: str
    row: Row
    track: TrackAnswer
    position: Point
    region: str
    """The smallest region with a name that it belongs to; empty where it is in none."""
    quantities: tuple[NodeQuantity, ...]
    neighbours: tuple[NodeNeighbour, ...]
    """By exact cosine among all tracks of the map, nearest first.

    Empty for a track that the similarity index does not know yet.
    """
    connections: tuple[NodeConnection, ...]


class RoomTasteCentre(Struct, frozen=True, kw_only=True):
    """A track that stands for what the listener likes: the picks look for what is near it."""

    span: TasteSpan
    """Of all that was heard, or of this evening alone."""
    row: Row | None
    """Null for a track that came after the map was made."""
    track: TrackAnswer
    position: Point
    """Where it stands by its sound."""
    weight: Share
    """1 for the strongest of its span."""
    why: str
    """The strongest thing that was done: `liked`, `rated`, `finished`, `imported`, `queued` ..."""


class RoomTaste(Struct, frozen=True, kw_only=True):
    """What the asking listener likes and has turned away, as it stands in the room."""

    version: str
    centres: tuple[RoomTasteCentre, ...]
    """At most five of each span, the strongest first; none before the similarity index is built."""
    refused: tuple[Row, ...]
    """Turned away, as tracks or by their artist."""


class GhostKnob(Struct, frozen=True, kw_only=True):
    """A feature of the song that can be turned: one that is known of it."""

    name: str
    unit: str
    value: float
    """As it is turned, else as the song has it."""
    original: float
    """As the song has it."""
    low: float
    """Between which the knob turns, as `high`: the library's range and a little more."""
    high: float


class ChartChance(Struct, frozen=True, kw_only=True):
    """What a chart's best forecast that is not stale expects of a real song."""

    chart: str
    week: str
    """ISO name of the week that is forecast."""
    chance: Share
    """Of standing in the chart's top 50 then."""


class GhostNeighbour(Struct, frozen=True, kw_only=True):
    """A real song that comes near."""

    row: Row
    track: TrackAnswer
    closeness: Share
    """1 for the features asked for and the same sound in all else."""
    differences: dict[str, float]
    """By turned knob, what it has more than the song that was chosen; 0.0 is the same."""
    next_week: ChartChance | None
    """Null for a song that no forecast names: no model tells this by features alone."""


class GhostPopularity(Struct, frozen=True, kw_only=True):
    """How popular a song with such features would be, 0 to 100, with an 80 % interval."""

    expected: float
    low: float
    high: float


class GhostAnswer(Struct, frozen=True, kw_only=True):
    """Where a song would stand with its knobs turned, and what is there."""

    version: str
    position: Point
    spread: Point
    """On each axis, how far around it the songs stand that it is made of: one standard deviation."""
    n_like: float
    """Songs that it is made of, in effect."""
    is_empty: bool
    """No song here has such features; the place is that of the least unlike ones."""
    knobs: tuple[GhostKnob, ...]
    nearest: tuple[GhostNeighbour, ...]
    """Nearest first; the chosen song is left out."""
    moods: tuple[MoodShare, ...] | None
    """The likeliest first; null without a model or for a song that is not described."""
    popularity: GhostPopularity | None
    next_week: ChartChance | None
    """Of the chosen song as it is, whatever the knobs say; null where no forecast names it."""


class RoomTableRow(Struct, frozen=True, kw_only=True):
    """One track of the table."""

    row: Row
    track: TrackAnswer
    values: tuple[float | str | None, ...]
    """In the order of the columns asked for, each once: a number or a word; null where it is not known."""


class RoomTable(Struct, frozen=True, kw_only=True):
    """A part of the room's table."""

    version: str
    n_rows: int
    """Of the whole table."""
    items: tuple[RoomTableRow, ...]
