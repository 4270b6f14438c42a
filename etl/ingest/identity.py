"""What makes two files the same track: a hash of their audio stream, whatever their names and tags."""

import hashlib
from pathlib import Path

from etl.containers.payload import audio_spans
from recommender.errors import BadAudio
from recommender.records import TrackId

DIGEST_BYTES = 16
READ_BYTES = 1 << 20


def audio_identity(path: Path) -> TrackId:
    """Return 32 hex digits that stay when the file is moved or retagged.

    Raises `BadAudio` (empty, permission denied, missing, unreadable) when there is no stream to hash.
    """
    digest = hashlib.blake2b(digest_size=DIGEST_BYTES)
    n_bytes = 0
    try:
        with path.open("rb", buffering=1 << 16) as file:
            for start, end in audio_spans(file):
                file.seek(start)
                while start < end and (block := file.read(min(READ_BYTES, end - start))):
                    digest.update(block)
                    start += len(block)
                    n_bytes += len(block)
    except PermissionError as error:
        raise BadAudio("permission denied", str(error)) from error
    except FileNotFoundError as error:
        raise BadAudio("missing", str(error)) from error
    except OSError as error:
        raise BadAudio("unreadable", str(error)) from error
    if not n_bytes:
        raise BadAudio("empty", "the file holds no sound data")
    return TrackId(digest.hexdigest())
