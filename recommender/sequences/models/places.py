"""Numbers of plays: of several tracks, and of ranges."""

import numpy as np

from recommender.sequences.session_log import SessionLog


def newest_of_each(log: SessionLog, tracks: np.ndarray, limit: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the newest plays of each track, one track after another, and each one's position in `tracks`."""
    plays = [log.newest_plays(track, limit) for track in tracks.tolist()]
    of_track = np.repeat(np.arange(len(plays)), [len(of_one) for of_one in plays])
    return np.concatenate([np.zeros(0, dtype=np.int64), *plays]), of_track


def plays_between(first: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the plays from each `first` [n] to before its `end` [n], one range after another, and each one's range."""
    lengths = end - first
    of_range = np.repeat(np.arange(len(lengths)), lengths)
    before = np.cumsum(lengths) - lengths
    return np.arange(len(of_range)) + (first - before)[of_range], of_range
