"""A network over sessions, trained: what is never played is picked by its sound, and what has ended is learned."""

import numpy as np
import pytest

from infra.settings import choose_keras_backend
from recommender.sequences.evaluation.deep.model import DeepModel, TrainedOnce
from recommender.sequences.evaluation.deep.settings import NetworkSettings, Refit
from recommender.sequences.memory import SessionMemory
from tests.builders.sessions import query, session

N_TRACKS = 60
TRACKS_OF_A_KIND = 15


@pytest.fixture(scope="module")
def kinds() -> np.ndarray:
    """Four kinds of sound; sessions stay within one. The last 3 tracks of each kind are never played."""
    rng = np.random.default_rng(0)
    centres = 3 * np.eye(4)[:, :4]
    return np.repeat(centres, TRACKS_OF_A_KIND, axis=0) + 0.3 * rng.standard_normal((N_TRACKS, 4))


def made_memory(n: int) -> SessionMemory:
    rng = np.random.default_rng(1)
    memory = SessionMemory()
    for day in range(n):
        kind = int(rng.integers(4))
        heard = kind * TRACKS_OF_A_KIND + rng.integers(TRACKS_OF_A_KIND - 3, size=6)
        memory.learn(session(*heard.tolist(), day=float(day)))
    return memory


def test_by_its_sound_a_track_that_was_never_played_is_picked(kinds):
    choose_keras_backend()
    settings = NetworkSettings(kind="GRU", width=8, epochs=12, learning_rate=0.02, knows_artists=False)
    memory = made_memory(160)
    trained = TrainedOnce()
    model = DeepModel(settings, sound=kinds, refit=Refit(every_sessions=1, epochs=1), trained=trained)
    frozen = DeepModel(settings, sound=kinds, trained=trained)
    asked = query(0, 3, 5, n_tracks=N_TRACKS)
    chances = model.score(memory, asked)
    assert frozen.score(memory, asked) == pytest.approx(chances)
    assert chances.sum() == pytest.approx(1)
    never = np.arange(N_TRACKS) % TRACKS_OF_A_KIND >= TRACKS_OF_A_KIND - 3
    best = np.flatnonzero(never)[np.argsort(-chances[never])]
    assert sorted(best[:3].tolist()) == [12, 13, 14]
    assert chances[12:15].min() > chances[15:].max()
    # what has no sound and was never played has no chance, and a session that ended is learned
    memory.learn(session(*[0, 59] * 30, day=200.0))
    assert model.score(memory, asked)[59] > chances[59]
    assert frozen.score(memory, asked) == pytest.approx(chances)
    assert DeepModel(settings, refit=Refit(), sound=kinds, trained=trained).score(made_memory(160), asked) is not None
    assert DeepModel(settings).score(memory, asked)[[12, 13, 14]].tolist() == [0, 0, 0]
