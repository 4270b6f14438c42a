"""Receives one uploaded file straight onto disk, within the size limit, and takes it away again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, cast

import gevent
from flask import Request

from recommender.errors import BadInput
from webapp.problems import CannotPlay

_PARSER_BYTES = 512 * 1024
"""What the parser may hold of a body: it reads 64 kB at a time, and looks for the end of a part in two of these."""

_ARRIVE_WITHIN_S = 120.0


class StreamingRequest(Request):
    """A request whose file parts are written to named temporary files while they arrive."""

    _parts: tuple[IO[bytes], ...] = ()

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        part = cast("IO[bytes]", NamedTemporaryFile(prefix="segue-upload-"))  # noqa: SIM115
        self._parts = (*self._parts, part)
        return part

    def close(self) -> None:
        """Take the files away, also those of a body that broke off."""
        super().close()
        for part in self._parts:
            part.close()


@contextmanager
def uploaded_file(request: Request, *, limit_bytes: int) -> Iterator[Path]:
    """Yield the path of the part `file`; a larger body ends in 413. The file is gone afterwards."""
    request.max_content_length = limit_bytes
    request.max_form_parts = 8
    request.max_form_memory_size = _PARSER_BYTES
    if request.mimetype != "multipart/form-data":
        raise CannotPlay("send the sound as multipart/form-data with a part named `file`")
    try:
        with gevent.Timeout(_ARRIVE_WITHIN_S, BadInput(f"the upload did not arrive within {_ARRIVE_WITHIN_S:g} s")):
            part = request.files.get("file")
        if part is None:
            raise BadInput("the upload has no part named `file`")
        part.stream.flush()
        yield Path(part.stream.name)
    finally:
        request.close()
