"""A path as a listener asks for it: from one thing to another, whether tracks, artists, albums, genres or moods."""

from collections.abc import Sequence

import numpy as np

from recommender.errors import OutOfRange
from recommender.playlists.generated.anchors import MOST_TYPICAL, Anchor, name_of, rows_of, typical_row
from recommender.playlists.generated.explaining import cap_words, likeness_words
from recommender.playlists.generated.library import Library
from recommender.playlists.generated.path import find_path
from recommender.playlists.generated.records import GeneratedList, GeneratedTrack
from recommender.records import TrackId


def make_journey(
    library: Library, anchors: Sequence[Anchor], *, n: int, artist_cap: int, refused: np.ndarray
) -> GeneratedList:
    """Return a path of `n` tracks through the anchors; what is no track is passed at its most typical one.

    `refused`, bool [n_tracks], is what the listener turned away: only a track that was asked for may be of these.
    """
    stations = _stations(library, anchors, refused)
    path = find_path(library.index, stations, n=n, artist_cap=artist_cap, allowed=library.present & ~refused)
    names = [name_of(library, anchor) for anchor in anchors]
    chosen = dict(zip(stations, _station_reasons(anchors, names), strict=True))
    words = ["", *likeness_words(library, path.rows[1:], path.rows[:-1])]
    tracks = tuple(
        GeneratedTrack(
            track_id=TrackId(library.index.table.track_ids[row]),
            reason=chosen.get(row) or words[at],
            step=round(float(path.steps[at - 1]), 4) if at else None,
            is_chosen=row in chosen,
        )
        for at, row in enumerate(path.rows)
    )
    return GeneratedList(
        name=f"From {names[0]} to {names[-1]}",
        tracks=tracks,
        message=cap_words(path.artist_cap, artist_cap),
        model_version=library.index.version,
    )


def _stations(library: Library, anchors: Sequence[Anchor], refused: np.ndarray) -> list[int]:
    """Return a row for each anchor; tracks first, so that an artist is not passed at a track that comes anyway."""
    rows = {at: int(rows_of(library, anchor)[0]) for at, anchor in enumerate(anchors) if anchor.kind == "track"}
    for at, anchor in enumerate(anchors):
        if at in rows:
            continue
        of_anchor = rows_of(library, anchor)
        open_rows = of_anchor[~refused[of_anchor] & ~np.isin(of_anchor, list(rows.values()))]
        if not len(open_rows):
            raise OutOfRange(f"{name_of(library, anchor)} has no track that may be in the list")
        rows[at] = typical_row(library, open_rows[:MOST_TYPICAL] if anchor.kind == "mood" else open_rows)
    return [rows[at] for at in range(len(anchors))]


def _station_reasons(anchors: Sequence[Anchor], names: Sequence[str]) -> list[str]:
    roles = ["Starts here", *["On the way, as you chose"] * (len(anchors) - 2), "Ends here"]
    return [
        role if anchor.kind == "track" else f"{role}: typical of {name}"
        for role, anchor, name in zip(roles, anchors, names, strict=True)
    ]
