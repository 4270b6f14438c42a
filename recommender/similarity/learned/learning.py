"""Learning the metric of a catalogue when its index is built, where the catalogue has the artists for it."""

from dataclasses import dataclass, replace

import numpy as np

from recommender.similarity.learned.metric import apply_metric, fit_metric
from recommender.similarity.learned.trial import MetricTrial, try_metric
from recommender.similarity.space import Space
from recommender.similarity.space_fit import fit_projection, products_of

MIN_ARTISTS = 60
"""With fewer, what is learned of some artists does not hold for others (docs/sound.md)."""
MIN_TRACKS_OF_ARTIST = 2
MAX_TRACKS_OF_ARTIST = 20
"""More of one artist say more of that artist only."""
MAX_TRACKS = 20_000
MAX_PROJECTED_FROM = 50_000
"""Vectors from which the main axes are fitted anew."""
_BLOCK = 8_192
_STREAM = 1
"""Of the seed: what is learned takes no chance from the rest of the build."""


@dataclass(frozen=True, eq=False)
class Learning:
    """The space that is published, and what the trial of the metric said."""

    space: Space
    trial: MetricTrial | None
    """None where the catalogue has too few artists."""

    @property
    def scores(self) -> dict[str, float]:
        """What the manifest keeps of the trial; `uses_learned` is 1 where the metric is part of the space."""
        if self.trial is None:
            return {}
        return {
            "unseen_artist_p10": self.trial.learned,
            "unseen_artist_gain_low": self.trial.low,
            "unseen_artist_gain_high": self.trial.high,
            "uses_learned": float(self.space.metric is not None),
        }

    @property
    def baselines(self) -> dict[str, float]:
        """The same precision when nothing is learned."""
        return {} if self.trial is None else {"unseen_artist_p10": self.trial.plain}


def learn_space(vectors: np.ndarray, artists: np.ndarray, space: Space, *, seed: int) -> Learning:
    """Learn a metric and move all vectors, float32 [n_tracks, dims], in place, if it wins on unseen artists.

    `artists` are int [n_tracks], -1 for none. The main axes are fitted to the moved vectors.
    """
    rng = np.random.default_rng([seed, _STREAM])
    rows = training_rows(artists, rng=rng)
    if len(np.unique(artists[rows])) < MIN_ARTISTS:
        return Learning(space, None)
    unit = np.asarray(vectors[rows])
    trial = try_metric(unit, artists[rows], rng=rng)
    if not trial.wins:
        return Learning(space, trial)
    metric = fit_metric(unit, artists[rows])
    for at in range(0, len(vectors), _BLOCK):
        vectors[at : at + _BLOCK] = apply_metric(vectors[at : at + _BLOCK], metric)
    projection = _fit_axes(vectors, dims=space.projection.shape[1])
    return Learning(replace(space, metric=metric, projection=projection), trial)


def training_rows(artists: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """Return rows of whole artists with several tracks, ascending: of each a few, of all `MAX_TRACKS` at most."""
    order = rng.permutation(len(artists))
    order = order[np.argsort(artists[order], kind="stable")]
    names, starts, counts = np.unique(artists[order], return_index=True, return_counts=True)
    place = np.arange(len(order)) - np.repeat(starts, counts)
    is_taken = (place < MAX_TRACKS_OF_ARTIST) & np.repeat((names >= 0) & (counts >= MIN_TRACKS_OF_ARTIST), counts)
    rows = order[is_taken]
    by_chance = rng.permutation(names)
    sizes = np.minimum(counts, MAX_TRACKS_OF_ARTIST) * ((names >= 0) & (counts >= MIN_TRACKS_OF_ARTIST))
    in_order = sizes[np.searchsorted(names, by_chance)]
    kept = by_chance[np.cumsum(in_order) <= MAX_TRACKS]
    return np.sort(rows[np.isin(artists[rows], kept)])


def _fit_axes(vectors: np.ndarray, *, dims: int) -> np.ndarray:
    """Return the main axes of evenly spread rows, float32 [n_columns, k], k <= dims."""
    step = -(-len(vectors) // MAX_PROJECTED_FROM)
    products = np.zeros((vectors.shape[1], vectors.shape[1]))
    for at in range(0, len(vectors), _BLOCK * step):
        products += products_of(vectors[at : at + _BLOCK * step : step])
    return fit_projection(products, dims=dims)
