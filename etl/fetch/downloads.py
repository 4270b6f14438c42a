"""One file over HTTP: resumed by ranges, retried with back-off, whole and checked before it gets its name."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

import requests
from requests.adapters import HTTPAdapter
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_chain,
    wait_exponential,
    wait_none,
)
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from etl.fetch.progress import Progress
from recommender.errors import NotFound, SegueError, ServerUnavailable

PATIENCE = Retry(
    total=5, backoff_factor=0.5, status_forcelist=(429, 500, 502, 503, 504), respect_retry_after_header=True
)
"""How often a request is tried again, and with what pauses (0, 1, 2, 4, 8 s); gained bytes start the count afresh."""

TIMEOUTS_S = (10.0, 30.0)
"""Longest wait for a connection and between two pieces of a body."""

BROKEN_CONNECTION = (requests.RequestException, HTTPError)
"""What a cut, refused or stalled connection looks like."""

_CHUNK = 1 << 16


class BadDownload(SegueError):
    """What arrived is not what was published; nothing of it was kept under its name."""


def web_session(patience: Retry = PATIENCE) -> requests.Session:
    """Return a session that tries again when a server is busy or a connection cannot be made."""
    session = requests.Session()
    session.headers.update({"User-Agent": "segue", "Accept-Encoding": "identity"})
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(max_retries=patience))
    return session


def download(
    url: str,
    target: Path,
    *,
    sha1: str,
    session: requests.Session,
    progress: Progress,
    patience: Retry = PATIENCE,
) -> Path:
    """Fetch `url` into `target`, going on where an earlier attempt stopped.

    Until the SHA-1 is right the bytes lie in `<target>.part`; a wrong sum raises `BadDownload` and removes them.
    """
    if target.exists():
        return target
    part = target.with_name(target.name + ".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    _receive_all(url, part, session=session, progress=progress, patience=patience)
    if (received := sha1_of(part)) != sha1:
        part.unlink()
        raise BadDownload(f"{url} has SHA-1 {received}, published is {sha1}; it was removed, run the command again")
    return part.replace(target)


def sha1_of(path: Path) -> str:
    """Return the SHA-1 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha1").hexdigest()


def refuse_bad_status(response: requests.Response) -> None:
    """Raise `NotFound` or `ServerUnavailable` when the answer is an error no retry can mend."""
    if response.status_code == 404:
        raise NotFound(f"{response.url} does not exist; SEGUE_FMA_URL names where FMA's archives lie")
    if response.status_code >= 400:
        raise ServerUnavailable(f"{response.url} answers {response.status_code} {response.reason}; try again later")


def retry_broken(
    url: str,
    patience: Retry,
    *,
    broken: tuple[type[Exception], ...] = BROKEN_CONNECTION,
    after: Callable[[RetryCallState], None],
) -> Retrying:
    """Return what repeats a call that raises `broken`, with the pauses of `patience`; at last `ServerUnavailable`.

    `after` is called after each such failure, before it counts.
    """

    def give_up(state: RetryCallState) -> NoReturn:
        assert state.outcome is not None
        error = state.outcome.exception()
        raise ServerUnavailable(
            f"{url} cannot be read ({error}); run the command again, it goes on from here"
        ) from error

    doubling = wait_exponential(multiplier=patience.backoff_factor, max=patience.backoff_max)
    return Retrying(
        retry=retry_if_exception_type(broken),
        after=after,
        stop=stop_after_attempt(1 + int(patience.total or 0)),
        wait=wait_chain(wait_none(), doubling),
        retry_error_callback=give_up,
    )


def _receive_all(url: str, part: Path, *, session: requests.Session, progress: Progress, patience: Retry) -> None:
    size_before = 0

    def receive() -> None:
        nonlocal size_before
        size_before = _size(part)
        if not _receive(url, part, session=session, progress=progress):
            raise BadDownload(f"{url}: the server holds fewer bytes than were already here; starting again")

    def renew(state: RetryCallState) -> None:
        if _size(part) > size_before:
            state.attempt_number = 1

    retry_broken(url, patience, broken=(*BROKEN_CONNECTION, BadDownload), after=renew)(receive)


def _receive(url: str, part: Path, *, session: requests.Session, progress: Progress) -> bool:
    """Append the missing bytes; False when what was there is of no use and was dropped."""
    have = _size(part)
    wanted = {"Range": f"bytes={have}-"} if have else {}
    with session.get(url, headers=wanted, stream=True, timeout=TIMEOUTS_S) as response:
        if response.status_code == 416:
            return _keep_if_whole(part, response)
        refuse_bad_status(response)
        resumed = response.status_code == 206 and response.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        if not resumed:
            have = 0
        to_come = response.headers.get("Content-Length")
        progress.start(part.name.removesuffix(".part"), total=have + int(to_come) if to_come else None, done=have)
        with part.open("ab" if resumed else "wb") as file:
            _copy(response.iter_content(_CHUNK), file.write, progress)
    return True


def _copy(chunks: Iterable[bytes], write: Callable[[bytes], int], progress: Progress) -> None:
    for chunk in chunks:
        write(chunk)
        progress.advance(len(chunk))


def _keep_if_whole(part: Path, response: requests.Response) -> bool:
    if response.headers.get("Content-Range", "") == f"bytes */{_size(part)}":
        return True
    part.unlink()
    return False


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
