"""Paths that a playlist file wrote, here or on another machine, beside those of the library."""

import posixpath
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote_from_bytes, unquote, unquote_to_bytes

from recommender.playlists.written import is_url

Parts = tuple[str, ...]
_DRIVE = re.compile(r"[A-Za-z]:(?=[\\/])")
_FILE = "file://"


def path_of(url: str) -> str:
    """Return the path of a track's `file://` URL; bytes that are no UTF-8 as surrogates. Empty for another URL."""
    if not url.startswith(_FILE):
        return ""
    return unquote_to_bytes(url.removeprefix(_FILE)).decode("utf-8", "surrogateescape")


def parts_of(path: str) -> Parts:
    """Return the names in a path, as they are compared: letters that look the same are the same, as is their case."""
    return tuple(unicodedata.normalize("NFC", part).casefold() for part in path.split("/") if part)


def meanings(location: str, *, folder: str = "") -> list[tuple[Parts, bool]]:
    """Return what a location may mean, the likeliest first, each with whether it is the whole path.

    `folder` is the one of the playlist file, where that is known: relative paths start there. A path of Windows loses
    its drive; percent signs may be meant as they are, or stand for bytes.
    """
    if not location or is_url(location):
        return []
    found: dict[tuple[Parts, bool], None] = {}
    slashed = _DRIVE.sub("", location, count=1).replace("\\", "/")
    is_windows = slashed != location and (_DRIVE.match(location) is not None or "/" not in location)
    for path in (slashed, location) if is_windows else (location, slashed):
        for text in dict.fromkeys((path, unquote(path))):
            if is_whole := text.startswith("/") and not is_windows:
                found[parts_of(posixpath.normpath(text)), is_whole] = None
            elif folder:
                found[parts_of(posixpath.normpath(f"{folder}/{text}")), True] = None
            else:
                relative = [part for part in posixpath.normpath(text).split("/") if part != ".."]
                found[parts_of("/".join(relative)), False] = None
    return [(parts, is_whole) for parts, is_whole in found if parts]


def n_shared(one: Parts, other: Parts) -> int:
    """Return how many names two paths share, counted from the file's name upwards."""
    n = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        n += 1
    return n


def written_path(url: str, *, below: str = "") -> str:
    """Return a track's path as a playlist file says it, relative to the folder `below` if that is given.

    A path that no text can hold is written with its bytes percent-encoded, which readers understand, too.
    """
    path = path_of(url)
    if path and below:
        path = posixpath.relpath(path, below)
    raw = path.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return quote_from_bytes(raw)


def common_folder(urls: Iterable[str]) -> str:
    """Return the deepest folder that holds all of these files; empty when there is none."""
    paths = [url.removeprefix(_FILE) for url in urls if url.startswith(_FILE)]
    if not paths:
        return ""
    # Of paths in order the first and the last share no more than all do, also as they are encoded.
    return path_of(_FILE + posixpath.commonpath([posixpath.dirname(min(paths)), posixpath.dirname(max(paths))]))
