"""One song's popularity: what the form needs, the answer, and the what-if curves."""

import msgspec

from recommender.prediction.popularity import served
from recommender.prediction.popularity.served import Curve, Prediction
from recommender.prediction.sound.audio_features import FEATURES, NAMES, AudioFeatures
from recommender.prediction.topics import POPULARITY
from webapp.api.bodies import JsonOrFormBody
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.lab.answers.popularity import (
    DEFAULT_THRESHOLD,
    CurveAnswer,
    CurvePoint,
    CurvesAnswer,
    FeatureField,
    PopularityAnswer,
    PopularityForm,
    PopularityForms,
    PopularityQuestion,
)
from webapp.lab.mood import mood_answer
from webapp.lab.popularity_words import baseline_of, confusions, describe, reliabilities, song_of, sound_note
from webapp.lab.services import require_model
from webapp.services import Services

PAGE = "/predict"
_EVEN = 0.5


def question_of_form(form: PopularityForm) -> PopularityQuestion:
    """Return what a form asks, exactly as it was typed."""
    fields = msgspec.structs.asdict(form)
    features = AudioFeatures(**{name: fields.pop(name) for name in NAMES})
    return PopularityQuestion(features=features, **fields)


_SONG = JsonOrFormBody(PopularityQuestion, form=PopularityForm, of_form=question_of_form)


class Popularity:
    """The endpoints of the form page and of the sliders."""

    def get_popularity(self, services: Services, _: NoQuery) -> PopularityForms:
        """Return what can be asked, and how far to trust the answers."""
        model = require_model(services.lab.popularity(), POPULARITY)
        ranges = model.known_ranges
        return PopularityForms(
            features=tuple(
                FeatureField(
                    **msgspec.structs.asdict(feature),
                    known_low=ranges[feature.name][0],
                    known_high=ranges[feature.name][1],
                )
                for feature in FEATURES
            ),
            genres=model.metadata.genres,
            threshold=DEFAULT_THRESHOLD,
            audio_note=sound_note(model.metadata),
            recalibrated_on=model.metadata.n_own_rows,
            reliability=reliabilities(model.metadata),
            confusion=confusions(model.metadata),
            model_version=model.manifest.version,
        )

    def post_predicted(self, services: Services, _: NoQuery, question: PopularityQuestion) -> PopularityAnswer:
        """Return how popular a song would be."""
        model = require_model(services.lab.popularity(), POPULARITY)
        prediction: Prediction = services.compute(lambda: model.predict(song_of(question)))
        moods = services.lab.mood()
        chance = prediction.chance_at_least(question.threshold)
        return PopularityAnswer(
            **describe(prediction),
            is_popular=chance >= _EVEN,
            chance_popular=chance,
            threshold=question.threshold,
            artist_case=prediction.artist_case,
            artist_popularity=prediction.artist_popularity,
            base=prediction.base,
            mood=None if moods is None else mood_answer(moods, question.features),
            model=served.MODEL,
            model_version=model.manifest.version,
            baseline=baseline_of(model.metadata, question.genre),
        )

    def post_curves(self, services: Services, _: NoQuery, question: PopularityQuestion) -> CurvesAnswer:
        """Return how the expected popularity moves with each feature."""
        model = require_model(services.lab.popularity(), POPULARITY)
        curves: tuple[Curve, ...] = services.compute(lambda: model.curves(song_of(question)))
        units = {feature.name: feature.unit for feature in FEATURES}
        return CurvesAnswer(
            curves=tuple(
                CurveAnswer(
                    feature=curve.feature,
                    unit=units[curve.feature],
                    value=curve.value,
                    known_low=curve.known_low,
                    known_high=curve.known_high,
                    points=tuple(CurvePoint(x=x, expected=expected) for x, expected in curve.points),
                )
                for curve in curves
            ),
            model_version=model.manifest.version,
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/lab/popularity", access="play",
                summary="What can be asked about a song, and how far to trust the answers",
                handle=self.get_popularity, answer=PopularityForms, problems=(503,),
            ),
            Endpoint(
                path="/predicted", access="play", at_root=True, method="POST", handle=self.post_predicted,
                summary="How popular a song would be (JSON, or the form's fields side by side)",
                answer=PopularityAnswer, body=_SONG, page=PAGE, from_any_site=True, problems=(422, 503),
            ),
            Endpoint(
                path="/lab/popularity/curves", access="play", method="POST", handle=self.post_curves,
                summary="How the expected popularity moves with each feature", answer=CurvesAnswer,
                body=_SONG, from_any_site=True, problems=(422, 503),
            ),
        )  # fmt: skip
