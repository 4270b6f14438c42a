"""A song's mood: of thirteen numbers, and how the library divides."""

import numpy as np

from recommender.prediction.mood.records import MOODS
from recommender.prediction.mood.served import MODEL_NAME, MoodModel
from recommender.prediction.sound.audio_features import AudioFeatures
from recommender.prediction.topics import MOOD
from webapp.api.bodies import JsonBody
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.lab.answers.mood import LibraryMoodsAnswer, MoodAnswer, MoodBody, MoodCount
from webapp.lab.services import require_model
from webapp.services import Services


class Mood:
    """The endpoints of moods."""

    def post_mood(self, services: Services, _: NoQuery, body: MoodBody) -> MoodAnswer:
        """Return the moods of a sound with these features."""
        return mood_answer(require_model(services.lab.mood(), MOOD), body.features)

    def get_moods(self, services: Services, _: NoQuery) -> LibraryMoodsAnswer:
        """Count the tracks of the catalogue by their likeliest mood; all zero before `segue build moods`."""
        library = services.lab.library_moods()
        if library is None:
            return LibraryMoodsAnswer(moods=tuple(MoodCount(mood=mood, n_tracks=0) for mood in MOODS), model_version="")
        positions = services.catalogue().positions
        known = np.array([track_id in positions for track_id in library.track_ids], dtype=bool)
        counts = np.bincount(library.likeliest[known], minlength=len(MOODS)).tolist()
        return LibraryMoodsAnswer(
            moods=tuple(MoodCount(mood=mood, n_tracks=n) for mood, n in zip(MOODS, counts, strict=True)),
            model_version=library.manifest.version,
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/lab/mood", access="play", method="POST", handle=self.post_mood, answer=MoodAnswer,
                summary="How happy, sad, energetic or calm a sound with these features is",
                body=JsonBody(MoodBody), from_any_site=True, problems=(422, 503),
            ),
            Endpoint(
                path="/lab/moods", access="play", handle=self.get_moods, answer=LibraryMoodsAnswer,
                summary="How many tracks of the library have which mood",
            ),
        )  # fmt: skip


def mood_answer(model: MoodModel, features: AudioFeatures) -> MoodAnswer:
    """Return the moods of a sound with these features."""
    return MoodAnswer(
        moods=model.moods(features),
        outside=model.outside(features),
        model=MODEL_NAME,
        model_version=model.manifest.version,
    )
