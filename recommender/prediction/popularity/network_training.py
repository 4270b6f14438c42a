"""Trains the network with Keras, which nothing but this module loads."""

from typing import Any

import numpy as np

from recommender.prediction.keras_on_jax import keras_on_jax
from recommender.prediction.popularity.cells import N_CELLS
from recommender.prediction.popularity.network import InputScale, Network

HIDDEN = (128, 64)
EPOCHS = 12
BATCH_SIZES = (64, 512)
"""Small tables get small batches, so that there are enough steps."""
_BATCHES = 140
"""Steps an epoch, between these two sizes."""
DROPOUT = 0.3
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 1e-3


def fitted_network(matrix: np.ndarray, cells: np.ndarray, *, seed: int, epochs: int = EPOCHS) -> Network:
    """Fit the cells [n] to the matrix [n, columns]."""
    scale = InputScale.of(matrix)
    model = fitted_model(scale.transform(matrix), cells, seed=seed, epochs=epochs)
    return Network(scale, weights_of(model))


def fitted_model(inputs: np.ndarray, cells: np.ndarray, *, seed: int, epochs: int) -> Any:
    """Return a Keras model fitted to scaled inputs."""
    keras = keras_on_jax()
    keras.utils.set_random_seed(seed)
    batch_size = int(np.clip(len(inputs) // _BATCHES, *BATCH_SIZES))
    n_steps = epochs * -(-len(inputs) // batch_size)
    model = _layers(keras, inputs.shape[1])
    rate = keras.optimizers.schedules.CosineDecay(LEARNING_RATE, n_steps)
    optimizer = keras.optimizers.AdamW(rate, weight_decay=WEIGHT_DECAY)
    model.compile(optimizer, loss="sparse_categorical_crossentropy", jit_compile=True)
    model.fit(inputs, cells, batch_size=batch_size, epochs=epochs, verbose=0)
    return model


def weights_of(model: Any) -> tuple[np.ndarray, ...]:
    """Return a Keras model's kernels and biases, float32, layer by layer."""
    return tuple(np.asarray(each.value, dtype=np.float32) for each in model.weights)


def _layers(keras: Any, n_inputs: int) -> Any:
    signal = start = keras.Input((n_inputs,))
    for width in HIDDEN:
        signal = keras.layers.Dense(width, activation="relu")(signal)
        signal = keras.layers.Dropout(DROPOUT)(signal)
    return keras.Model(start, keras.layers.Dense(N_CELLS, activation="softmax")(signal))
