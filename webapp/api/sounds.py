"""What sounds alike: to a track of the catalogue, or to an uploaded file."""

from functools import partial
from typing import Annotated

from flask import Request
from msgspec import Meta, Struct

from recommender.errors import NoIndex
from webapp.api.alike import AlikeList, SoundAnswer, alike_answers, nearest_seen
from webapp.api.bodies import UPLOAD
from webapp.api.endpoint import Endpoint, shelf_of
from webapp.api.uploads import Uploads
from webapp.services import Services


class AlikeQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many."""

    n: Annotated[int, Meta(ge=1, le=100)] = 20


class Sounds:
    """The endpoints that ask the similarity index."""

    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads

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
            nearest_seen(shelf, index, query.n, nearest=partial(index.neighbours, row)),
            vector=index.vector(row),
            sound=shelf.catalogue.tracks[position].sound,
        )
        return AlikeList(items=items, model_version=index.version)

    def post_sound(self, services: Services, query: AlikeQuery, raw: Request) -> SoundAnswer:
        """Return what sounds like an uploaded file."""
        if (index := services.index()) is None:
            raise NoIndex
        with self._uploads.receive(raw) as file, self._uploads.slot(raw):
            analysis = services.analyse_upload(file.path)
        vector = index.space.transform(analysis.vector[None, :])[0]
        shelf = shelf_of(services)
        near = nearest_seen(shelf, index, query.n, nearest=partial(index.nearest, vector))
        items = alike_answers(shelf, index, near, vector=vector, sound=analysis.sound)
        return SoundAnswer(items=items, sound=analysis.sound, model_version=index.version)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/tracks/<track_id>/similar", access="play", summary="What sounds like a track, and why",
                handle=self.get_similar, query=AlikeQuery, answer=AlikeList, problems=(404, 503), from_catalogue=True,
            ),
            Endpoint(
                path="/sounds", access="write",
                method="POST", summary="What sounds like an uploaded file", handle=self.post_sound,
                query=AlikeQuery, answer=SoundAnswer, body=UPLOAD,
                problems=(408, 413, 415, 422, 429, 503),
            ),
        )  # fmt: skip
