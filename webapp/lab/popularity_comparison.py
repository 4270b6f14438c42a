"""Which of these should be the single: songs of the library, of uploads, or by their numbers, side by side."""

from flask import Request

from recommender.errors import NotReady, OutOfRange
from recommender.prediction.descriptors.records import SoundDescription
from recommender.prediction.popularity import served
from recommender.prediction.popularity.asking import Song
from recommender.prediction.popularity.cells import beats
from recommender.prediction.popularity.served import Prediction
from recommender.prediction.sound.audio_features import NAMES, AudioFeatures, as_row
from recommender.prediction.topics import POPULARITY
from recommender.records import TrackId
from webapp.api.bodies import UPLOAD, JsonBody
from webapp.api.endpoint import Endpoint, NoQuery, shelf_of
from webapp.api.uploads import Uploads
from webapp.lab.answers.popularity import (
    ComparedSong,
    ComparisonAnswer,
    ComparisonQuestion,
    HeardFeature,
    SongAsked,
    SoundFeaturesAnswer,
)
from webapp.lab.popularity_words import describe
from webapp.lab.services import require_model
from webapp.services import Services

_MAX_NAME = 200


class PopularityComparison:
    """The endpoints of the album page."""

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads

    def post_compare(self, services: Services, _: NoQuery, question: ComparisonQuestion) -> ComparisonAnswer:
        """Rank songs, the most promising first."""
        model = require_model(services.lab.popularity(), POPULARITY)
        features = [_features(services, song) for song in question.songs]
        predictions: list[Prediction] = services.compute(
            lambda: [model.predict(_song(question, song_features)) for song_features in features]
        )
        order = sorted(range(len(predictions)), key=lambda number: -predictions[number].expected)
        ranked = [predictions[number] for number in order]
        items = tuple(
            _compare(rank, question.songs[number], predictions[number], features[number])
            for rank, number in enumerate(order, 1)
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

    def post_song_sound(self, services: Services, _: NoQuery, raw: Request) -> SoundFeaturesAnswer:
        """Return the 13 features of an uploaded file."""
        with self._uploads.receive(raw) as file, self._uploads.slot(raw):
            description = services.lab.describe_upload(file.path)
        return SoundFeaturesAnswer(name=file.name[:_MAX_NAME], features=_heard_features(description))

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/lab/popularity/compare", access="play", method="POST", handle=self.post_compare,
                summary="Which of these songs should be the single, and why", answer=ComparisonAnswer,
                body=JsonBody(ComparisonQuestion), from_any_site=True, problems=(404, 422, 503),
            ),
            Endpoint(
                path="/lab/popularity/sounds", access="write", method="POST", handle=self.post_song_sound,
                summary="The 13 features of an uploaded file, measured or estimated", answer=SoundFeaturesAnswer,
                body=UPLOAD, problems=(408, 413, 415, 422, 429, 503),
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
    return _heard_features(description)


def _heard_features(description: SoundDescription) -> tuple[HeardFeature, ...]:
    return tuple(
        HeardFeature(
            name=feature.name, value=feature.value, how=feature.how, trust=feature.trust, is_weak=feature.is_weak
        )
        for feature in description.features
    )


def _song(question: ComparisonQuestion, features: tuple[HeardFeature, ...]) -> Song:
    audio = AudioFeatures(**{feature.name: feature.value for feature in features})
    return Song(
        audio=as_row(audio),
        genre=question.genre,
        artist=question.artist,
        artist_popularity=question.artist_popularity,
    )


def _compare(rank: int, song: SongAsked, prediction: Prediction, features: tuple[HeardFeature, ...]) -> ComparedSong:
    fields = describe(prediction)
    return ComparedSong(name=song.name, track_id=song.track_id, rank=rank, features=features, **fields)


def _notes(items: tuple[ComparedSong, ...]) -> tuple[str, ...]:
    weak = dict.fromkeys(feature.name for item in items for feature in item.features if feature.is_weak)
    outside = [item.name for item in items if item.outside]
    notes = ["That one song beats another is reckoned as if their surprises had nothing to do with each other"]
    if weak:
        notes.append(f"Little more than guesses: {', '.join(name.replace('_', ' ') for name in weak)}")
    if outside:
        notes.append(f"Unlike anything the model has learned from: {', '.join(outside)}")
    return tuple(notes)
