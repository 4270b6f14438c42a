"""How a published version is opened: as what it was published as, or refused by one error for every kind of damage."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile

from msgspec import MsgspecError

from recommender.artifacts.manifest import Manifest, read_manifest
from recommender.errors import BadArtifact, FingerprintMismatch

_UNREADABLE = (OSError, EOFError, KeyError, ValueError, TypeError, BadZipFile, zlib.error, MsgspecError)
"""What a file raises that is missing, cut, or of another shape than this program writes."""


@contextmanager
def open_version(folder: Path, *, fingerprint: str | None = None, remedy: str = "") -> Iterator[Manifest]:
    """Yield the manifest of the version in `folder`; what cannot be read during the block is a `BadArtifact`.

    Raises `FingerprintMismatch`, naming the command `remedy`, when it was made of other inputs than `fingerprint`.
    """
    manifest = read_manifest(folder)
    if fingerprint is not None and manifest.fingerprint != fingerprint:
        raise FingerprintMismatch(actual=manifest.fingerprint, expected=fingerprint, remedy=remedy)
    with refuse_unreadable(folder):
        yield manifest


@contextmanager
def refuse_unreadable(path: Path) -> Iterator[None]:
    """Raise `BadArtifact`, naming `path`, for what reading a version's files raises in the block."""
    try:
        yield
    except _UNREADABLE as error:
        raise BadArtifact(f"{path}: it cannot be read ({error}); the version is refused") from error
