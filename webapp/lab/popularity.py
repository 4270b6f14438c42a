"""One song's popularity: what the form needs, the answer, and the what-if curves."""

from urllib.parse import urlencode

import msgspec
from flask import Response, request

from recommender.prediction.mood.served import MODEL_NAME
from recommender.prediction.popularity import served
from recommender.prediction.popularity.features import FEATURES, NAMES, AudioFeatures
from recommender.prediction.popularity.served import ServedPopularity
from recommender.prediction.training import NoModel
from webapp.api.bodies import body_as, is_form
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.lab.answers.mood import MoodAnswer
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
from webapp.lab.popularity_words import answered, baseline_of, confusions, reliabilities, song_of, sound_note
from webapp.services import Services

PAGE = "/predict"
_EVEN = 0.5


class Popularity:
    """The endpoints of the form page and of the sliders."""

    def get_popularity(self, services: Services, _: NoQuery) -> PopularityForms:
        """Return what can be asked, and how far to trust the answers."""
        model = popularity_model(services)
        ranges = model.known_ranges
        return PopularityForms(
            features=tuple(
                FeatureField(
                    **msgspec.structs.asdict(each), known_low=ranges[each.name][0], known_high=ranges[each.name][1]
                )
                for each in FEATURES
            ),
            genres=model.facts.genres,
            threshold=DEFAULT_THRESHOLD,
            audio_note=sound_note(model.facts),
            recalibrated_on=model.facts.n_own_rows,
            reliability=reliabilities(model.facts),
            confusion=confusions(model.facts),
            model_version=model.manifest.version,
        )

    def post_predicted(self, services: Services, _: NoQuery) -> PopularityAnswer | Response:
        """Return how popular a song would be; a browser's form is sent on to the page that shows it."""
        question = _question()
        if is_form(request) and _wants_page():
            return _seen_on_page(question)
        model = popularity_model(services)
        found = model.predict(song_of(question))
        chance = found.chance_at_least(question.threshold)
        return PopularityAnswer(
            **answered(found),
            is_popular=chance >= _EVEN,
            chance_popular=chance,
            threshold=question.threshold,
            artist_case=found.artist_case,
            artist_popularity=found.artist_popularity,
            base=found.base,
            mood=_mood(services, question.features),
            model=served.MODEL,
            model_version=model.manifest.version,
            baseline=baseline_of(model.facts, question.genre),
        )

    def post_curves(self, services: Services, _: NoQuery) -> CurvesAnswer:
        """Return how the expected popularity moves with each feature."""
        question = _question()
        model = popularity_model(services)
        units = {each.name: each.unit for each in FEATURES}
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
                for curve in model.curves(song_of(question))
            ),
            model_version=model.manifest.version,
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/lab/popularity", summary="What can be asked about a song, and how far to trust the answers",
                handle=self.get_popularity, answer=PopularityForms, problems=(503,),
            ),
            Endpoint(
                path="/predicted", at_root=True, method="POST", handle=self.post_predicted,
                summary="How popular a song would be (JSON, or the form's fields side by side)",
                answer=PopularityAnswer, body="application/json", body_type=PopularityQuestion, problems=(422, 503),
            ),
            Endpoint(
                path="/lab/popularity/curves", method="POST", handle=self.post_curves,
                summary="How the expected popularity moves with each feature", answer=CurvesAnswer,
                body="application/json", body_type=PopularityQuestion, problems=(422, 503),
            ),
        )  # fmt: skip


def popularity_model(services: Services) -> ServedPopularity:
    """Return the version in use; raises `NoModel` before the first."""
    model: ServedPopularity | None = services.lab.popularity()
    if model is None:
        raise NoModel("popularity")
    return model


def _question() -> PopularityQuestion:
    """Return what was asked, exactly as it was typed."""
    if not is_form(request):
        return body_as(request, PopularityQuestion)
    form = msgspec.structs.asdict(body_as(request, PopularityForm))
    features = AudioFeatures(**{name: form.pop(name) for name in NAMES})
    return PopularityQuestion(features=features, **form)


def _mood(services: Services, features: AudioFeatures) -> MoodAnswer | None:
    if (model := services.lab.mood()) is None:
        return None
    return MoodAnswer(
        moods=model.moods(features),
        outside=model.outside(features),
        model=MODEL_NAME,
        model_version=model.manifest.version,
    )


def _wants_page() -> bool:
    return request.accept_mimetypes.best_match(("application/json", "text/html")) == "text/html"


def _seen_on_page(question: PopularityQuestion) -> Response:
    typed = msgspec.structs.asdict(question) | msgspec.structs.asdict(question.features)
    typed.pop("features")
    given = {name: value for name, value in typed.items() if value is not None}
    return Response(status=303, headers={"Location": f"{PAGE}?{urlencode(given)}"})
