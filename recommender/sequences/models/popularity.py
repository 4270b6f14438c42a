"""Models that ask only how often and how recently tracks were played."""

import numpy as np
from msgspec import Struct

from recommender.sequences.memory import SessionMemory
from recommender.sequences.models.scoring import SparseModel, Weighed, padded
from recommender.sequences.records import Query


class Popularity(Struct, frozen=True, tag=True):
    """How often each track was played."""

    def score(self, memory: SessionMemory, query: Query) -> np.ndarray:
        """Return the plays of each track."""
        return padded(memory.counts.plays, query.n_tracks)


MIN_SHARE = 1e-6
"""Of the highest decayed count: tracks below it count as not played lately."""


class DecayedPopularity(SparseModel, frozen=True, tag=True):
    """Plays, each worth exp(-age / decay days)."""

    decay_days: float = 4.0

    def weigh(self, memory: SessionMemory, query: Query) -> Weighed:
        """Return the decayed plays of the tracks that were played lately."""
        counts = memory.counts.decayed(self.decay_days)[: query.n_tracks]
        tracks = np.flatnonzero(counts > MIN_SHARE * counts.max(initial=0.0))
        return Weighed(tracks, counts[tracks])


class SameArtist(SparseModel, frozen=True, tag=True):
    """Decayed plays of the tracks by the artist who is playing, nothing for others."""

    decay_days: float = 7.0

    def weigh(self, memory: SessionMemory, query: Query) -> Weighed:
        """Return the decayed plays of the artist's tracks."""
        tracks = memory.artists.tracks_of(int(query.prefix.artists[-1]))
        return Weighed(tracks, memory.counts.decayed(self.decay_days)[tracks])


class Repeat(Struct, frozen=True, tag=True):
    """The track that was played last first, those of the session before all others."""

    def score(self, memory: SessionMemory, query: Query) -> np.ndarray:
        """Return the number of each track's last play."""
        scores = padded(memory.counts.last_play, query.n_tracks)
        tracks, places = query.prefix.tracks, memory.log.n_plays + 1.0 + np.arange(len(query.prefix))
        is_known = tracks < query.n_tracks
        scores[tracks[is_known]] = places[is_known]
        return scores
