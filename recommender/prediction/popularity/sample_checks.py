"""What a table of popularities must be for figures on it to mean anything."""

import numpy as np

from recommender.errors import BadInput
from recommender.prediction.popularity.records import LabelledTracks

MIN_TRACKS = 300
"""To be evaluated on: the 95 % interval of R2 is about 0.1 wide each way then."""
MIN_ARTISTS = 20
"""Four for each of five folds; intervals are by drawing artists."""
MAX_SHARE = 0.5
"""Of the tracks, that may be of one artist: where that one is asked about, the others are learnt from."""
MIN_VALUES = 5


def require_sample(
    tracks: LabelledTracks,
    *,
    min_tracks: int = MIN_TRACKS,
    min_artists: int = MIN_ARTISTS,
    max_share: float = MAX_SHARE,
) -> None:
    """Raise `BadInput` for tracks or artists too few, one artist too many, and what `require_scale` refuses."""
    names, n_tracks = np.unique(tracks.first_artists, return_counts=True)
    n_artists = len(names)
    if len(tracks) < min_tracks or n_artists < min_artists:
        raise BadInput(
            f"{len(tracks):,} distinct tracks of {n_artists:,} artists are too few to judge popularity by; give at "
            f"least {min_tracks} tracks of {min_artists} artists"
        )
    if n_tracks.max() > max_share * len(tracks):
        raise BadInput(
            f"{n_tracks.max():,} of {len(tracks):,} tracks are of one artist ({str(names[n_tracks.argmax()])!r}), so "
            "little is left to learn from where that artist is asked about; give more tracks of others"
        )
    require_scale(tracks.popularity)


def require_scale(popularity: np.ndarray, *, whose: str = "") -> None:
    """Raise `BadInput` unless popularity [n] spreads over a scale from 0 to 100; `whose` names the table."""
    values = np.unique(popularity)
    if len(values) and values[-1] <= 1:
        raise BadInput(
            f"popularity{whose} is a number from 0 to 100, and none of these {len(popularity):,} is above 1 "
            f"(such as {values[-1]:g}); multiply the column by 100"
        )
    if len(values) < MIN_VALUES:
        shown = ", ".join(f"{value:g}" for value in values)
        raise BadInput(
            f"the {len(popularity):,} popularities{whose} have {len(values)} different values ({shown}), so nothing "
            f"can be told apart; at least {MIN_VALUES} of 0 to 100 are needed"
        )
