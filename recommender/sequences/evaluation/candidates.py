"""The scores of a blend's parts at many positions, kept so that weights can be tried in milliseconds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.sequences.evaluation.positions import walk
from recommender.sequences.evaluation.ranking import UNRANKED
from recommender.sequences.models.blend import max_normalised
from recommender.sequences.models.scoring import TIE_BREAK, Model, padded
from recommender.sequences.records import Session

N_KEPT = 60
"""Best tracks of each part that are kept: what none of them lists is hardly ever among the first 20 of a blend.
Reports are made from all tracks."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """Candidates of all positions, one position after another, [m] in all, where the target is one of them."""

    scores: np.ndarray
    """float32 [n_parts, m], each part's max-normalised."""
    plays: np.ndarray
    """float64 [m]."""
    start: np.ndarray
    """int64 [n], the first candidate of each position."""
    target: np.ndarray
    """int64 [n], the candidate that came next."""
    n_positions: int
    """With those whose target is no candidate: misses."""

    def ranks(self, weights: np.ndarray) -> np.ndarray:
        """Return the ranks of all targets for weights [n_parts], those that are no candidates last."""
        return self.ranks_by(weights.astype(np.float64) @ self.scores)

    def ranks_by(self, blended: np.ndarray) -> np.ndarray:
        """Return the ranks of all targets by other scores of the candidates, [m]."""
        final = blended + TIE_BREAK * self.plays
        lengths = np.diff(np.append(self.start, len(final)))
        is_above = final > np.repeat(final[self.target], lengths)
        ranks = np.full(self.n_positions, UNRANKED, dtype=np.int64)
        if len(self.start):
            ranks[: len(self.start)] = 1 + np.add.reduceat(is_above, self.start, dtype=np.int64)
        return ranks


def collect(
    parts: Sequence[Model], learned: Sequence[Session], asked: Sequence[Session], *, learns: bool
) -> Candidates:
    """Return the candidates of all positions of the asked sessions."""
    scores, plays, lengths, targets, n_positions = [], [], [], [], 0
    for memory, position in walk(learned, asked, learns=learns):
        query, n_positions = position.query, n_positions + 1
        of_parts = np.stack([max_normalised(part.score(memory, query), current=query.current) for part in parts])
        kept = _best_of_each(of_parts)
        if position.target not in kept:  # put in, it would be known for the target by standing nowhere
            continue
        scores.append(of_parts[:, kept].astype(np.float32))
        plays.append(padded(memory.counts.plays, query.n_tracks)[kept])
        targets.append(int(np.searchsorted(kept, position.target)))
        lengths.append(len(kept))
    start = np.cumsum([0, *lengths])[:-1].astype(np.int64)
    return Candidates(
        scores=np.concatenate([np.zeros((len(parts), 0), dtype=np.float32), *scores], axis=1),
        plays=np.concatenate([np.zeros(0), *plays]),
        start=start,
        target=start + np.array(targets, dtype=np.int64),
        n_positions=n_positions,
    )


def _best_of_each(scores: np.ndarray) -> np.ndarray:
    """Return the tracks among the best of any part, of those with a score."""
    if scores.shape[1] <= N_KEPT:
        return np.flatnonzero(scores.max(axis=0, initial=0.0) > 0)
    best = np.argpartition(-scores, N_KEPT - 1, axis=1)[:, :N_KEPT]
    has_score = np.take_along_axis(scores, best, axis=1) > 0
    return np.unique(best[has_score])
