"""Receives uploaded files straight onto disk, within limits, and lets a few at a time be analysed."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, NamedTuple, cast

from flask import Request
from gevent.lock import BoundedSemaphore

from recommender.errors import BadInput
from webapp.address_limits import address_of
from webapp.problems import CannotPlay, TooBusy, TooMany

_PARSER_BYTES = 512 * 1024
"""What the parser may hold of a body: it reads 64 kB at a time, and looks for the end of a part in two of these."""
_FILES_UNDER_WAY = 4
"""All uploads together may take the room of so many of the largest."""
_FILES_OF_ADDRESS = 2
"""Those of one address: others have room beside them."""
_MAX_UPLOADS_PER_ADDRESS = 8
"""Uploads under way from one address."""


def _take_nothing(_n_bytes: int) -> None:
    """Count no bytes."""


class StreamingRequest(Request):
    """A request whose file parts are written to named temporary files while they arrive."""

    take_bytes: Callable[[int], None] = staticmethod(_take_nothing)
    """Called with the size of each piece before it is written; may raise."""
    arrival_folder: Path | None = None
    """Where file parts are written; the machine's folder for temporary files when not said."""
    _parts: tuple[IO[bytes], ...] = ()

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        part = cast("IO[bytes]", NamedTemporaryFile(prefix="segue-upload-", dir=self.arrival_folder))  # noqa: SIM115
        self._parts = (*self._parts, part)
        return cast("IO[bytes]", _CountedFile(part, self.take_bytes))

    def close(self) -> None:
        """Take the files away, also those of a body that broke off."""
        super().close()
        for part in self._parts:
            part.close()


class _CountedFile:
    """A file that says how much is written to it."""

    def __init__(self, file: IO[bytes], take_bytes: Callable[[int], None]) -> None:
        self._file = file
        self._take_bytes = take_bytes

    def write(self, data: bytes) -> int:
        self._take_bytes(len(data))
        return self._file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class ReceivedFile(NamedTuple):
    """An uploaded file, for as long as it is here."""

    path: Path
    name: str
    """As its sender calls it; may be empty."""


class Uploads:
    """What is being received and analysed in one application."""

    def __init__(self, *, slots: int, wait_s: float, limit_bytes: int) -> None:
        """`slots` files are analysed at the same time, others wait for `wait_s`; none is larger than `limit_bytes`."""
        self._slots = BoundedSemaphore(slots)
        self._wait_s = wait_s
        self.limit_bytes = limit_bytes
        self._bytes_under_way = 0
        self._of_address: Counter[str] = Counter()
        self._bytes_of_address: Counter[str] = Counter()

    @contextmanager
    def receive(self, request: Request, *, into: Path | None = None) -> Iterator[ReceivedFile]:
        """Yield the part `file`; a larger body ends in 413. The file is gone afterwards.

        It is written to the folder `into` while it arrives, if that is given.
        """
        if request.mimetype != "multipart/form-data":
            raise CannotPlay("send the file as multipart/form-data with a part named `file`")
        cast("StreamingRequest", request).arrival_folder = into
        request.max_content_length = self.limit_bytes
        request.max_form_parts = 8
        request.max_form_memory_size = _PARSER_BYTES
        with self._count(request):
            try:
                part = request.files.get("file")
                if part is None:
                    raise BadInput("the upload has no part named `file`")
                part.stream.flush()
                yield ReceivedFile(Path(part.stream.name), part.filename or "")
            finally:
                request.close()

    @contextmanager
    def slot(self, request: Request) -> Iterator[None]:
        """Hold a place for one analysis while the client stays; raise `TooBusy` when none comes free in time."""
        connection = request.environ.get("segue.connection")
        with connection.while_client_stays() if connection else nullcontext():
            if not self._slots.acquire(timeout=self._wait_s):
                raise TooBusy("other uploads are being analysed; try again in a few seconds")
            try:
                yield
            finally:
                self._slots.release()

    @contextmanager
    def _count(self, request: Request) -> Iterator[None]:
        """Count the upload and its bytes while they are here; raise when there are too many."""
        address, taken = address_of(request), 0

        def take(n_bytes: int) -> None:
            nonlocal taken
            if self._bytes_of_address[address] + n_bytes > _FILES_OF_ADDRESS * self.limit_bytes:
                raise TooMany("too much is being uploaded from your address; send the next when one is done")
            if self._bytes_under_way + n_bytes > _FILES_UNDER_WAY * self.limit_bytes:
                raise TooBusy("too much is being uploaded at the moment; try again in a few seconds")
            self._bytes_under_way += n_bytes
            self._bytes_of_address[address] += n_bytes
            taken += n_bytes

        if self._of_address[address] >= _MAX_UPLOADS_PER_ADDRESS:
            raise TooMany(
                f"{_MAX_UPLOADS_PER_ADDRESS} uploads from your address are under way; send the next when one is done"
            )
        self._of_address[address] += 1
        cast("StreamingRequest", request).take_bytes = take
        try:
            yield
        finally:
            self._bytes_under_way -= taken
            self._bytes_of_address[address] -= taken
            self._of_address[address] -= 1
            for counted in (self._bytes_of_address, self._of_address):
                counted += Counter()  # forgets those without any
