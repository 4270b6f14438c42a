"""What is published of the sessions: the log, the counts, the names, and the blend that was chosen."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from msgspec import Struct

from recommender.errors import BadInput
from recommender.sequences.memory import UNKNOWN, ArtistTracks, SessionMemory
from recommender.sequences.models.blend import Blend
from recommender.sequences.play_counts import DECAYS_DAYS, CountArrays, PlayCounts
from recommender.sequences.serving.log_files import log_of, map_log, write_log
from recommender.sequences.serving.session_arrays import SessionArrays
from recommender.sequences.session_log import SessionLog

KIND = "sessions"
IS_SERVED, IS_MEASURED = "is_served", "is_measured"
"""Keys of a manifest's parameters, 1 or 0: whether it is to be served, and whether its blend was measured."""
MODEL_FILE = "sessions.json"
COUNT_FILES = ("plays", "sessions", "last_play", "decayed")


class Published(Struct, frozen=True, kw_only=True):
    """The part of a version that is no array."""

    track_ids: list[str]
    """By number."""
    artists: list[str]
    """By number."""
    blend: Blend
    n_sessions: int
    n_plays: int
    reference_day: float
    """The newest play, days since 1970."""


def write(
    sessions: SessionArrays, folder: Path, *, track_ids: Sequence[str], artists: Sequence[str], blend: Blend
) -> None:
    """Write a version into an empty folder; `BadInput` when a session has a track or an artist without a name."""
    n_tracks = len(track_ids)
    if sessions.track.max(initial=-1) >= n_tracks or sessions.artist.max(initial=-1) >= len(artists):
        raise BadInput("the sessions have tracks or artists without a name; number all of them before they are written")
    write_log(log_of(sessions, n_tracks), folder)
    counts = count(sessions, n_tracks)
    for name in COUNT_FILES:
        np.save(folder / f"{name}.npy", getattr(counts, name))
    np.save(folder / "artist_of.npy", artists_of(sessions, n_tracks))
    published = Published(
        track_ids=list(track_ids),
        artists=list(artists),
        blend=blend,
        n_sessions=sessions.n_sessions,
        n_plays=counts.n_plays,
        reference_day=counts.reference_day,
    )
    (folder / MODEL_FILE).write_bytes(msgspec.json.encode(published))


def read(folder: Path) -> tuple[SessionMemory, Published]:
    """Open a version: the log is mapped, the counts are copied so that they can go on."""
    published = msgspec.json.decode((folder / MODEL_FILE).read_bytes(), type=Published)
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in COUNT_FILES}
    counts = CountArrays(**arrays, n_plays=published.n_plays, reference_day=published.reference_day)
    memory = SessionMemory(
        log=SessionLog(map_log(folder, n_sessions=published.n_sessions)),
        counts=PlayCounts(counts),
        artists=ArtistTracks(np.load(folder / "artist_of.npy")),
    )
    return memory, published


def count(sessions: SessionArrays, n_tracks: int) -> CountArrays:
    """Return the counts of sessions, as learning them one after another would give them."""
    track, n_plays = sessions.track, len(sessions.track)
    reference_day = float(sessions.day.max(initial=0.0))
    last_play = np.zeros(n_tracks, dtype=np.int64)
    last_play[track] = 1 + np.arange(n_plays)
    session = np.repeat(np.arange(sessions.n_sessions), np.diff(sessions.start))
    _, first = np.unique(session * max(n_tracks, 1) + track, return_index=True)
    age_days = reference_day - sessions.day
    return CountArrays(
        plays=np.bincount(track, minlength=n_tracks).astype(np.float64),
        sessions=np.bincount(track[first], minlength=n_tracks).astype(np.float64),
        last_play=last_play,
        decayed=np.stack([np.bincount(track, np.exp(-age_days / days), n_tracks) for days in DECAYS_DAYS]),
        n_plays=n_plays,
        reference_day=reference_day,
    )


def artists_of(sessions: SessionArrays, n_tracks: int) -> np.ndarray:
    """Return the artist each track was first heard with, int32 [n_tracks]; -1 for one that was not heard."""
    artist_of = np.full(n_tracks, UNKNOWN, dtype=np.int32)
    artist_of[sessions.track[::-1]] = sessions.artist[::-1]
    return artist_of
