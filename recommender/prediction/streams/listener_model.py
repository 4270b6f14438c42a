"""Everything that is kept of one listener: the models, the songs as they stood when it was trained, and its worth."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from recommender.artifacts.opening import refuse_unreadable
from recommender.prediction.streams.forecast import Forecast
from recommender.prediction.streams.heard.features import NAMES as HEARD_NAMES
from recommender.prediction.streams.heard.model import HeardModel
from recommender.prediction.streams.known_songs import KnownSongs
from recommender.prediction.streams.search import Tried
from recommender.prediction.streams.unheard.features import about_song
from recommender.prediction.streams.unheard.model import UnheardModel
from recommender.records import ListenerId


class ListenerFacts(Struct, frozen=True, kw_only=True):
    """What is kept as JSON."""

    listener_id: ListenerId
    titles: tuple[str, ...]
    artists: tuple[str, ...]
    song_artist: tuple[int, ...]
    """Of each song, position in `artists`."""
    n_plays: int
    first_play: datetime
    last_play: datetime
    """Forecasts begin here."""
    heard: HeardModel
    unheard: UnheardModel | None
    """None where there were too few first plays to learn from."""
    decay_factor: float
    """Of the baseline."""
    genre_shares: dict[str, float]
    """How much of what was heard lately was of each genre."""
    first_play_mean: float
    """The baseline of songs never heard by artists never heard."""
    coverage_heard: float
    coverage_unheard: float | None
    score: float
    """Log R2 of songs heard before, on the test."""
    baseline: float
    tries: tuple[Tried, ...]


@dataclass(frozen=True, eq=False)
class ListenerModel:
    """Forecasts for one listener, from the newest play that was known."""

    facts: ListenerFacts
    songs: np.ndarray
    """float32 [n_songs, k]: features of every song heard."""
    artists: np.ndarray
    """float32 [n_artists + 1, k]: features of a song never heard, by artist; the last is an artist never heard."""
    known: KnownSongs = field(default_factory=KnownSongs)
    """Songs of a table, the same for all listeners."""
    version: str = ""
    """Of the artifact it was read from."""
    forecast: Forecast = field(init=False)
    """Of every song heard."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "forecast", self.facts.heard.forecast(self.songs))

    def unheard_row(self, title: str, artist: str, artist_row: int | None) -> np.ndarray:
        """Return the features of a song never heard, float32 [k]; `artist_row` None for an artist never heard."""
        known = self.known.row(title, artist)
        facts = self.known.facts[known] if known is not None else None
        share = self.facts.genre_shares.get(self.known.genres[known], 0.0) if known is not None else 0.0
        about = about_song(title, facts=facts, genre_share=share)
        row: np.ndarray = self.artists[-1 if artist_row is None else artist_row] + about
        return row

    def heard_baseline(self, song: int) -> float:
        """Return the plays that the decayed count forecasts for a song."""
        return self.facts.decay_factor * float(self.songs[song, HEARD_NAMES.index("plays_decayed_5d")])

    def best(self, n: int) -> np.ndarray:
        """Return the songs with the most expected plays, int [n]."""
        order: np.ndarray = np.argsort(-self.forecast.mean, kind="stable")[:n]
        return order


def write(model: ListenerModel, folder: Path, number: int) -> None:
    """Write the two files of one listener."""
    (folder / f"listener-{number}.json").write_bytes(msgspec.json.encode(model.facts))
    np.savez_compressed(folder / f"listener-{number}.npz", songs=model.songs, artists=model.artists)


def read(folder: Path, number: int, *, known: KnownSongs, version: str) -> ListenerModel:
    """Read the two files of one listener; raises `BadArtifact` when they are damaged."""
    name = f"listener-{number}"
    with refuse_unreadable(folder / name):
        facts = msgspec.json.decode((folder / f"{name}.json").read_bytes(), type=ListenerFacts)
        with np.load(folder / f"{name}.npz", allow_pickle=False) as arrays:
            return ListenerModel(facts, arrays["songs"], arrays["artists"], known, version)
