"""Which of these should be the single: songs of the library, of uploads, or by their numbers, side by side."""

from flask import request
from gevent.lock import BoundedSemaphore

from recommender.errors import NotReady, OutOfRange
from recommender.prediction.popularity import served
from recommender.prediction.popularity.asking import Song
from recommender.prediction.popularity.cells import beats
from recommender.prediction.popularity.features import NAMES, AudioFeatures, as_row
from recommender.prediction.popularity.served import Prediction
from recommender.prediction.training import NoModel
from recommender.records import TrackId
from webapp.api.bodies import json_body
from webapp.api.endpoint import Endpoint, NoQuery, shelf_of
from webapp.lab.answers.popularity import (
    ComparedSong,
    ComparisonAnswer,
    ComparisonQuestion,
    HeardFeature,
    SongAsked,
    SoundFeaturesAnswer,
)
from webapp.lab.popularity import popularity_model
from webapp.lab.popularity_words import answered
from webapp.listener import require_same_origin
from webapp.problems import TooBusy
from webapp.services import Services
from webapp.uploads import uploaded_file

_MAX_NAME = 200


class PopularityComparison:
    """The endpoints of the album page."""

    def __init__(self, *, upload_slots: int) -> None:
        self._slots = BoundedSemaphore(upload_slots)

    def post_compare(self, services: Services, _: NoQuery) -> ComparisonAnswer:
        """Rank songs, the most promising first."""
        question = json_body(request, ComparisonQuestion)
        model = popularity_model(services)
        heard = [_features(services, song) for song in question.songs]
        found = [model.predict(_song(question, features)) for features in heard]
        order = sorted(range(len(found)), key=lambda place: -found[place].expected)
        ranked = [found[place] for place in order]
        items = tuple(
            _compared(rank, question.songs[place], found[place], heard[place]) for rank, place in enumerate(order, 1)
        )
        return ComparisonAnswer(
            items=items,
            beats=tuple(
                tuple(0.5 if one is other else beats(one.cells, other.cells) for other in ranked) for one in ranked
            ),
            artist_case=ranked[0].artist_case,
            base=ranked[0].base,
            notes=_notes(items),
            model=served.MODEL,
            model_version=model.manifest.version,
        )

    def post_song_sound(self, services: Services, _: NoQuery) -> SoundFeaturesAnswer:
        """Return the 13 features of an uploaded file."""
        require_same_origin(request)
        if services.lab.describe_upload is None:
            raise NoModel("descriptors")
        if not self._slots.acquire(blocking=False):
            raise TooBusy("other uploads are being analysed; try again in a few seconds")
        try:
            with uploaded_file(request, limit_bytes=services.config.upload_limit_bytes) as path:
                name = request.files["file"].filename or ""
                description = services.lab.describe_upload(path)
        finally:
            self._slots.release()
        features = tuple(
            HeardFeature(name=each.name, value=each.value, how=each.how, trust=each.trust, is_weak=each.is_weak)
            for each in description.features
        )
        return SoundFeaturesAnswer(name=name[:_MAX_NAME], features=features)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/lab/popularity/compare", method="POST", handle=self.post_compare,
                summary="Which of these songs should be the single, and why", answer=ComparisonAnswer,
                body="application/json", body_type=ComparisonQuestion, problems=(404, 422, 503),
            ),
            Endpoint(
                path="/lab/popularity/sounds", method="POST", handle=self.post_song_sound,
                summary="The 13 features of an uploaded file, measured or estimated", answer=SoundFeaturesAnswer,
                body="multipart/form-data", problems=(403, 413, 415, 422, 503),
            ),
        )  # fmt: skip


def _features(services: Services, song: SongAsked) -> tuple[HeardFeature, ...]:
    if song.features is not None:
        values = as_row(song.features).tolist()
        return tuple(
            HeardFeature(name=name, value=value, how="typed", trust=None, is_weak=False)
            for name, value in zip(NAMES, values, strict=True)
        )
    if song.track_id is None:
        raise OutOfRange(f"song {song.name!r} has neither `features` nor a `track_id`")
    shelf_of(services).position(song.track_id)  # raises UnknownTrack
    description = services.lab.describe_track(TrackId(song.track_id))
    if description is None:
        raise NotReady(f"track {song.track_id} has not been described yet; run `segue build moods`")
    return tuple(
        HeardFeature(name=each.name, value=each.value, how=each.how, trust=each.trust, is_weak=each.is_weak)
        for each in description.features
    )


def _song(question: ComparisonQuestion, features: tuple[HeardFeature, ...]) -> Song:
    audio = AudioFeatures(**{each.name: each.value for each in features})
    return Song(
        audio=as_row(audio),
        genre=question.genre,
        artist=question.artist,
        artist_popularity=question.artist_popularity,
    )


def _compared(rank: int, song: SongAsked, found: Prediction, features: tuple[HeardFeature, ...]) -> ComparedSong:
    return ComparedSong(name=song.name, track_id=song.track_id, rank=rank, features=features, **answered(found))


def _notes(items: tuple[ComparedSong, ...]) -> tuple[str, ...]:
    weak = dict.fromkeys(each.name for item in items for each in item.features if each.is_weak)
    outside = [item.name for item in items if item.outside]
    notes = ["That one song beats another is reckoned as if their surprises had nothing to do with each other"]
    if weak:
        notes.append(f"Little more than guesses: {', '.join(name.replace('_', ' ') for name in weak)}")
    if outside:
        notes.append(f"Unlike anything the model has learned from: {', '.join(outside)}")
    return tuple(notes)
