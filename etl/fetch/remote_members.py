"""Single members of a zip that lies on a web server, read by HTTP ranges."""

import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import TracebackType
from typing import IO, TypeVar

import requests
from remotezip import RangeNotSupported, RemoteIOError, RemoteZip
from urllib3.util.retry import Retry

from etl.fetch.downloads import BROKEN_CONNECTION, PATIENCE, TIMEOUTS_S, BadDownload, refuse_bad_status, retry_broken
from recommender.errors import SegueError

Answer = TypeVar("Answer")

_BROKEN = (*BROKEN_CONNECTION, RemoteIOError, EOFError)


class NoRanges(SegueError):
    """The server sends whole files only."""


class RemoteMembers(AbstractContextManager["RemoteMembers"]):
    """The members of one remote zip; the list is read once, members are read on demand."""

    def __init__(self, url: str, *, session: requests.Session, patience: Retry = PATIENCE) -> None:
        self._url = url
        self._session = session
        self._patience = patience
        self._zip: RemoteZip | None = None
        self.members: list[zipfile.ZipInfo] = self._read_patiently(lambda opened: opened.infolist())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Let go of the connection."""
        self._close()

    def read(self, info: zipfile.ZipInfo, use: Callable[[IO[bytes]], Answer]) -> Answer:
        """Return what `use` makes of the member's bytes; it is called again from the start after a cut connection.

        `use` may stop early: only what it reads is fetched. Reading to the end checks the CRC: `BadDownload`.
        """

        def read_member(opened: RemoteZip) -> Answer:
            with opened.open(info) as member:
                return use(member)

        return self._read_patiently(read_member)

    def _read_patiently(self, use: Callable[[RemoteZip], Answer]) -> Answer:
        retry = retry_broken(self._url, self._patience, broken=_BROKEN, after=lambda _: self._close())
        try:
            return retry(lambda: use(self._open()))
        except RangeNotSupported as error:
            raise NoRanges(
                f"{self._url}: the server sends whole files only, no single tracks; fetch without --tracks"
            ) from error
        except zipfile.BadZipFile as error:
            raise BadDownload(f"{self._url}: {error}") from error

    def _open(self) -> RemoteZip:
        if self._zip is None:
            with self._session.head(self._url, timeout=TIMEOUTS_S, allow_redirects=True) as response:
                refuse_bad_status(response)
            self._zip = RemoteZip(self._url, session=self._session, timeout=TIMEOUTS_S)
        return self._zip

    def _close(self) -> None:
        if self._zip is not None:
            self._zip.close()
            self._zip = None
