"""The endpoints of corrections, and of the pictures that tracks are given."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from flask import Request, request

from recommender.catalogue.corrections import (
    Changes,
    CorrectedFields,
    Correction,
    clean_changes,
    correct,
    given,
    undoing,
)
from recommender.errors import OutOfRange, UnknownTrack
from recommender.records import Track, TrackId
from webapp.api.bodies import UPLOAD, JsonBody
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.api.shelf import cover_url
from webapp.api.uploads import Uploads
from webapp.corrections.answers import (
    CorrectAnswer,
    CorrectQuestion,
    CoverAnswer,
    EditableTrack,
    LookAnswer,
    LookQuestion,
    RestoreQuestion,
    WriteAnswer,
    WriteQuestion,
)
from webapp.listener import Listeners
from webapp.media.covers import picture_type
from webapp.services import Services

MAX_PICTURE_BYTES = 8_000_000
_PICTURE_TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif")
"""Those that are read from files again, too."""


class Corrections:
    """The endpoints."""

    def __init__(self, listeners: Listeners, uploads: Uploads) -> None:
        """Receive pictures by `uploads`."""
        self._listeners = listeners
        self._uploads = uploads

    def post_correction_look(self, services: Services, _: NoQuery, asked: LookQuestion) -> LookAnswer:
        """Return what can be corrected of these tracks, as it is now."""
        self._listeners.require(request)
        tracks = list(filter(None, map(services.catalogue().track, asked.track_ids)))
        if not tracks:
            raise UnknownTrack(asked.track_ids[0])
        corrections = services.corrections.store.of_tracks([track.track_id for track in tracks])
        return LookAnswer(items=tuple(_editable(track, corrections) for track in tracks))

    def post_correction(self, services: Services, _: NoQuery, asked: CorrectQuestion) -> CorrectAnswer:
        """Correct tracks, or take corrections back; their files stay as they are."""
        listener, ports = self._listeners.require(request), services.corrections
        changes = clean_changes(asked.fields)
        if not given(changes):
            raise OutOfRange("fields: name at least one that is to be corrected or taken back")
        if changes.cover and not ports.pictures.has(changes.cover):
            raise OutOfRange("cover: no picture of this id is kept; send it to /api/v1/covers first")
        track_ids = [TrackId(track_id) for track_id in dict.fromkeys(asked.track_ids)]
        before = ports.store.change(track_ids, changes, at=services.clock(), by=listener)
        if not before:
            raise UnknownTrack(track_ids[0])
        return CorrectAnswer(n_corrected=len(before), undo=_undo(before, changes))

    def post_tags_written(self, services: Services, _: NoQuery, asked: WriteQuestion) -> WriteAnswer:
        """Write what is corrected of tracks into their files; what was there is kept."""
        self._listeners.require(request)
        return WriteAnswer(items=tuple(services.corrections.tags.write(_ids(asked.track_ids))))

    def post_tags_restored(self, services: Services, _: NoQuery, asked: RestoreQuestion) -> WriteAnswer:
        """Put kept tags back into files; what is corrected in the catalogue stays corrected."""
        self._listeners.require(request)
        return WriteAnswer(items=tuple(services.corrections.tags.restore(asked.backups)))

    def post_cover(self, services: Services, _: NoQuery, raw: Request) -> CoverAnswer:
        """Keep the part `file`, a picture of at most 8 MB, for tracks that will be given it."""
        self._listeners.require(raw)
        with self._uploads.receive(raw) as file:
            content = file.path.read_bytes()
        if picture_type(content) not in _PICTURE_TYPES:
            raise OutOfRange("the file is no JPEG, PNG, WebP or GIF picture; choose one that is")
        return CoverAnswer(cover=services.corrections.pictures.add(content, at=services.clock()))

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/corrections", access="admin", method="POST", handle=self.post_correction,
                body=JsonBody(CorrectQuestion), answer=CorrectAnswer, problems=(401, 404, 413, 422, 503),
                summary="Correct fields of tracks, or take corrections back; files stay as they are",
            ),
            Endpoint(
                path="/corrections/look", access="admin", method="POST", handle=self.post_correction_look,
                body=JsonBody(LookQuestion), answer=LookAnswer, problems=(401, 404, 413, 422, 503),
                summary="What can be corrected of tracks, as it is now",
            ),
            Endpoint(
                path="/corrections/write", access="admin", method="POST", handle=self.post_tags_written,
                body=JsonBody(WriteQuestion), answer=WriteAnswer, problems=(401, 413, 422, 503),
                summary="Write what is corrected of tracks into their files; what was there is kept",
            ),
            Endpoint(
                path="/corrections/restore", access="admin", method="POST", handle=self.post_tags_restored,
                body=JsonBody(RestoreQuestion), answer=WriteAnswer, problems=(401, 404, 413, 422, 503),
                summary="Put kept tags back into files",
            ),
            Endpoint(
                path="/covers", access="admin", method="POST", handle=self.post_cover, body=UPLOAD,
                answer=CoverAnswer, problems=(401, 408, 413, 415, 422, 429, 503),
                summary="Send a picture that tracks can be given for their cover",
            ),
        )  # fmt: skip


def _editable(track: Track, corrections: Mapping[TrackId, Correction]) -> EditableTrack:
    """Return a track of the catalogue, which may be a moment older than its correction."""
    correction = corrections.get(track.track_id)
    fields = correction.fields if correction else CorrectedFields()
    shown = correct(track, fields)
    return EditableTrack(
        track_id=shown.track_id,
        title=shown.title,
        artist=shown.artist,
        album=shown.album,
        album_artist=shown.album_artist,
        genres=shown.genres,
        track_number=shown.track_number,
        disc_number=shown.disc_number,
        year=shown.released_on.year if shown.released_on else None,
        cover_url=cover_url(shown),
        corrected=tuple(given(fields)),
    )


def _undo(before: Mapping[TrackId, CorrectedFields], changes: Changes) -> tuple[CorrectQuestion, ...]:
    """Return what to ask in order to have everything as it was: tracks that were alike together."""
    groups: dict[Changes, list[TrackId]] = defaultdict(list)
    for track_id, fields in before.items():
        groups[undoing(fields, changes)].append(track_id)
    return tuple(CorrectQuestion(track_ids=tuple(ids), fields=fields) for fields, ids in groups.items())


def _ids(track_ids: Iterable[str]) -> Sequence[TrackId]:
    return [TrackId(track_id) for track_id in dict.fromkeys(track_ids)]
