"""The records that travel between the doors: made once at an edge, frozen ever after."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Literal, NewType
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType, field

if TYPE_CHECKING:  # processes that only read tags do without numpy
    import numpy as np

TrackId = NewType("TrackId", str)
"""FMA's number for FMA tracks, else a hash of the audio stream: a moved or retagged file keeps it."""
ListenerId = NewType("ListenerId", str)

Seconds = Annotated[float, Meta(ge=0, le=1e6)]
AwareTime = Annotated[datetime, Meta(tz=True)]

Rating = Annotated[int, Meta(ge=0, le=5)]
"""Stars that a listener gives a track; 0 takes them back."""

MAX_SHOWN_PICKS = 50
"""In one event."""

TrackStatus = Literal["present", "missing", "rejected"]

EventKind = Literal[
    "shown", "started", "progressed", "finished", "skipped", "left",
    "liked", "disliked", "unliked", "rated", "queued", "searched", "steered",
]  # fmt: skip
"""`skipped`: the listener asked for the next track. `left`: the track ended early for another reason (something else
was chosen, it was turned away, its sound failed), which says nothing against its kind."""


class SoundFacts(Struct, frozen=True, kw_only=True):
    """What the analysis heard, in words a listener knows."""

    duration_s: float
    loudness_lufs: float
    """Integrated loudness, ITU-R BS.1770 estimate, LUFS."""
    tempo_bpm: float
    key: Annotated[int, Meta(ge=0, le=11)]
    """Pitch class, C = 0."""
    mode: Literal["major", "minor"]


