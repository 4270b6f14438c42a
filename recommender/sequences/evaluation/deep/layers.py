"""The layers of a network over sessions, in Keras."""

from typing import Any

import numpy as np

from recommender.prediction.keras_on_jax import keras_on_jax
from recommender.sequences.evaluation.deep.settings import NetworkSettings
from recommender.sequences.evaluation.deep.tracks import TrackTable
from recommender.sequences.evaluation.deep.windows import WINDOW

N_HEADS = 2
_NEVER = -1e9
_INIT_STD = 0.05
OWN_DROPOUT = 0.3
"""Share of the tracks whose own vector is hidden in a training step, so that artist and sound learn to stand for it
(Volkovs, Yu and Poutanen 2017, DropoutNet)."""


def build(settings: NetworkSettings, table: TrackTable, *, seed: int) -> tuple[Any, Any, Any]:
    """Return the network of track numbers to logits, its part that ends at the states, and the layer of tracks."""
    keras = keras_on_jax()
    keras.utils.set_random_seed(seed)
    tracks = keras.Input((WINDOW,), dtype="int32")
    layer = _tracks_layer(keras, settings, table)
    signal = keras.layers.Dropout(settings.dropout)(layer(tracks))
    signal = _recurrent(keras, settings, signal) if settings.kind == "GRU" else _attention(keras, settings, signal)
    states = keras.layers.Dropout(settings.dropout)(signal)
    network = keras.Model(tracks, layer(states, as_logits=True))
    return network, keras.Model(tracks, states), layer


def _recurrent(keras: Any, settings: NetworkSettings, signal: Any) -> Any:
    signal = keras.layers.GRU(settings.width, return_sequences=True)(signal)
    return keras.layers.Dense(settings.width)(signal)


def _attention(keras: Any, settings: NetworkSettings, signal: Any) -> Any:
    layers = keras.layers
    places = layers.Embedding(
        WINDOW, settings.width, embeddings_initializer=keras.initializers.RandomNormal(stddev=_INIT_STD)
    )
    signal = signal + places(np.arange(WINDOW, dtype=np.int32)[None, :])
    for _ in range(settings.n_blocks):
        normal = layers.LayerNormalization()(signal)
        heads = layers.MultiHeadAttention(N_HEADS, settings.width // N_HEADS, dropout=settings.dropout)
        signal = signal + layers.Dropout(settings.dropout)(heads(normal, signal, use_causal_mask=True))
        normal = layers.LayerNormalization()(signal)
        hidden = layers.Dense(settings.width, activation="gelu")(normal)
        signal = signal + layers.Dropout(settings.dropout)(layers.Dense(settings.width)(hidden))
    return layers.LayerNormalization()(signal)


def _tracks_layer(keras: Any, settings: NetworkSettings, table: TrackTable) -> Any:
    """Return the layer that turns numbers of tracks into vectors, and states into logits by the same vectors."""
    normal = keras.initializers.RandomNormal(stddev=_INIT_STD)

    class Tracks(keras.layers.Layer):  # type: ignore[misc]
        def build(self, _shape: object) -> None:
            shape = (table.n_slots, settings.width)
            self.own = self.add_weight(shape=shape, initializer=normal, name="own")
            self.of_artist = self.add_weight(
                shape=(len(table.artist_is_heard), settings.width), initializer=normal, name="of_artist"
            )
            self.of_sound = self.add_weight(
                shape=(table.sound.shape[1], settings.width), initializer=normal, name="of_sound"
            )
            self.bias = self.add_weight(shape=(table.n_slots,), initializer="zeros", name="bias")
            self.known = {
                name: self.add_weight(
                    shape=values.shape, initializer="zeros", trainable=False, name=name, dtype=values.dtype
                )
                for name, values in _constants(table).items()
            }
            self.seeds = keras.random.SeedGenerator()

        def call(self, inputs: Any, *, as_logits: bool = False, training: bool = False) -> Any:
            vectors = self.vectors(training=training)
            if not as_logits:
                return keras.ops.take(vectors, inputs, axis=0)
            is_heard = self.known["is_heard"]
            return keras.ops.matmul(inputs, keras.ops.transpose(vectors)) + self.bias + _NEVER * (1.0 - is_heard)

        def vectors(self, *, training: bool) -> Any:
            is_told = self.known["is_heard"]
            if training and (settings.knows_artists or table.sound.shape[1]):
                drawn = keras.random.uniform((table.n_slots,), seed=self.seeds)
                is_told = is_told * keras.ops.cast(drawn >= OWN_DROPOUT, "float32")
            of_artist = self.of_artist * self.known["artist_is_heard"][:, None]
            shared = keras.ops.take(of_artist, self.known["artist"], axis=0)
            return self.own * is_told[:, None] + shared + keras.ops.matmul(self.known["sound"], self.of_sound)

        def tell(self, table: TrackTable) -> None:
            """Take what is known of the tracks by now."""
            for name, values in _constants(table).items():
                self.known[name].assign(values)

    return Tracks()


def _constants(table: TrackTable) -> dict[str, np.ndarray]:
    return {
        "artist": table.artist,
        "sound": table.sound,
        "is_heard": table.is_heard.astype(np.float32),
        "artist_is_heard": table.artist_is_heard.astype(np.float32),
    }
