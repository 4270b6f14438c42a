"""Networks chosen on the training sessions as the plain models are, and a blend that has one of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np

from recommender.prediction.training import Progress, silent
from recommender.sequences.evaluation.candidates import collect
from recommender.sequences.evaluation.deep.model import DeepModel, TrainedOnce
from recommender.sequences.evaluation.deep.settings import SETTINGS, NetworkSettings, Refit
from recommender.sequences.evaluation.figures import BLEND_WITH_NETWORK, NETWORK
from recommender.sequences.evaluation.fitting import fit_weights
from recommender.sequences.evaluation.positions import ranks_of, split_by_plays
from recommender.sequences.evaluation.ranking import criterion
from recommender.sequences.evaluation.tuning import Chosen
from recommender.sequences.models.blend import Blend, Part
from recommender.sequences.models.by_name import AnyModel
from recommender.sequences.models.scoring import Model
from recommender.sequences.records import Session

SoundOf = Callable[[str, str], np.ndarray | None]
"""Gives the sound of a track by artist and title, float [n_features], None where it is not known."""


@dataclass(frozen=True, eq=False)
class Variant:
    """One row of the report."""

    settings: NetworkSettings
    refit: Refit | None = None
    sound: np.ndarray | None = None

    @property
    def name(self) -> str:
        """As it stands in the report."""
        told = [NETWORK, self.settings.kind]
        told += ["with sound"] if self.sound is not None else []
        told += [f"refitted every {self.refit.every_sessions} sessions"] if self.refit else []
        return ", ".join(told)

    def model(self, trained: TrainedOnce) -> DeepModel:
        """Return a model that was not asked yet."""
        return DeepModel(self.settings, refit=self.refit, sound=self.sound, trained=trained)


@dataclass
class Networks:
    """Further models of the evaluation: networks of each kind, trained once and refitted, with and without sound."""

    sound_of: SoundOf | None = None
    settings: Sequence[NetworkSettings] = SETTINGS
    refit: Refit = field(default_factory=Refit)
    progress: Progress = silent
    _found: list[str] = field(default_factory=list)
    _trained: TrainedOnce = field(default_factory=TrainedOnce)
    _asked: dict[str, DeepModel] = field(default_factory=dict)
    """By protocol and name."""

    @property
    def findings(self) -> list[str]:
        """What was chosen, and how long the networks that were asked were trained."""
        seconds = ", ".join(f"{name} {model.training_s:.0f} s" for name, model in self._asked.items())
        return [*self._found, f"trained: {seconds}"]

    def choose(
        self, training: Sequence[Session], plain: Chosen, *, names: Sequence[tuple[str, str]], learns: bool
    ) -> dict[str, Model]:
        """Return a network for each row of the report, and a blend of the plain models and one of them.

        The best variant is found on the newest fifth of `training`, and there the weights of the blend with it.
        """
        learned, asked = split_by_plays(training)
        variants = self._variants(names, learns=learns)
        scores = {v.name: self._score(v, learned, asked, learns=learns) for v in variants}
        best = max(variants, key=lambda variant: scores[variant.name])
        protocol = "incremental" if learns else "static"
        of_each = ", ".join(f"{name} {score:.4f}" for name, score in scores.items())
        self._found.append(f"{protocol}: HR@20 + MRR@20 on the newest fifth of the training sessions: {of_each}")
        models = {variant.name: variant.model(self._trained) for variant in variants}
        self._asked |= {f"{protocol}: {name}": model for name, model in models.items()}
        parts = [*(part.model for part in plain.blend.parts), cast(AnyModel, best.model(self._trained))]
        weights = fit_weights(collect(parts, learned, asked, learns=learns))
        # only a published blend is held to models that can be written to a file
        parts[-1] = cast(AnyModel, models[best.name])
        blend = Blend(tuple(Part(model, *of_model) for model, of_model in zip(parts, weights.tolist(), strict=True)))
        return {**models, BLEND_WITH_NETWORK: blend}

    def _variants(self, names: Sequence[tuple[str, str]], *, learns: bool) -> list[Variant]:
        sound = None if self.sound_of is None else sounds_of(names, self.sound_of)
        variants = []
        for settings in self.settings:
            variants.append(Variant(settings))
            variants += [Variant(settings, sound=sound)] if sound is not None else []
            variants += [Variant(settings, self.refit)] if learns else []
        return variants

    def _score(self, variant: Variant, learned: Sequence[Session], asked: Sequence[Session], *, learns: bool) -> float:
        model = variant.model(self._trained)
        score = criterion(ranks_of({"": model}, learned, asked, learns=learns)[""])
        self.progress(f"  {variant.name}: {score:.4f}, trained in {model.training_s:.0f} s")
        return score


def sounds_of(names: Sequence[tuple[str, str]], sound_of: SoundOf) -> np.ndarray:
    """Return the sounds of tracks named by artist and title, float64 [n, n_features], NaN where it is not known."""
    sounds = [sound_of(artist, title) for artist, title in names]
    n_features = next((len(sound) for sound in sounds if sound is not None), 0)
    return np.array([np.full(n_features, np.nan) if sound is None else sound for sound in sounds])
