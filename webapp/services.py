"""What the web needs from the rest of segue; infra hands it in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import numpy as np

from recommender.catalogue.snapshot import Catalogue
from recommender.clock import Clock, system_clock
from recommender.prediction.mood.library_moods import NoMoods
from recommender.prediction.mood.records import MoodName
from recommender.records import ActivityEvent, Analysis, ListenerId, Slate, Track, TrackId
from recommender.similarity.track_index import TrackIndex
from webapp.lab.services import Lab


class Picture(NamedTuple):
    """A cover as it was found: its bytes, of whatever kind they turn out to be."""

    data: bytes


class Part(NamedTuple):
    """One thing this process needs in order to serve, and why it is not ready."""

    name: str
    ready: bool
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class WebConfig:
    """What can be set about the web; infra makes it of the settings."""

    secret_key: bytes
    """Signs the listener's cookie."""
    version: str = "0"
    allowed_hosts: tuple[str, ...] = ()
    """Host names answered to beside localhost and addresses; `*` for any."""
    trusted_proxies: int = 0
    upload_limit_bytes: int = 100_000_000
    upload_slots: int = 2
    """Uploads analysed at the same time; further ones are told to come back."""
    transcode_slots: int = 4
    ffmpeg: str | None = None
    """Path of the program; None when it is not there."""
    static_folder: Path = Path(__file__).parent / "static"
    events_per_s: float = 50.0
    """Activity events a listener may send in the long run."""
    events_burst: int = 200


def no_moods(_listener: ListenerId, _mood: MoodName) -> Slate:
    """Stand for mood radio before the library has moods."""
    raise NoMoods


@dataclass(frozen=True, kw_only=True)
class Services:
    """The ports of the web. Each is called from many greenlets and must not block the process."""

    config: WebConfig
    catalogue: Callable[[], Catalogue]
    index: Callable[[], TrackIndex | None]
    current_slate: Callable[[ListenerId], Slate]
    publish: Callable[[Sequence[ActivityEvent]], None]
    """Returns when every event is stored for good; raises `ServerUnavailable`."""
    analyse_upload: Callable[[Path], Analysis]
    """Analyses in another process, within limits; raises `BadAudio`."""
    read_cover: Callable[[Track], Picture | None]
    raw_vector: Callable[[TrackId], np.ndarray | None]
    """Returns the feature vector, float32 [n_columns], or None when the track has not been analysed."""
    parts: Callable[[], Sequence[Part]]
    mood_slate: Callable[[ListenerId, MoodName], Slate] = no_moods
    """The listener's slate of one mood; raises `NoMoods` before the library has any."""
    lab: Lab = field(default_factory=Lab)
    clock: Clock = system_clock
