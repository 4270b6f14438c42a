"""The records that travel between the doors: made once at an edge, frozen ever after."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal, NewType
from uuid import UUID

import numpy as np
from msgspec import Meta, Struct, field

TrackId = NewType("TrackId", str)
"""FMA's number for FMA tracks, else a hash of the audio stream: a moved or retagged file keeps it."""
ListenerId = NewType("ListenerId", str)

Seconds = Annotated[float, Meta(ge=0, le=1e6)]
ShortText = Annotated[str, Meta(min_length=1, max_length=128)]
AwareTime = Annotated[datetime, Meta(tz=True)]

TrackStatus = Literal["present", "missing", "rejected"]

EventKind = Literal[
    "shown", "started", "progressed", "finished", "skipped",
    "liked", "disliked", "unliked", "queued", "searched",
]  # fmt: skip


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
    album: str = ""
    album_artist: str = ""
    genres: tuple[str, ...] = ()
    track_number: int | None = None
    disc_number: int | None = None
    duration_s: float | None = None
    released_on: date | None = None
    licence: str = ""
    url: str = ""
    """Where the audio is: a `file://` URI, so that names with any bytes survive."""
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
    vector: np.ndarray
    """float32 [n_columns], unscaled."""
    analysed_at: datetime
    seconds: float
    """CPU seconds the analysis took."""


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """What one pass over a sound file yields."""

    vector: np.ndarray
    """float32 [n_columns], in the order of `similarity.features.COLUMNS`."""
    sound: SoundFacts
    seconds: float
    """CPU seconds."""


class ActivityEvent(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing a listener did (topic `segue.activity`, key `listener_id`)."""

    event_id: UUID
    """UUIDv7, made where the thing happened; a retry carries the same one."""
    listener_id: Annotated[ListenerId, Meta(min_length=1, max_length=64)]
    kind: EventKind
    occurred_at: AwareTime
    session_id: Annotated[str, Meta(max_length=64)] = ""
    track_id: Annotated[TrackId, Meta(max_length=64)] | None = None
    """Absent only for `searched` and `shown`."""
    position_s: Seconds | None = None
    duration_s: Seconds | None = None
    slate_id: Annotated[str, Meta(max_length=64)] | None = None
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


class Pick(Struct, frozen=True, kw_only=True):
    """One recommended track."""

    track_id: TrackId
    score: float
    source: str
    """The candidate source that found it: `now_playing`, `taste`, `popular`, `fresh`, `mood`, `explore`."""
    reason: str
    """One short sentence for the listener."""
    contributions: dict[str, float] = field(default_factory=dict)
    """What the score is made of; the values add up to `score`."""


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
    message: str = ""
    """Why there are no picks, when there are none."""


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
