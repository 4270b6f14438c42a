"""What the web needs from the rest of segue; infra hands it in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from recommender.catalogue.snapshot import Catalogue
from recommender.clock import Clock, system_clock
from recommender.experiments.quality.records import PicksQuality
from recommender.listening.history.imports import HistoryImports
from recommender.listening.ports import FavouriteStore, PlayQueueStore, PlayStore
from recommender.listening.taste import Taste
from recommender.listening.wishes.wish import Wish
from recommender.playlists.generated.daily.ports import KeptLists
from recommender.prediction.mood.records import MoodName
from recommender.records import ActivityEvent, Analysis, ListenerId, Slate, Track, TrackId
from recommender.room.arrangements import ArrangementStore
from recommender.room.map.track_map import TrackMap
from recommender.similarity.track_index import TrackIndex
from webapp.accounts.services import AccountServices
from webapp.corrections.services import CorrectionServices
from webapp.lab.services import Lab
from webapp.libraries.services import FolderServices
from webapp.playlists.services import PlaylistServices
from webapp.visibility.services import LibraryServices


class Picture(NamedTuple):
    """A cover as it was found: its bytes, of whatever kind they turn out to be."""

    data: bytes


class TranscodingSource(NamedTuple):
    """What ffmpeg reads."""

    input_options: Sequence[str]
    """Its options up to the input's name."""
    feeder: Sequence[str] = ()
    """The command whose output goes to ffmpeg's standard input, for files that ffmpeg cannot open."""


class Part(NamedTuple):
    """One thing this process needs in order to serve, and why it is not ready."""

    name: str
    ready: bool
    why: str = ""
    figures: Mapping[str, float] = MappingProxyType({})
    """Numbers by name and unit, such as `lag` or `passed_on_age_s`."""


@dataclass(frozen=True, kw_only=True)
class WebConfig:
    """What can be set about the web; infra makes it of the settings."""

    secret_key: bytes
    """Signs the listener's cookie."""
    version: str = "0"
    command: str = "segue"
    """How the program is called at this machine's terminal; pages print it in the commands they name."""
    allowed_hosts: tuple[str, ...] = ()
    """Host names answered to beside localhost and addresses; `*` for any."""
    trusted_proxies: str = "0"
    """How many proxies stand in front, or their addresses."""
    upload_limit_bytes: int = 100_000_000
    table_limit_bytes: int = 512_000_000
    """Of a table that is sent to be trained on."""
    history_limit_bytes: int = 512_000_000
    """Of a listening history that is sent to be imported."""
    upload_slots: int = 2
    """Uploads analysed at the same time."""
    upload_wait_s: float = 10.0
    """How long further ones wait before they are told to come back."""
    transcode_slots: int = 4
    ffmpeg: str | None = None
    """Path of the program; None when it is not there."""
    static_folder: Path = Path(__file__).parent / "static"
    events_per_s: float = 50.0
    """Activity events a listener may send in the long run."""
    events_burst: int = 200
    address_events_per_s: float = 100.0
    """Activity events that may come from one address in the long run, whoever listens there."""
    address_listeners_per_min: int = 60
    """New listeners that one address may have in a minute."""
    artist_cap: int = 2
    """Tracks of one artist in any ten in a row of a list that segue makes."""
    half_life_days: float = 14.0
    """In which a liking loses half of its weight, in lists that segue makes."""
    address_sockets: int = 128
    """Live sockets that one address may have at the same time."""


@dataclass(frozen=True, kw_only=True)
class Services:
    """The ports of the web. Each is called from many greenlets and must not block the process."""

    config: WebConfig
    catalogue: Callable[[], Catalogue]
    """Returns the whole catalogue; in the services that `create_app` hands on, what whoever asks may see of it."""
    libraries: LibraryServices
    index: Callable[[], TrackIndex | None]
    current_slate: Callable[[ListenerId], Slate]
    publish: Callable[[Sequence[ActivityEvent]], None]
    """Returns when every event is stored for good; raises `ServerUnavailable`."""
    analyse_upload: Callable[[Path], Analysis]
    """Analyses in another process, within limits; raises `BadAudio`."""
    read_cover: Callable[[Track], Picture | None]
    raw_vector: Callable[[TrackId], np.ndarray | None]
    """Returns the feature vector, float32 [n_columns], or None when the track has not been analysed."""
    transcoding_source: Callable[[Track, Path, float], TranscodingSource]
    """Returns how ffmpeg is to read a track's file from so many seconds on; raises `OSError` when it is gone."""
    parts: Callable[[], Sequence[Part]]
    taste: Callable[[ListenerId], Taste]
    """The listener's taste as it is stored; that of somebody unknown when nothing is."""
    mood_slate: Callable[[ListenerId, MoodName], Slate]
    """The listener's slate of one mood; raises `NoMoods` before the library has any."""
    play_queues: PlayQueueStore
    plays: PlayStore
    favourites: FavouriteStore
    arrangements: ArrangementStore
    """Listeners' own arrangements of the room."""
    lab: Lab
    accounts: AccountServices | None = None
    """None: nobody has an account, and every browser is a listener of its own who may do everything."""
    playlists: PlaylistServices
    corrections: CorrectionServices
    radio_slate: Callable[[ListenerId, Wish], Slate]
    """The listener's slate of a radio; raises `StaleWish` when the index was replaced meanwhile."""
    kept_lists: KeptLists
    """Mixes and discoveries, which stay for their day or week."""
    history_imports: HistoryImports
    """Takes in what was heard elsewhere."""
    folders: FolderServices
    picks_quality: Callable[[], PicksQuality]
    """How good the picks are, of all listeners together; takes seconds once in minutes."""
    track_map: Callable[[], TrackMap | None] = lambda: None
    """The map of the room; None before the first `segue build map`."""
    compute: Callable[[Callable[[], Any]], Any] = lambda work: work()
    """Returns what a function returns that takes tens of milliseconds, called where it holds up nobody else."""
    clock: Clock = system_clock
