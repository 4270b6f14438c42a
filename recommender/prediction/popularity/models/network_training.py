"""Trains the network with Keras, which nothing but this module loads."""

from math import log2
from typing import Any

import numpy as np

from recommender.prediction.keras_on_jax import keras_on_jax
from recommender.prediction.popularity.cells import N_CELLS
from recommender.prediction.popularity.models.network import InputScale, Network

HIDDEN = (128, 64)
EPOCHS = 12
BATCH_SIZES = (64, 512)
"""Small tables get small batches, so that there are enough steps."""
_EQUAL_STEPS = 4
"""Steps an epoch are a multiple of this, so that folds of nearly the same size have equally many."""
_BATCHES = 140
"""Steps an epoch, between these two sizes."""
DROPOUT = 0.3
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 1e-3


def train_network(matrix: np.ndarray, cells: np.ndarray, *, seed: int, epochs: int = EPOCHS) -> Network:
    """Fit the cells [n] to the matrix [n, columns]."""
    scale = InputScale.of(matrix)
    model = train_keras_model(scale.transform(matrix), cells, seed=seed, epochs=epochs)
    return Network(scale, weights_of(model))


def train_keras_model(inputs: np.ndarray, cells: np.ndarray, *, seed: int, epochs: int) -> Any:
    """Return a Keras model fitted to scaled inputs."""
    keras = keras_on_jax()
    keras.utils.set_random_seed(seed)
    batch_size = _batch_size(len(inputs))
    rows = _rows_filled_up(len(inputs), _EQUAL_STEPS * batch_size, np.random.default_rng(seed))
    inputs, cells = inputs[rows], cells[rows]
    n_steps = epochs * len(inputs) // batch_size
    model = _layers(keras, inputs.shape[1])
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, n_steps)
    optimizer = keras.optimizers.AdamW(rate, weight_decay=WEIGHT_DECAY)
    model.compile(optimizer, loss="sparse_categorical_crossentropy", jit_compile=True)
    model.fit(inputs, cells, batch_size=batch_size, epochs=epochs, verbose=0)
    return model


def weights_of(model: Any) -> tuple[np.ndarray, ...]:
    """Return a Keras model's kernels and biases, float32, layer by layer."""
    return tuple(np.asarray(weight.value, dtype=np.float32) for weight in model.weights)


def _batch_size(n: int) -> int:
    """Return a power of two, so that folds of nearly the same size share one compiled step."""
    return int(np.clip(2 ** round(log2(max(n / _BATCHES, 1))), *BATCH_SIZES))


def _rows_filled_up(n: int, multiple: int, rng: np.random.Generator) -> np.ndarray:
    """Return all rows, and some twice, up to a multiple: a last batch, or steps, of another size are compiled apart."""
    return np.concatenate([np.arange(n), rng.integers(n, size=-n % multiple)])


def _layers(keras: Any, n_inputs: int) -> Any:
    signal = start = keras.Input((n_inputs,))
    for width in HIDDEN:
        signal = keras.layers.Dense(width, activation="relu")(signal)
        signal = keras.layers.Dropout(DROPOUT)(signal)
    return keras.Model(start, keras.layers.Dense(N_CELLS, activation="softmax")(signal))
