"""A network that was trained on the sessions that have ended, asked for the next track of another."""

from time import perf_counter
from typing import Any

import numpy as np

from recommender.prediction.keras_on_jax import keras_on_jax
from recommender.sequences.evaluation.deep.layers import build
from recommender.sequences.evaluation.deep.settings import NetworkSettings
from recommender.sequences.evaluation.deep.tracks import TrackTable, table_of
from recommender.sequences.evaluation.deep.windows import Windows, cut_windows, prefix_window
from recommender.sequences.memory import SessionMemory

BATCH = 32


class SequenceNetwork:
    """One network with its room for tracks."""

    def __init__(self, settings: NetworkSettings, table: TrackTable, *, seed: int) -> None:
        keras = keras_on_jax()
        self._settings, self._to_numpy, self._copied = settings, keras.ops.convert_to_numpy, keras.ops.copy
        self._shape = _shape_of(table)
        self._network, self._states, self._layer = build(settings, table, seed=seed)
        self._network.compile(
            keras.optimizers.Adam(settings.learning_rate),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            jit_compile=True,
        )
        self._rng = np.random.default_rng(seed)
        self.training_s = 0.0

    def copy(self, table: TrackTable) -> "SequenceNetwork":
        """Return another of the same weights; `table` is what it was told last."""
        other = SequenceNetwork(self._settings, table, seed=0)
        for weight, own in zip(other._network.weights, self._network.weights, strict=True):
            weight.assign(self._copied(own.value))  # an array that both had would be used up by the training of one
        other._take(table)
        other.training_s = self.training_s
        return other

    def has_room_for(self, table: TrackTable) -> bool:
        """Return whether it need not be built anew for what is known by now."""
        return self._shape == _shape_of(table)

    def fit(self, memory: SessionMemory, table: TrackTable, *, epochs: int) -> None:
        """Learn from all sessions of the memory, from the weights it has on."""
        began = perf_counter()
        self._layer.tell(table)
        windows = _filled_up(cut_windows(memory.log.tracks_of_sessions()), self._rng)
        self._network.fit(
            windows.tracks, windows.targets, sample_weight=windows.weights, batch_size=BATCH, epochs=epochs, verbose=0
        )
        self._take(table)
        self.training_s += perf_counter() - began

    def _take(self, table: TrackTable) -> None:
        """Keep what queries need of the weights."""
        self._vectors = self._to_numpy(self._layer.vectors(training=False))
        bias = self._to_numpy(self._layer.bias.value).copy()
        bias[~table.is_heard] = bias[table.is_heard].mean() if table.is_heard.any() else 0.0
        self._bias, self._can_be_scored = bias, table.can_be_scored

    def chances(self, tracks: np.ndarray, n_tracks: int) -> np.ndarray:
        """Return the chance of each track to follow `tracks`, float64 [n_tracks]; 0 where nothing was learned of it."""
        window, place = prefix_window(np.where(tracks < len(self._bias) - 1, tracks, -1))
        state = self._states.predict_on_batch(window[None, :])[0, place]
        n = min(n_tracks + 1, len(self._bias))
        logits = (self._vectors[1:n] @ state + self._bias[1:n]).astype(np.float64)
        is_known = self._can_be_scored[1:n]
        chances = np.zeros(n_tracks)
        if is_known.any():
            likelihood = np.exp(logits[is_known] - logits[is_known].max())
            chances[: n - 1][is_known] = likelihood / likelihood.sum()
        return chances


def train(
    settings: NetworkSettings, memory: SessionMemory, *, sound: np.ndarray | None = None, seed: int = 0
) -> SequenceNetwork:
    """Return a network trained on the sessions of `memory`."""
    table = table_of(memory, sound, knows_artists=settings.knows_artists)
    network = SequenceNetwork(settings, table, seed=seed)
    network.fit(memory, table, epochs=settings.epochs)
    return network


def _shape_of(table: TrackTable) -> tuple[Any, ...]:
    return table.n_slots, len(table.artist_is_heard), table.sound.shape


def _filled_up(windows: Windows, rng: np.random.Generator) -> Windows:
    """Add rows that count nothing up to a whole number of batches: a last batch of another size is compiled apart."""
    rows = np.concatenate(
        [rng.permutation(len(windows.tracks)), np.zeros(-len(windows.tracks) % BATCH, dtype=np.int64)]
    )
    weights = windows.weights[rows]
    weights[len(windows.tracks) :] = 0.0
    return Windows(windows.tracks[rows], windows.targets[rows], weights)
