"""Sends a track's audio: ranges of the file as it is, or the whole of it transcoded."""

import os
import stat
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Response, request
from werkzeug.wsgi import FileWrapper

from recommender.errors import BadInput, NotFound, UnknownTrack
from recommender.records import Track
from webapp.accounts.gate import Gate
from webapp.address_limits import address_of
from webapp.api.shelf import direct_type, file_kind
from webapp.media.transcoding import Transcoder
from webapp.problems import CannotPlay
from webapp.services import Services

_CHUNK_BYTES = 128 * 1024
"""Read in one go: long enough to be quick, short enough not to hold up other listeners."""


def audio_file(track: Track) -> Path:
    """Return where the track's file is; only the catalogue says so, never the request."""
    parts = urlsplit(track.url)
    if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
        raise NotFound(f"track {track.track_id} has no file on this machine")
    return Path(os.fsdecode(unquote_to_bytes(parts.path)))


class AudioSender:
    """The route /audio/<track_id>."""

    def __init__(self, services: Services, transcoder: Transcoder) -> None:
        self._services = services
        self._transcoder = transcoder

    def send(self, track_id: str) -> Response:
        """Answer with the file or a range of it; `?format=opus` transcodes, from `start` seconds on."""
        track = self._services.catalogue().track(track_id)
        if track is None:
            raise UnknownTrack(track_id[:64])
        path = audio_file(track)
        wanted = request.args.get("format", "")
        if wanted == "opus":
            _require_file(path, track)
            start_s = _seconds(request.args.get("start", "0"))
            try:
                source = self._services.transcoding_source(track, path, start_s)
            except OSError as error:
                raise _gone(track) from error
            return self._transcoder.answer(source, address=address_of(request))
        if wanted:
            raise BadInput("format: only `opus` is made here")
        media_type = direct_type(track)
        if media_type is None:
            raise CannotPlay(
                "browsers do not play this kind of file "
                f"({track.media_type or file_kind(track) or 'no ending'}); ?format=opus has it transcoded"
            )
        return _file_answer(path, track, media_type)


def register_audio(gate: Gate, sender: AudioSender) -> None:
    """Add the route."""
    gate.add("/audio/<track_id>", "audio", sender.send, access="play")


def _require_file(path: Path, track: Track) -> os.stat_result:
    """Return the file's facts; raise when it is not a regular file that can be read."""
    try:
        facts = path.stat()
    except (OSError, ValueError) as error:
        raise _gone(track) from error
    if not stat.S_ISREG(facts.st_mode):
        raise _gone(track)
    return facts


def _gone(track: Track) -> NotFound:
    return NotFound(f"the file of track {track.track_id} is not where it was; run `segue ingest` again")


def _file_answer(path: Path, track: Track, media_type: str) -> Response:
    _require_file(path, track)
    try:
        file = path.open("rb")
    except OSError as error:
        raise _gone(track) from error
    facts = os.fstat(file.fileno())
    body: Any = FileWrapper(file, _CHUNK_BYTES)
    answer = Response(body, content_type=media_type, direct_passthrough=True)
    answer.content_length = facts.st_size
    answer.last_modified = int(facts.st_mtime)  # type: ignore[assignment]
    answer.set_etag(f"{facts.st_mtime_ns:x}-{facts.st_size:x}")
    answer.headers["Cache-Control"] = "private, no-cache"
    _mend_range(facts.st_size)
    try:
        return answer.make_conditional(request, accept_ranges=True, complete_length=facts.st_size)  # type: ignore[return-value]
    except Exception:
        file.close()
        raise


def _mend_range(size: int) -> None:
    """Leave out a Range header of several ranges, or of none: RFC 9110 lets a server answer with the whole.

    Asking for more of the end than there is means all of it; Werkzeug would refuse.
    """
    given = request.range
    if given is None or given.units != "bytes" or len(given.ranges) != 1:
        request.environ.pop("HTTP_RANGE", None)
    elif 0 < size < -given.ranges[0][0]:
        request.environ["HTTP_RANGE"] = "bytes=0-"


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise BadInput("start: seconds from the beginning") from error
    if not 0 <= value <= 1e6:
        raise BadInput("start: seconds from the beginning, 0 to 1,000,000")
    return value
