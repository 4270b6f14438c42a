"""The mood of estimated descriptors beside that of the true ones, and which of them carries it."""

import numpy as np
import pytest

from recommender.prediction.descriptors.features import N_INPUTS
from recommender.prediction.descriptors.records import PERCEPTUAL, DescriptorTable, Misses
from recommender.prediction.mood.chain_evaluation import CONSTANT, ESTIMATED, evaluate_chain
from tests.builders.songs import USUAL, made_songs

ENERGY, VALENCE = PERCEPTUAL.index("energy"), PERCEPTUAL.index("valence")


@pytest.fixture(scope="module")
def report():
    """Moods follow from energy and valence; the sound tells all descriptors but energy."""
    rng = np.random.default_rng(0)
    n = 150
    targets = np.array([getattr(USUAL, name) for name in PERCEPTUAL]) * rng.uniform(0.9, 1.1, (n, len(PERCEPTUAL)))
    targets[:, [ENERGY, VALENCE]] = rng.uniform(0, 1, (n, 2))
    estimates = targets.copy()
    estimates[:, ENERGY] = 0.5
    sounds = DescriptorTable(
        inputs=np.zeros((n, N_INPUTS), np.float32), targets=targets,
        artists=np.array([f"artist {i // 2}" for i in range(n)]), n_artists_known=n,
    )  # fmt: skip
    return evaluate_chain(made_songs(), sounds, Misses(estimates, targets - estimates))


def test_what_the_sound_does_not_tell_is_what_would_bring_back_the_moods(report):
    kept = report.value(ESTIMATED, "agreement")
    assert report.value(CONSTANT, "agreement") < kept < 0.7
    assert report.value(ESTIMATED, "agreement, energy known") > 0.95
    assert report.value(ESTIMATED, "agreement, valence known") == pytest.approx(kept)
    assert "in points: energy +" in report.findings[1]
