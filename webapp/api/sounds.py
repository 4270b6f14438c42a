"""What sounds alike: to a track of the catalogue, or to an uploaded file."""

from typing import Annotated

from flask import request
from gevent.lock import BoundedSemaphore
from msgspec import Meta, Struct

from recommender.errors import NoIndex
from webapp.alike import alike_answers
from webapp.answers import AlikeList, SoundAnswer
from webapp.api.endpoint import Endpoint, shelf_of
from webapp.listener import require_same_origin
from webapp.problems import TooBusy
from webapp.services import Services
from webapp.uploads import uploaded_file


class AlikeQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many."""

    n: Annotated[int, Meta(ge=1, le=100)] = 20


class Sounds:
    """The endpoints that ask the similarity index."""

    def __init__(self, *, upload_slots: int) -> None:
        self._slots = BoundedSemaphore(upload_slots)

    def get_similar(self, services: Services, query: AlikeQuery, track_id: str) -> AlikeList:
        """Return what sounds like a track; empty for one that the index does not know yet."""
        shelf = shelf_of(services)
        position = shelf.position(track_id)
        if (index := services.index()) is None:
            raise NoIndex
        row = index.table.row(shelf.catalogue.tracks[position].track_id)
        if row is None:
            return AlikeList(items=(), model_version=index.version)
        items = alike_answers(
            shelf,
            index,
            index.neighbours(row, query.n),
            vector=index.vectors[row],
            sound=shelf.catalogue.tracks[position].sound,
        )
        return AlikeList(items=items, model_version=index.version)

    def post_sound(self, services: Services, query: AlikeQuery) -> SoundAnswer:
        """Return what sounds like an uploaded file."""
        require_same_origin(request)
        if (index := services.index()) is None:
            raise NoIndex
        if not self._slots.acquire(blocking=False):
            raise TooBusy("other uploads are being analysed; try again in a few seconds")
        try:
            with uploaded_file(request, limit_bytes=services.config.upload_limit_bytes) as path:
                analysis = services.analyse_upload(path)
        finally:
            self._slots.release()
        vector = index.space.transform(analysis.vector[None, :])[0]
        near = index.nearest(vector, query.n)
        items = alike_answers(shelf_of(services), index, near, vector=vector, sound=analysis.sound)
        return SoundAnswer(items=items, sound=analysis.sound, model_version=index.version)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/tracks/<track_id>/similar", summary="What sounds like a track, and why",
                handle=self.get_similar, query=AlikeQuery, answer=AlikeList, problems=(404, 503), from_catalogue=True,
            ),
            Endpoint(
                path="/sounds", method="POST", summary="What sounds like an uploaded file", handle=self.post_sound,
                query=AlikeQuery, answer=SoundAnswer, body="multipart/form-data", problems=(403, 413, 415, 422, 503),
            ),
        )  # fmt: skip
