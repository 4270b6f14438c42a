"""Daily mixes: one for each kind of sound that a listener likes, mostly of what they know, with some that is new."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from recommender.listening.reasons import DONE, UNHEARD
from recommender.listening.taste import Taste
from recommender.playlists.generated.choosing import choose
from recommender.playlists.generated.daily.chance import day_of, rng_of, shuffle_by
from recommender.playlists.generated.daily.clusters import MAX_CLUSTERS, Cluster, Liked, find_clusters, liked_tracks
from recommender.playlists.generated.daily.sound_names import sound_name
from recommender.playlists.generated.explaining import likeness_words
from recommender.playlists.generated.landmarks import landmarks_of
from recommender.playlists.generated.library import Library
from recommender.playlists.generated.records import DEFAULT_N, GeneratedList, GeneratedTrack
from recommender.records import TrackId

NEW_SHARE = 0.3
CHANCE = 0.5
"""Spread of chance beside the logarithm of a liking, and beside a likeness in standard deviations."""
MIN_ALIKE = 1.5
"""What was heard belongs to a kind from this likeness on, in standard deviations."""
CANDIDATES = 300
"""New tracks nearest to a cluster, among which a day chooses."""


@dataclass(frozen=True, kw_only=True)
class MixRequest:
    """For whom, when and how."""

    taste: Taste
    refused: np.ndarray
    """bool [n_tracks]: what the listener turned away."""
    heard: Collection[TrackId]
    """Everything that was ever heard; what the taste knows is added."""
    now: datetime
    day: date
    """The listener's day."""
    half_life_days: float
    artist_cap: int
    new_share: float = NEW_SHARE
    n: int = DEFAULT_N


def make_mixes(library: Library, request: MixRequest) -> tuple[GeneratedList, ...]:
    """Return up to six mixes, that of the strongest kind first; the same for the same taste and day.

    Somebody whose liking is not known gets mixes of kinds that the library has; none only of a library without tracks.
    """
    liked = liked_tracks(
        library,
        request.taste,
        refused=request.refused,
        now=request.now,
        half_life_days=request.half_life_days,
    )
    clusters = find_clusters(library.index, liked) or _clusters_of_library(library, request)
    heard = heard_rows(library, request)
    mixes: list[GeneratedList] = []
    for cluster in clusters:
        rows, reasons = _mix(library, request, liked, cluster, heard)
        if rows:
            name = sound_name(library, rows, taken=[mix.name for mix in mixes])
            tracks = tuple(
                GeneratedTrack(track_id=TrackId(library.index.table.track_ids[row]), reason=reasons[row])
                for row in rows
            )
            message = (
                "" if len(liked.rows) else "Made of what the library has, until your listening says what you like."
            )
            mixes.append(GeneratedList(name=name, tracks=tracks, message=message, model_version=library.index.version))
    return tuple(mixes)


def heard_rows(library: Library, request: MixRequest) -> np.ndarray:
    """Return which tracks the listener has heard, as far as anybody knows: bool [n_tracks]."""
    heard = np.zeros(len(library.index), dtype=bool)
    heard[library.rows({*request.heard, *request.taste.heard, *request.taste.affinities})] = True
    return heard


def near_rows(
    library: Library,
    centre: np.ndarray,
    open_rows: np.ndarray,
    rng: np.random.Generator | None = None,
    *,
    min_alike: float = -np.inf,
) -> np.ndarray:
    """Return the open rows most like a vector, in standard deviations of their own cosines, best first: int [k].

    With `rng` chance has a part in their order; what is less like it than `min_alike` is left out.
    """
    index = library.index
    alike = (index.cosines_to(centre) - index.cosine_mean) / index.cosine_std
    alike[~open_rows] = -np.inf
    best = np.argpartition(-alike, CANDIDATES)[:CANDIDATES] if len(alike) > CANDIDATES else np.arange(len(alike))
    best = best[np.argsort(-alike[best], kind="stable")]
    near: np.ndarray = best[open_rows[best] & (alike[best] >= min_alike)]
    return near if rng is None else near[shuffle_by(alike[near], rng, chance=CHANCE)]


