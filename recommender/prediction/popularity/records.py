"""Tracks with everything a model may look at, in columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class LabelledTracks:
    """Distinct tracks and their popularity; row i of each column is track i."""

    track_ids: tuple[str, ...]
    titles: tuple[str, ...]
    albums: tuple[str, ...]
    """Empty where the table does not name them."""
    artists: tuple[tuple[str, ...], ...]
    """All credited, in the order of the credit; empty when nobody is named."""
    genres: tuple[tuple[str, ...], ...]
    audio: np.ndarray
    """float64 [n, 13], in the order of `features.NAMES`."""
    explicit: np.ndarray
    """float64 [n]: 1, 0, or NaN where it is not known."""
    popularity: np.ndarray
    """float64 [n], 0 to 100."""

    def __len__(self) -> int:
        return len(self.track_ids)

    def take(self, rows: np.ndarray) -> "LabelledTracks":
        """Return these rows [k] in this order."""
        picked = rows.tolist()

        def some(column: Sequence[T]) -> tuple[T, ...]:
            return tuple(column[row] for row in picked)

        return LabelledTracks(
            track_ids=some(self.track_ids),
            titles=some(self.titles),
            albums=some(self.albums),
            artists=some(self.artists),
            genres=some(self.genres),
            audio=self.audio[rows],
            explicit=self.explicit[rows],
            popularity=self.popularity[rows],
        )

    def followed_by(self, others: "LabelledTracks") -> "LabelledTracks":
        """Return these tracks and then the others."""
        return LabelledTracks(
            track_ids=self.track_ids + others.track_ids,
            titles=self.titles + others.titles,
            albums=self.albums + others.albums,
            artists=self.artists + others.artists,
            genres=self.genres + others.genres,
            audio=np.concatenate([self.audio, others.audio]),
            explicit=np.concatenate([self.explicit, others.explicit]),
            popularity=np.concatenate([self.popularity, others.popularity]),
        )

    @property
    def first_artists(self) -> np.ndarray:
        """Return the folded name of each track's first artist, str [n]; its own id where nobody is named."""
        return np.array([
            folded_artist(names[0]) if names else f"\x00{track_id}"
            for names, track_id in zip(self.artists, self.track_ids, strict=True)
        ])  # fmt: skip


def folded_artist(name: str) -> str:
    """Return what the spellings of one artist's name share."""
    return " ".join(name.casefold().split())
