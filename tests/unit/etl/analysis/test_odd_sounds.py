"""Whatever a sound is made of, its vector is finite and its facts are in range."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.analysis.analyse import analyse_sound
from etl.decode.decode import Sound
from recommender.similarity.features import N_COLUMNS, SAMPLE_RATE

PARTS = {
    "silence": lambda n, _rng: np.zeros(n),
    "noise": lambda n, rng: rng.normal(size=n),
    "constant": lambda n, _rng: np.ones(n),
    "tone": lambda n, rng: np.sin(np.arange(n) * rng.uniform(0.001, 3.1)),
    "square": lambda n, rng: np.sign(np.sin(np.arange(n) * rng.uniform(0.001, 3.1))),
    "click": lambda n, rng: np.eye(1, n, int(rng.integers(n)))[0],
    "alternating": lambda n, _rng: np.resize([1.0, -1.0], n),
}


@settings(max_examples=30, deadline=None, derandomize=True)
@given(
    parts=st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=4),
    level=st.sampled_from([1e-4, 0.01, 1.0, 1e5]),
    extra=st.integers(0, 5000),
    seed=st.integers(0, 99),
)
def test_vector_is_finite_and_facts_are_in_range(parts, level, extra, seed):
    rng = np.random.default_rng(seed)
    n = (SAMPLE_RATE + extra) // len(parts) + 1
    samples = np.concatenate([PARTS[part](n, rng) for part in parts]).astype(np.float32) * np.float32(level)
    if not samples.any():
        return  # decode refuses silence
    found = analyse_sound(Sound(samples, 1.0, np.ones(6)), started=0.0)
    assert found.vector.shape == (N_COLUMNS,)
    assert np.isfinite(found.vector).all()
    assert np.isfinite(found.sound.loudness_lufs)
    assert 0 <= found.sound.tempo_bpm <= 250
    assert 0 <= found.sound.key <= 11
