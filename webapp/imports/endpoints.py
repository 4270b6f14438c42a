"""A listening history is sent, looked at or imported, and told of; each listener sees only their own."""

from pathlib import Path

from flask import Request, request

from recommender.errors import ServerUnavailable
from recommender.listening.history.imports import HistoryImport, ImportUnderWay
from recommender.records import ListenerId
from webapp.api.bodies import UPLOAD
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.api.uploads import Uploads
from webapp.imports.answers import HistoryImportAnswer, HistoryImportsAnswer, ImportQuery, UnmatchedSongAnswer
from webapp.listener import Listeners
from webapp.problems import TooBusy
from webapp.services import Services
from webapp.serving.request_body import TimedInput

ARRIVE_WITHIN_S = 3_600.0
"""A history may be large and the way to here narrow; beside that, it comes as quickly as any body must."""


class HistoryImportEndpoints:
    """The endpoints of imports."""

    def __init__(self, listeners: Listeners, uploads: Uploads) -> None:
        self._listeners = listeners
        self._uploads = uploads

    def post_history_import(self, services: Services, query: ImportQuery, raw: Request) -> HistoryImportAnswer:
        """Take the part `file` and answer at once; what comes of it is told by the list of imports."""
        listener = self._listeners.require(raw)
        _require_idle(services, listener)
        body = raw.environ["wsgi.input"]
        if isinstance(body, TimedInput):
            body.arrive_within_s = ARRIVE_WITHIN_S
        n_bytes = min(raw.content_length or self._uploads.limit_bytes, self._uploads.limit_bytes)
        with self._uploads.receive(raw, into=_room(services, n_bytes)) as file:
            try:
                one = services.history_imports.begin(listener, file.path, file.name, dry_run=query.dry_run)
            except ImportUnderWay as error:
                raise TooBusy(str(error)) from error
        return _describe(one)

    def list_history_imports(self, services: Services, _: NoQuery) -> HistoryImportsAnswer:
        """List the listener's imports, newest first."""
        imports = services.history_imports.of_listener(self._listeners.require(request))
        return HistoryImportsAnswer(
            limit_bytes=services.config.history_limit_bytes, items=tuple(_describe(one) for one in imports)
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/history/import", access="write", method="POST", handle=self.post_history_import,
                query=ImportQuery, body=UPLOAD, answer=HistoryImportAnswer,
                problems=(401, 408, 413, 415, 429, 503),
                summary="Import what the asking listener heard elsewhere, or see what an import would do",
            ),
            Endpoint(
                path="/history/imports", access="play", handle=self.list_history_imports,
                answer=HistoryImportsAnswer, problems=(401, 503),
                summary="The asking listener's imports of listening histories, newest first",
            ),
        )  # fmt: skip


def _room(services: Services, n_bytes: int) -> Path:
    try:
        return services.history_imports.arrival_folder(n_bytes)
    except ServerUnavailable as error:
        raise TooBusy("the disk of this player has no room for a history of this size at the moment") from error


def _require_idle(services: Services, listener: ListenerId) -> None:
    """Refuse before a large file has come for nothing."""
    if any(one.is_open for one in services.history_imports.of_listener(listener)):
        raise TooBusy(str(ImportUnderWay()))


def _describe(one: HistoryImport) -> HistoryImportAnswer:
    figures = one.figures
    plays = figures.new + figures.known
    return HistoryImportAnswer(
        import_id=one.import_id,
        name=one.name,
        dry_run=one.dry_run,
        state=one.state,
        reason=one.reason,
        sent_at=one.sent_at,
        share=min(figures.rows / figures.about_n_rows, 1.0) if figures.about_n_rows else None,
        forms=figures.forms,
        plays=plays,
        new=figures.new,
        known=figures.known,
        matched=plays - figures.unmatched,
        unmatched=figures.unmatched,
        unmatched_songs=tuple(
            UnmatchedSongAnswer(title=song.title, artist=song.artist) for song in figures.unmatched_songs
        ),
        no_music=figures.no_music,
        bad=figures.bad,
        bad_rows=figures.bad_rows,
        left_aside=figures.left_aside,
        first_at=figures.first_at,
        last_at=figures.last_at,
        rematched=figures.rematched,
        told=figures.told,
    )
