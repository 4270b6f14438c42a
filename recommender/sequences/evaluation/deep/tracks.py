"""What a network is told of each track beside its number: its artist, its sound, and whether it was heard."""

from dataclasses import dataclass

import numpy as np

from recommender.sequences.memory import SessionMemory

SLOTS_STEP = 256
"""A network has room for a multiple of so many tracks, so that it need not be built anew for each new one."""


@dataclass(frozen=True, eq=False)
class TrackTable:
    """Slot t + 1 is track t, artist a has slot a + 1; slot 0 is no track and no artist."""

    artist: np.ndarray
    """int32 [n_slots]."""
    sound: np.ndarray
    """float32 [n_slots, n_features]: standardised over the tracks that have one, 0 for the others."""
    has_sound: np.ndarray
    """bool [n_slots]."""
    is_heard: np.ndarray
    """bool [n_slots]: whether it was in a session that ended."""
    artist_is_heard: np.ndarray
    """bool [n_artist_slots]."""

    @property
    def n_slots(self) -> int:
        """How many tracks there is room for, and one."""
        return len(self.artist)

    @property
    def can_be_scored(self) -> np.ndarray:
        """Whether anything was learned that tells something of the track, bool [n_slots]."""
        can_be: np.ndarray = self.is_heard | self.artist_is_heard[self.artist] | self.has_sound
        return can_be


def table_of(memory: SessionMemory, sound: np.ndarray | None, *, knows_artists: bool) -> TrackTable:
    """Return what is known after the sessions of `memory`.

    `sound` is float [n, n_features], NaN in the rows of tracks whose sound is not known; tracks may be in it that were
    never heard.
    """
    n_tracks = max(memory.n_tracks, 0 if sound is None else len(sound))
    n_slots = rounded_up(n_tracks + 1)
    artist = np.zeros(n_slots, dtype=np.int32)
    if knows_artists:
        artist[1 : memory.n_tracks + 1] = memory.artists.artist_of + 1
    is_heard = np.zeros(n_slots, dtype=np.bool_)
    is_heard[1 : memory.n_tracks + 1] = memory.counts.plays > 0
    artist_is_heard = np.zeros(rounded_up(int(artist.max()) + 1), dtype=np.bool_)
    artist_is_heard[artist[is_heard]] = True
    artist_is_heard[0] = False
    standardised, has_sound = _standardised(sound, n_slots)
    return TrackTable(artist, standardised, has_sound, is_heard, artist_is_heard)


def rounded_up(n: int) -> int:
    """Return the multiple of `SLOTS_STEP` that leaves room for an eighth more."""
    return SLOTS_STEP * (1 + (n + n // 8) // SLOTS_STEP)


def _standardised(sound: np.ndarray | None, n_slots: int) -> tuple[np.ndarray, np.ndarray]:
    if sound is None or not len(sound):
        return np.zeros((n_slots, 0), dtype=np.float32), np.zeros(n_slots, dtype=np.bool_)
    has_sound = np.zeros(n_slots, dtype=np.bool_)
    has_sound[1 : len(sound) + 1] = np.isfinite(sound).all(axis=1)
    known = sound[has_sound[1 : len(sound) + 1]]
    kept = np.zeros((n_slots, sound.shape[1]), dtype=np.float32)
    if len(known):
        std = known.std(axis=0)
        kept[has_sound] = (known - known.mean(axis=0)) / np.where(std > 0, std, 1.0)
    return kept, has_sound
