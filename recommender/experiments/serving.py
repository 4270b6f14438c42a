"""Slates by the arm of the listener; by the engine as it is set where no experiment runs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import numpy as np
from msgspec.structs import replace as with_fields

from recommender.experiments.interleaving import interleave
from recommender.experiments.records import Experiment, arm_label, seed_of, serving_arm
from recommender.experiments.variants import VARIANTS, Variant
from recommender.experiments.watched import INTERLEAVED
from recommender.listening.engine import Engine, EngineConfig
from recommender.listening.taste import Taste
from recommender.listening.wishes.wish import Wish
from recommender.prediction.mood.records import MoodName
from recommender.records import Slate


class ExperimentEngine:
    """The engine, with the variant that the listener's arm names; a pure function beside the experiment that runs.

    Radios and moods are not part of experiments: what they play was asked for.
    """

    def __init__(self, engine: Engine, current: Callable[[], Experiment | None]) -> None:
        self._engine = engine
        self._current = current

    @property
    def config(self) -> EngineConfig:
        """The instance's settings: tastes are folded by them in each arm."""
        return self._engine.config

    def slate(
        self,
        taste: Taste,
        *,
        made_at: datetime,
        n: int | None = None,
        mood: MoodName | None = None,
        wish: Wish | None = None,
    ) -> Slate:
        """Return what the listener should hear next, as `Engine.slate` does; the slate of an arm names it."""
        experiment = self._current()
        if experiment is None or mood is not None or wish is not None:
            return self._engine.slate(taste, made_at=made_at, n=n, mood=mood, wish=wish)
        if experiment.design == "interleaved":
            return self._interleaved(experiment, taste, made_at=made_at, n=n)
        arm = serving_arm(experiment, taste.listener_id)
        if arm is None:
            return self._engine.slate(taste, made_at=made_at, n=n)
        slate = self._by(arm, taste, made_at=made_at, n=n)
        return with_fields(slate, arm=arm_label(experiment, arm)) if slate.picks else slate

    def _interleaved(self, experiment: Experiment, taste: Taste, *, made_at: datetime, n: int | None) -> Slate:
        first, second = experiment.arms
        slates = self._by(first, taste, made_at=made_at, n=n), self._by(second, taste, made_at=made_at, n=n)
        if not all(slate.picks for slate in slates):
            return slates[0]
        # The same slate again, and in each process, is drawn the same.
        rng = np.random.default_rng(seed_of(experiment, f"{taste.listener_id}/{slates[0].slate_id}"))
        slate = interleave(slates, (first, second), rng=rng)
        return with_fields(slate, arm=arm_label(experiment, INTERLEAVED))

    def _by(self, arm: str, taste: Taste, *, made_at: datetime, n: int | None) -> Slate:
        config = configured(self._engine.config, VARIANTS[arm])
        return self._engine.slate(taste, made_at=made_at, n=n, config=config)


def configured(config: EngineConfig, variant: Variant) -> EngineConfig:
    """Return the instance's settings as the variant changes them."""
    return replace(
        config,
        artist_cap=variant.artist_cap or config.artist_cap,
        half_life_days=variant.half_life_days or config.half_life_days,
        part_factors=variant.part_factors or config.part_factors,
    )
