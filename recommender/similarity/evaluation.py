"""How good the similarity is, judged by tags it never saw: whether neighbours share the album and the artist.

Conventions: a *ranking* is int [n_tracks, k], the rows of each track's neighbours, closest first, -1 where there
are no more. A *label* is an int per track, -1 for a track without one. Precision at 10 divides by 10, always.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from msgspec import Struct

from recommender.errors import BadInput
from recommender.resampling import GroupBootstrap, interval

AT = 10
MIN_TRACKS = 20
"""With fewer, ten nearest are half of all there are."""
MIN_ALBUMS = 2
N_RESAMPLES = 2_000


class Measurement(Struct, frozen=True, omit_defaults=True):
    """One figure of one model; `low` and `high` bound it with 95 % confidence, albums resampled."""

    model: str
    metric: str
    value: float
    low: float | None
    high: float | None
    n: int
    """Queries (or tracks) behind the figure."""
    album: str = ""
    """The album whose tracks ask, where the figure is of one."""


@dataclass(frozen=True, eq=False)
class Judgement:
    """What a library's tags say."""

    albums: np.ndarray
    """int [n_tracks], -1 without an album tag."""
    artists: np.ndarray
    """int [n_tracks], -1 without an artist tag."""
    album_names: tuple[str, ...]

    @classmethod
    def from_tags(cls, *, albums: Sequence[str], artists: Sequence[str]) -> "Judgement":
        """Return the tags numbered as they are spelt; different spellings are different artists.

        An artist tag that only repeats the album tag (tools write that when they know no artist) names nobody.
        """
        people = ["" if artist == album else artist for artist, album in zip(artists, albums, strict=True)]
        names = sorted({album for album in albums if album})
        return cls(
            albums=_encode(albums, names),
            artists=_encode(people, sorted(set(people) - {""})),
            album_names=tuple(names),
        )


def require_judgeable(judgement: Judgement) -> None:
    """Raise `BadInput` unless enough tracks lie in albums of several tracks, and in more than one album."""
    sizes = np.bincount(judgement.albums[judgement.albums >= 0])
    n_albums, n_tracks = int((sizes > 1).sum()), int(sizes[sizes > 1].sum())
    if n_albums < MIN_ALBUMS or n_tracks < MIN_TRACKS:
        raise BadInput(
            f"{n_tracks} tracks have an album tag that another track shares, in {n_albums} albums; at least "
            f"{MIN_TRACKS} in {MIN_ALBUMS} are needed to judge by: tag the music, or give more"
        )


def precisions(
    ranking: np.ndarray, labels: np.ndarray, *, only_with_company: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Return the queried rows and, for each, the share of its ten nearest with the same label.

    Only labelled tracks ask and are answered with. `only_with_company` leaves out queries that nobody shares a
    label with: their precision could only be 0.
    """
    labelled = labels >= 0
    rows = np.flatnonzero(labelled)
    if only_with_company:
        sizes = np.bincount(labels[labelled], minlength=1)
        rows = rows[sizes[labels[rows]] > 1]
    shares = np.empty(len(rows))
    for i, row in enumerate(rows.tolist()):
        neighbours = ranking[row]
        neighbours = neighbours[neighbours >= 0]
        nearest = neighbours[labelled[neighbours]][:AT]
        shares[i] = (labels[nearest] == labels[row]).sum() / AT
    return rows, shares


def chance(labels: np.ndarray, rows: np.ndarray) -> float:
    """Return the precision of a random ranking for these queries."""
    labelled = labels[labels >= 0]
    if len(labelled) < 2 or not len(rows):
        return 0.0
    sizes = np.bincount(labelled)
    return float(((sizes[labels[rows]] - 1) / (len(labelled) - 1)).mean())


def hub_skewness(ranking: np.ndarray) -> float:
    """Return the skewness of N10: how often each track stands in the others' lists of ten; about 0 without hubs."""
    listed = ranking[:, :AT].ravel()
    counts = np.bincount(listed[listed >= 0], minlength=len(ranking)).astype(float)
    std = counts.std()
    return float((((counts - counts.mean()) / std) ** 3).mean()) if std > 0 else 0.0


def measure(model: str, ranking: np.ndarray, judgement: Judgement, *, rng: np.random.Generator) -> list[Measurement]:
    """Return every figure of one model: album and artist P@10, over queries, over albums, per album; N10 skewness."""
    album_rows, by_album = precisions(ranking, judgement.albums)
    artist_rows, by_artist = precisions(ranking, judgement.artists, only_with_company=True)
    measurements = [
        *_precision(model, "album_p10", by_album, judgement.albums[album_rows], rng=rng),
        *_precision(model, "artist_p10", by_artist, judgement.albums[artist_rows], rng=rng),
        Measurement(model, "n10_skewness", hub_skewness(ranking), None, None, len(ranking)),
    ]
    for code, name in enumerate(judgement.album_names):
        shares = by_album[judgement.albums[album_rows] == code]
        mean = float(shares.mean())
        measurements.append(Measurement(model, f"album_p10 of {name}", mean, None, None, len(shares), album=name))
    return measurements


def measure_chance(judgement: Judgement) -> list[Measurement]:
    """Return what a random ranking would get."""
    albums, artists = judgement.albums, judgement.artists
    album_rows, artist_rows = np.flatnonzero(albums >= 0), _with_company(artists)
    return [
        Measurement("chance", "album_p10", chance(albums, album_rows), None, None, len(album_rows)),
        Measurement("chance", "artist_p10", chance(artists, artist_rows), None, None, len(artist_rows)),
    ]


def euclidean_ranking(vectors: np.ndarray) -> np.ndarray:
    """Return the ranking of all other tracks by Euclidean distance of raw vectors [n_tracks, m]."""
    wide = vectors.astype(np.float64)
    squares = np.square(wide).sum(axis=1)
    distance = squares[:, None] + squares[None, :] - 2 * wide @ wide.T
    np.fill_diagonal(distance, np.inf)
    order: np.ndarray = np.argsort(distance, axis=1, kind="stable")[:, : max(len(vectors) - 1, 0)]
    return order


def _precision(
    model: str, metric: str, shares: np.ndarray, clusters: np.ndarray, *, rng: np.random.Generator
) -> list[Measurement]:
    if not len(shares):
        return [
            Measurement(model, metric, 0.0, None, None, 0),
            Measurement(model, f"{metric}_macro", 0.0, None, None, 0),
        ]
    resamples = GroupBootstrap.draw(clusters, rng, n_resamples=N_RESAMPLES)
    by_cluster = np.bincount(resamples.group, shares) / np.bincount(resamples.group)
    macro = resamples.times @ by_cluster / len(by_cluster)
    return [
        Measurement(model, metric, float(shares.mean()), *resamples.mean(shares), len(shares)),
        Measurement(model, f"{metric}_macro", float(by_cluster.mean()), *interval(macro), len(by_cluster)),
    ]


def _with_company(labels: np.ndarray) -> np.ndarray:
    sizes = np.bincount(labels[labels >= 0], minlength=1)
    rows = np.flatnonzero(labels >= 0)
    kept: np.ndarray = rows[sizes[labels[rows]] > 1]
    return kept


def _encode(names: Sequence[str], known: Sequence[str]) -> np.ndarray:
    codes = {name: code for code, name in enumerate(known)}
    return np.array([codes.get(name, -1) for name in names], dtype=np.int64)
