"""A session log in files: written with room at its end, mapped so that growing into the room changes no file."""

from pathlib import Path

import numpy as np

from recommender.sequences.serving.session_arrays import SessionArrays
from recommender.sequences.session_log import LogArrays

ROOM_PLAYS = 65_536
ROOM_SESSIONS = 8_192
"""What fits before the arrays are copied into memory: zeros, which the room costs on disk only."""
_WITH_ROOM = {
    "play_track": ROOM_PLAYS, "play_session": ROOM_PLAYS, "play_is_first": ROOM_PLAYS,
    "session_start": ROOM_SESSIONS, "session_day": ROOM_SESSIONS,
}  # fmt: skip
_FULL = ("place_start", "place_play")


def log_of(sessions: SessionArrays, n_tracks: int) -> LogArrays:
    """Return the log of sessions whose tracks are numbered below `n_tracks`, without room."""
    n_plays = len(sessions.track)
    session = np.repeat(np.arange(sessions.n_sessions, dtype=np.int32), np.diff(sessions.start))
    by_track = np.argsort(sessions.track, kind="stable")
    is_first = np.ones(n_plays, dtype=np.bool_)
    is_same_track = sessions.track[by_track[1:]] == sessions.track[by_track[:-1]]
    is_first[by_track[1:]] = ~(is_same_track & (session[by_track[1:]] == session[by_track[:-1]]))
    n_of_track = np.bincount(sessions.track, minlength=n_tracks)
    return LogArrays(
        play_track=sessions.track.astype(np.int32),
        play_session=session,
        play_is_first=is_first,
        session_start=sessions.start.astype(np.int64),
        session_day=sessions.end_day,
        place_start=np.concatenate([[0], np.cumsum(n_of_track)]).astype(np.int64),
        place_play=by_track.astype(np.int32 if n_plays < np.iinfo(np.int32).max else np.int64),
        n_sessions=sessions.n_sessions,
    )


def write_log(log: LogArrays, folder: Path) -> None:
    """Write one file an array."""
    for name, room in _WITH_ROOM.items():
        values = getattr(log, name)
        np.save(folder / f"{name}.npy", np.concatenate([values, np.zeros(room, dtype=values.dtype)]))
    for name in _FULL:
        np.save(folder / f"{name}.npy", getattr(log, name))


def map_log(folder: Path, *, n_sessions: int) -> LogArrays:
    """Map the files: only what is asked for is read, and what is changed stays in this process (copy on write)."""
    # a plain array is as mapped as a memmap and takes a third of its time to index
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="c").view(np.ndarray) for name in (*_WITH_ROOM, *_FULL)}
    return LogArrays(**arrays, n_sessions=n_sessions)
