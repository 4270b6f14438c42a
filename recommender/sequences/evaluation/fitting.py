"""A blend whose weights are learned: the conditional logit of which candidate came next."""

import numpy as np

from recommender.sequences.evaluation.candidates import Candidates

PENALTY = 1e-3
"""Times the squares of all weights, against the mean log-likelihood of a position."""
MAX_STEPS = 60
N_FORMS = 3
"""Of each part: its score, the root of it, and whether it knows the track."""


def fit_weights(candidates: Candidates) -> np.ndarray:
    """Return the weights, float64 [n_parts, 3], under which the targets are likeliest (McFadden 1974).

    The probability of a candidate is exp(its sum) over those of all candidates of its position.
    """
    from scipy.optimize import minimize  # evaluation and training only

    scores = candidates.scores
    forms = np.concatenate([scores, np.sqrt(scores), scores > 0]).T.astype(np.float64)
    n_positions = len(candidates.start)
    if not n_positions:
        return np.zeros((len(scores), N_FORMS))
    lengths = np.diff(np.append(candidates.start, len(forms)))
    of_targets = forms[candidates.target].mean(axis=0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = forms @ weights
        highest = np.maximum.reduceat(sums, candidates.start)
        likelihood = np.exp(sums - np.repeat(highest, lengths))
        totals = np.add.reduceat(likelihood, candidates.start)
        log_likelihood = float((sums[candidates.target] - highest - np.log(totals)).mean())
        expected = (likelihood / np.repeat(totals, lengths)) @ forms / n_positions
        gradient = expected - of_targets + 2 * PENALTY * weights
        return PENALTY * float(weights @ weights) - log_likelihood, gradient

    fitted = minimize(loss, np.zeros(forms.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": MAX_STEPS})
    weights: np.ndarray = fitted.x.reshape(N_FORMS, len(scores)).T
    return weights
