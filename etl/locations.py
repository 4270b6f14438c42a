"""Paths with any bytes in their names, as `file://` URLs that any store can hold."""

import os
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

SCHEME = "file://"


def file_url(path: Path | str) -> str:
    """Return the URL of an absolute path; bytes that are not UTF-8 survive percent-encoded."""
    return SCHEME + quote_from_bytes(os.fsencode(path))


def file_path(url: str) -> Path:
    """Return the path that `file_url` was given; raises `ValueError` for another scheme."""
    if not url.startswith(SCHEME):
        raise ValueError(f"not a {SCHEME} URL: {url!r}")
    return Path(os.fsdecode(unquote_to_bytes(url.removeprefix(SCHEME))))


def readable_name(path: Path | str) -> str:
    """Return a path as text for people: bytes that are not UTF-8 and control characters as escapes."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode() for character in text
    )


def exists(url: str) -> bool:
    """Say whether the file is there now."""
    return os.path.exists(file_path(url))
