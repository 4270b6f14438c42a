"""One recurrent network for all songs of all charts of a kind: what the last weeks of many songs say of the next.

A window is the last `WINDOW` weeks of one song in one chart, never of two; the same function cuts it for training
and for forecasting. The scaler is fitted on training rows only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from recommender.prediction.charts.features import Rows
from recommender.prediction.charts.grid import TOP, Grid
from recommender.prediction.charts.models.chart_model import Prediction, Predictor, calibrate
from recommender.prediction.keras_on_jax import keras_on_jax

WINDOW = 12
UNITS = 24
MAX_ROWS = 30_000
EPOCHS = 14
BATCH = 512
REACH = 120
"""Lowest rank of the songs it is trained on: below it almost nothing happens."""
BESIDE = (
    "weeks_listed", "weeks_in_top", "peak", "year_ago_next", "year_ago_change", "week_of_year_sin",
    "week_of_year_cos", "weeks_to_christmas", "winter_share", "is_christmas_title", "artist_in_top",
    "artist_debuts", "place_among_artist", "chart_debuts_in_top", "is_debut", "log_rank",
)  # fmt: skip
"""Features that the network is given beside the window."""


@dataclass(frozen=True, eq=False)
class Lstm:
    """A global network: strength and chance as two heads on one recurrent layer.

    Fits share one compiled network; each keeps its own weights.
    """

    grids: Sequence[Grid]
    seed: int = 0
    epochs: int = EPOCHS
    name: str = "lstm"

    @cached_property
    def _network(self) -> tuple[Any, list[np.ndarray]]:
        """The network and the weights it starts from in every fit."""
        keras = keras_on_jax()
        keras.utils.set_random_seed(self.seed)
        network = _network(keras)
        return network, network.get_weights()

    def fit(self, rows: Rows) -> Predictor:
        """Train on a sample of the rows near the top; the chance is calibrated on the same rows."""
        network, scaler, trained_on = self._train(rows)
        weights = network.get_weights()

        def raw(asked: Rows) -> tuple[np.ndarray, np.ndarray]:
            network.set_weights(weights)
            change, chance = network.predict(scaler.inputs(self.grids, asked), batch_size=4096, verbose=0)
            return asked.now + scaler.change * change[:, 0], chance[:, 0]

        ends = calibrate(lambda asked: raw(asked)[0], trained_on)

        def predict(asked: Rows) -> Prediction:
            strength, chance = raw(asked)
            interval = ends(asked)
            return Prediction(chance=chance, strength=strength, low=interval.low, high=interval.high)

        return predict

    def _train(self, rows: Rows) -> tuple[Any, "_Scaler", Rows]:
        network, start = self._network
        network.set_weights(start)
        near = np.flatnonzero((rows.column("log_rank") <= np.log(REACH)) | (rows.column("was_top_year_ago_next") > 0))
        rng = np.random.default_rng(self.seed)
        trained_on = rows.where(np.sort(rng.permutation(near)[:MAX_ROWS]))
        scaler = _Scaler.fit(trained_on)
        network.fit(
            scaler.inputs(self.grids, trained_on),
            [(trained_on.next_strength - trained_on.now) / scaler.change, trained_on.next_in_top],
            batch_size=BATCH,
            epochs=self.epochs,
            verbose=0,
        )
        return network, scaler, trained_on


def windows(grids: Sequence[Grid], rows: Rows) -> np.ndarray:
    """Return the last `WINDOW` weeks of each row's song [n, WINDOW, 4].

    Strength relative to the cut, whether listed, whether in the top, and whether the week is known at all:
    weeks before the chart's first and missing weeks are zeros with that flag zero.
    """
    cut = np.zeros((len(rows), WINDOW, 4), dtype=np.float32)
    for chart in np.unique(rows.chart):
        grid, mine = grids[chart], np.flatnonzero(rows.chart == chart)
        back = rows.row[mine, None] - np.arange(WINDOW - 1, -1, -1)
        known = (back >= 0) & grid.present[np.maximum(back, 0)]
        weeks, songs = np.maximum(back, 0), np.broadcast_to(rows.song[mine, None], back.shape)
        relative = grid.relative[weeks, songs]
        strength = np.where(np.isnan(relative), grid.floor[weeks], relative)
        columns = (strength, np.isfinite(relative), grid.rank[weeks, songs] <= TOP, np.ones_like(strength))
        cut[mine] = np.stack([np.where(known, column, 0) for column in columns], axis=-1)
    return cut


@dataclass(frozen=True, eq=False)
class _Scaler:
    """Mean and standard deviation of the training rows' inputs beside the window, and the mean size of a change."""

    mean: np.ndarray
    std: np.ndarray
    change: float

    @classmethod
    def fit(cls, rows: Rows) -> "_Scaler":
        beside = rows.columns(*BESIDE)
        return cls(
            mean=np.nan_to_num(np.nanmean(beside, axis=0)),
            std=np.nan_to_num(np.nanstd(beside, axis=0)) + 1e-3,
            change=float(np.abs(rows.next_strength - rows.now).mean()) + 1e-6,
        )

    def inputs(self, grids: Sequence[Grid], rows: Rows) -> list[np.ndarray]:
        """Return what the network is given; an unknown value counts as the mean."""
        beside = np.nan_to_num((rows.columns(*BESIDE) - self.mean) / self.std)
        return [windows(grids, rows), np.clip(beside, -5, 5).astype(np.float32)]


def _network(keras: Any) -> Any:
    window = keras.Input((WINDOW, 4))
    beside = keras.Input((len(BESIDE),))
    hidden = keras.layers.LSTM(UNITS)(window)
    both = keras.layers.Dense(UNITS, activation="relu")(keras.layers.Concatenate()([hidden, beside]))
    change = keras.layers.Dense(1, kernel_initializer="zeros", name="change")(both)
    chance = keras.layers.Dense(1, activation="sigmoid", name="chance")(both)
    network = keras.Model([window, beside], [change, chance])
    network.compile(optimizer=keras.optimizers.Adam(4e-3), loss=["mean_absolute_error", "binary_crossentropy"])
    return network