def _mix(
    library: Library, request: MixRequest, liked: Liked, cluster: Cluster, heard: np.ndarray
) -> tuple[list[int], dict[int, str]]:
    index, cap = library.index, request.artist_cap
    rng = rng_of(request.taste.listener_id, day_of(request.day), index.table.track_ids[cluster.centre])
    n_new = round(request.new_share * request.n)
    members = liked.rows[cluster.members]
    known = members[shuffle_by(np.log(liked.weights[cluster.members]), rng, chance=CHANCE)]
    centre = index.vectors_of(members if len(members) else [cluster.centre]).mean(axis=0)
    allowed = library.present & ~request.refused
    kept_away = _left_early(library, request)
    of_this_kind = near_rows(library, centre, allowed & heard & ~kept_away, rng, min_alike=MIN_ALIKE)
    known = np.concatenate([known, of_this_kind[~np.isin(of_this_kind, liked.rows)]])
    known_rows = choose(index, known, n=request.n - n_new, artist_cap=cap).rows
    new = near_rows(library, centre, allowed & ~heard, rng)
    new_rows = choose(index, new, n=request.n - len(known_rows), artist_cap=cap, apart_from=known_rows).rows
    if len(known_rows) + len(new_rows) < request.n:  # everything near was heard: then what was heard comes again
        again = near_rows(library, centre, allowed)
        more = request.n - len(known_rows) - len(new_rows)
        known_rows += choose(index, again, n=more, artist_cap=cap, apart_from=[*known_rows, *new_rows]).rows
    ranked = np.array(_interleave(known_rows, new_rows), dtype=int)
    rows = choose(index, ranked, n=len(ranked), artist_cap=cap).rows
    return rows, _reasons(library, liked, cluster, rows, heard)


def _left_early(library: Library, request: MixRequest) -> np.ndarray:
    """Return what was skipped more than it was liked: bool [n_tracks]."""
    skipped = np.zeros(len(library.index), dtype=bool)
    skipped[
        library.rows(track_id for track_id, affinity in request.taste.affinities.items() if affinity.weight < 0)
    ] = True
    return skipped


def _interleave(known: Sequence[int], new: Sequence[int]) -> list[int]:
    """Return both, the new ones spread evenly among the known, which begin."""
    placed = [(at / max(len(known), 1), 0, row) for at, row in enumerate(known)]
    placed += [((at + 0.5) / max(len(new), 1), 1, row) for at, row in enumerate(new)]
    return [row for _, _, row in sorted(placed)]


def _reasons(
    library: Library, liked: Liked, cluster: Cluster, rows: Sequence[int], heard: np.ndarray
) -> dict[int, str]:
    whys = dict(zip(liked.rows.tolist(), liked.whys, strict=True))
    words = likeness_words(library, rows, [cluster.centre] * len(rows))
    title = library.track(cluster.centre).title
    reasons = {}
    for row, like in zip(rows, words, strict=True):
        if row in whys:
            reasons[row] = f"a track {DONE.get(whys[row], 'you heard')}"
        elif row == cluster.centre:
            reasons[row] = "the sound of this mix"
        else:
            reasons[row] = f"{'you heard it' if heard[row] else UNHEARD} · {like} · like “{title}”"
    return reasons


def _clusters_of_library(library: Library, request: MixRequest) -> list[Cluster]:
    """Return kinds of sound that the library has, others every day: for somebody of whom nothing is known."""
    open_rows = library.present & ~request.refused
    rows = landmarks_of(library.index).rows
    rows = rows[open_rows[rows]]
    rng = rng_of(request.taste.listener_id, day_of(request.day))
    if len(rows) > 10 * MAX_CLUSTERS:
        rows = rng.choice(rows, 10 * MAX_CLUSTERS, replace=False)
    even = Liked(rows, np.ones(len(rows)), ("",) * len(rows))
    return [Cluster(each.centre, np.empty(0, dtype=int)) for each in find_clusters(library.index, even, min_gain=0.0)]