class Track(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One track of the catalogue, playable or not."""

    track_id: TrackId
    title: str
    artist: str = ""
    artists: tuple[str, ...] = ()
    """Each of them where the tags hold several; `artist` is how they are shown together."""
    album: str = ""
    album_artist: str = ""
    is_compilation: bool = False
    musicbrainz_album_id: str = ""
    genres: tuple[str, ...] = ()
    track_number: int | None = None
    disc_number: int | None = None
    duration_s: float | None = None
    released_on: date | None = None
    licence: str = ""
    url: str = ""
    """Where the audio is: a `file://` URI, so that names with any bytes survive."""
    media_type: str = ""
    """Container and codec by the content (RFC 6381), such as `audio/mp4; codecs="alac"`; empty: not looked into yet."""
    ffmpeg_refuses: bool = False
    """ffmpeg, which transcodes and is in most browsers, cannot decode the file, though the analysis could."""
    cover: str = ""
    """`embedded`, or the `file://` URI of a picture beside the audio; empty when there is none."""
    replaygain_db: float | None = None
    tags: dict[str, str] = field(default_factory=dict)
    sound: SoundFacts | None = None
    status: TrackStatus = "present"
    reason: str = ""
    """Why a rejected file was rejected; empty otherwise."""
    added_at: AwareTime | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """One track's raw feature vector."""

    track_id: TrackId
    fingerprint: str
    """Identity of the declaration that made the vector."""
    vector: "np.ndarray"
    """float32 [n_columns], unscaled."""
    analysed_at: datetime
    seconds: float
    """CPU seconds the analysis took."""


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What one pass over a sound file yields."""

    vector: "np.ndarray"
    """float32 [n_columns], in the order of `similarity.features.COLUMNS`."""
    sound: SoundFacts
    seconds: float
    """CPU seconds."""


class Steering(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Where a listener wants the picks to go; None leaves it as the instance is set."""

    familiarity: Annotated[float, Meta(ge=0, le=1)] | None = None
    """0: what is new to them, 1: what they know; 0.5 is neutral."""
    energy: Annotated[float, Meta(ge=-1, le=1)] | None = None
    """-1: calm, 1: loud; 0 is neutral."""
    half_life_days: Annotated[float, Meta(ge=1, le=365)] | None = None
    """In which a liking loses half of its weight."""
    artist_cap: Annotated[int, Meta(ge=1, le=10)] | None = None
    """Tracks of one artist in any ten in a row."""


class ShownPick(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A pick of a slate that a page had in view."""

    track_id: Annotated[TrackId, Meta(min_length=1, max_length=64)]
    position: Annotated[int, Meta(ge=0, le=999)]
    """Place in the list as it was displayed; the topmost is 0."""
    source: Annotated[str, Meta(max_length=64)] = ""
    """The pick's candidate source."""
    team: Annotated[str, Meta(max_length=64)] = ""
    """The pick's team, where its slate was drawn from two."""


class ActivityEvent(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing a listener did (topic `segue.activity`, key `listener_id`)."""

    event_id: UUID
    """UUIDv7, made where the thing happened; a retry carries the same one."""
    listener_id: Annotated[ListenerId, Meta(min_length=1, max_length=64)]
    kind: EventKind
    occurred_at: AwareTime
    session_id: Annotated[str, Meta(max_length=64)] = ""
    track_id: Annotated[TrackId, Meta(max_length=64)] | None = None
    """Absent only for `searched`, `shown` and `steered`."""
    position_s: Seconds | None = None
    duration_s: Seconds | None = None
    slate_id: Annotated[str, Meta(max_length=64)] | None = None
    rating: Rating | None = None
    """Of `rated`, and of no other kind."""
    steering: Steering | None = None
    """Of `steered`, and of no other kind: all of it, in place of what was before."""
    shown_picks: Annotated[tuple[ShownPick, ...], Meta(max_length=MAX_SHOWN_PICKS)] = ()
    """Of `shown`, and of no other kind: picks of the slate that were in view, each told once a slate."""
    model_version: Annotated[str, Meta(max_length=64)] = ""
    """Of `shown`: the slate's."""
    arm: Annotated[str, Meta(max_length=130)] = ""
    """Of `shown`: the slate's."""
    source: Annotated[str, Meta(max_length=64)] = ""
    """Where the play came from (`slate`, `queue`, `album`, `search`...), or `simulated`."""
    schema_version: Annotated[int, Meta(ge=1, le=1)] = 1
    recorded_at: AwareTime | None = None
    """When the web process took it; set by the server."""


class PlacedEvent(Struct, frozen=True):
    """An activity event and where it stands in its topic."""

    event: ActivityEvent
    partition: int
    offset: int
    log_end: int = 0
    """Offset after the newest message of the partition when this one was read; 0 when it is not known."""


class Pick(Struct, frozen=True, kw_only=True):
    """One recommended track."""

    track_id: TrackId
    score: float
    source: str
    """The candidate source that found it: `now_playing`, `taste`, `popular`, `artist`, `session`, `fresh`,
    `mood`, `explore`."""
    reason: str
    """A few words for the listener, beside the slate's `shared`."""
    contributions: dict[str, float] = field(default_factory=dict)
    """What the score is made of; the values add up to `score`."""
    team: str | UnsetType = UNSET
    """The engine variant that gave it, where two share the slate (interleaving); unset else."""


class Slate(Struct, frozen=True, kw_only=True):
    """What a listener should hear next (topic `segue.slates`, key `listener_id`)."""

    slate_id: str
    """Derived from listener, partition and offset of the event that caused it."""
    listener_id: ListenerId
    picks: tuple[Pick, ...]
    model_version: str
    """Version of the similarity index; empty when there is none yet."""
    made_at: AwareTime
    caused_by: str = ""
    """`event_id` of the cause; empty for a listener without events."""
    because: str = ""
    """The visible cause in words, such as: because you skipped *X*."""
    shared: str = ""
    """What most of the picks have in common; the reason of such a pick says only what is special about it."""
    message: str = ""
    """Why there are no picks, when there are none."""
    steering: Steering | UnsetType = UNSET
    """What the listener steers by; unset for one who does not."""
    arm: str | UnsetType = UNSET
    """`EXPERIMENT/ARM` under which it was made; unset while the listener is in no experiment."""


class TrainingRun(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One training of one topic, whatever came of it."""

    run_id: str
    topic: str
    started_at: AwareTime
    seconds: float
    outcome: str
    """`published`, `not better` or `failed`."""
    version: str = ""
    """Empty when nothing was published."""
    message: str = ""
    """Why nothing was published."""
    source: str = ""
    """What it was trained on, in words."""
    n_rows: int = 0
    data_cutoff: AwareTime | None = None
    metric: str = ""
    score: float | None = None
    baseline: float | None = None


class TableTraining(Struct, frozen=True, kw_only=True):
    """A table that was sent for one topic, and how far the training on it is."""

    topic: str
    name: str
    """The file's name as it was sent."""
    sent_at: AwareTime
    state: Literal["waiting", "training", "published", "not better", "failed"] = "waiting"
    step: str = ""
    """What the training does now, or why nothing was published."""
