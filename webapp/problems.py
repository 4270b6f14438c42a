"""Every error as a problem document (RFC 9457); the one table from error class to status."""

import http
from math import ceil
from urllib.parse import quote

import msgspec
import structlog
from flask import Flask, Response, request
from msgspec import UNSET
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from recommender.catalogue.libraries.scans import BeingScanned
from recommender.errors import (
    BadArtifact,
    BadAudio,
    BadInput,
    NotFound,
    NotReady,
    OutOfRange,
    SegueError,
    ServerUnavailable,
    describe,
)
from recommender.playlists.access import NotYours
from webapp.api.answers import Problem

MEDIA_TYPE = "application/problem+json"
_log = structlog.get_logger(__name__)


class NotAllowed(SegueError):
    """The request comes from somewhere it may not come from."""


class WhoIsAsking(SegueError):
    """The request carries no valid listener cookie."""

    def __init__(self) -> None:
        super().__init__("no listener cookie, or not one of ours; GET /api/v1/listener gives one")


class LoginNeeded(SegueError):
    """Nobody is logged in, and there are accounts."""

    def __init__(self) -> None:
        super().__init__("nobody is logged in here, or no longer; log in first, or send a token as `Bearer`")


class WrongPassword(SegueError):
    """There is no such account, or the password is another one: the answer does not say which."""

    def __init__(self) -> None:
        super().__init__("name or password is wrong")


class CannotPlay(SegueError):
    """The file's kind cannot be played here."""


class OtherVersion(SegueError):
    """What the request names is of another version than the one that is here now."""


class TooBusy(SegueError):
    """All places for this kind of work are taken; trying again in a moment helps."""


class TooMany(SegueError):
    """One listener sends more than a person can do."""

    def __init__(self, detail: str, *, retry_after_s: float = 5.0) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


STATUS: tuple[tuple[type[SegueError], int, str], ...] = (
    (BadAudio, 422, "bad-audio"),
    (NotFound, 404, "not-found"),
    (NotReady, 503, "not-ready"),
    (BadArtifact, 503, "not-ready"),
    (ServerUnavailable, 503, "server-unavailable"),
    (TooBusy, 503, "too-busy"),
    (BeingScanned, 503, "too-busy"),
    (TooMany, 429, "too-many"),
    (CannotPlay, 415, "cannot-play"),
    (WhoIsAsking, 401, "no-listener"),
    (LoginNeeded, 401, "login-needed"),
    (WrongPassword, 401, "wrong-password"),
    (NotAllowed, 403, "not-allowed"),
    (NotYours, 403, "not-allowed"),
    (OutOfRange, 422, "out-of-range"),
    (OtherVersion, 409, "other-version"),
    (BadInput, 400, "bad-input"),
)
"""First match counts: error class, status, name of the problem type."""
_RETRY_AFTER_S = "5"


def problem(status: int, kind: str, detail: str, *, reason: str = "") -> Response:
    """Return the answer for one problem of this request."""
    return Response(
        problem_bytes(status, kind, detail, instance=quote(request.path[:200]), reason=reason),
        status=status,
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store"} | ({"Retry-After": _RETRY_AFTER_S} if status in (429, 503) else {}),
    )


def problem_bytes(status: int, kind: str, detail: str, *, instance: str, reason: str = "") -> bytes:
    """Return the JSON of a problem document."""
    return msgspec.json.encode(
        Problem(
            type=f"urn:segue:problem:{kind}" if kind else "about:blank",
            title=http.HTTPStatus(status).phrase,
            status=status,
            detail=detail,
            instance=instance,
            reason=reason or UNSET,
        )
    )


def register_problems(app: Flask) -> None:
    """Turn segue's errors, Flask's own and accidents into problem documents."""
    app.register_error_handler(SegueError, _of_segue)
    app.register_error_handler(HTTPException, http_problem)
    app.register_error_handler(Exception, _of_accident)


def _of_segue(error: SegueError) -> Response:
    if isinstance(error, ServerUnavailable):
        _log.warning("server_not_reached", path=request.path, why=str(error))
    for kind, status, name in STATUS:
        if isinstance(error, kind):
            answer = problem(status, name, describe(error), reason=error.reason if isinstance(error, BadAudio) else "")
            if isinstance(error, TooMany):
                answer.headers["Retry-After"] = str(ceil(error.retry_after_s))
            if isinstance(error, LoginNeeded):
                answer.headers["WWW-Authenticate"] = 'Bearer realm="segue"'
            return answer
    return _of_accident(error)


def http_problem(error: HTTPException) -> BaseResponse:
    """Return the problem document of what HTTP itself says."""
    status = error.code or 500
    if status < 400:
        return error.get_response()  # a redirect is no problem
    answer = problem(status, "", error.description or http.HTTPStatus(status).phrase)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "content-range", "retry-after"):
            answer.headers[name] = value
    return answer


def _of_accident(error: Exception) -> Response:
    _log.error("request_failed", path=request.path, method=request.method, exc_info=error)
    return problem(500, "", "something broke here; the server's log says more")
