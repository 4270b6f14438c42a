"""A playlist as a file says it."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from msgspec import Struct

from recommender.errors import BadInput
from recommender.playlists.records import MAX_DESCRIPTION, MAX_ENTRIES, MAX_LOCATION, MAX_NAME, MAX_TEXT, Named

MAX_DURATION_S = 1e6
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|urn:")
_DRIVE = re.compile(r"/[A-Za-z]:/")


class WrittenPlaylist(Struct, frozen=True, kw_only=True):
    """What a file holds; a location is a path, absolute or relative to the file, or the URL of something elsewhere."""

    name: str = ""
    description: str = ""
    entries: tuple[Named, ...] = ()


def written_playlist(*, name: str = "", description: str = "", entries: list[Named]) -> WrittenPlaylist:
    """Return the playlist; raises `BadInput` for more entries than a playlist may have."""
    if len(entries) > MAX_ENTRIES:
        raise BadInput(f"the file has {len(entries):,} entries, a playlist has at most {MAX_ENTRIES:,}; split it")
    return WrittenPlaylist(
        name=one_line(name)[:MAX_NAME].strip(), description=lines(description)[:MAX_DESCRIPTION], entries=tuple(entries)
    )


def written_entry(
    *, title: str = "", artist: str = "", album: str = "", duration_s: float | None = None, location: str = ""
) -> Named:
    """Return what a file says of one entry: on one line each, within bounds, a length only where it is one."""
    known = duration_s is not None and 0 < duration_s <= MAX_DURATION_S
    return Named(
        title=one_line(title)[:MAX_TEXT].strip(),
        artist=one_line(artist)[:MAX_TEXT].strip(),
        album=one_line(album)[:MAX_TEXT].strip(),
        duration_s=duration_s if known else None,
        location="" if len(location) > MAX_LOCATION else _without_controls(location).strip(),
    )


def one_line(text: str) -> str:
    """Return the text without line ends, control characters and doubled spaces."""
    return " ".join(_without_controls(text).split())


def lines(text: str) -> str:
    """Return the text with its line ends, but as `one_line` for each of them."""
    return "\n".join(one_line(line) for line in text.splitlines()).strip()


def _without_controls(text: str) -> str:
    """Return the text with spaces in place of what no file can hold, or what breaks its lines."""
    if text.isprintable():
        return text
    return "".join(" " if _is_control(letter) else letter for letter in text)


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in "\ufffe\uffff\ufeff"


def is_url(location: str) -> bool:
    """Return whether a location is the address of something that is no file here."""
    return bool(_URL.match(location))


def plain_location(text: str) -> str:
    """Return the path of a `file:` URL; other locations as they are, so too a path that no text can say."""
    if not text.lower().startswith("file:"):
        return text
    path = urlsplit(text.replace("?", "%3F").replace("#", "%23")).path
    try:
        plain = unquote_to_bytes(path).decode()
    except UnicodeDecodeError:
        return text
    return plain[1:] if _DRIVE.match(plain) else plain


def location_of_uri(uri: str) -> str:
    """Return the location that a URI reference names, as XSPF and JSPF write it."""
    return plain_location(uri) if is_url(uri) or uri.lower().startswith("file:") else unquote(uri)


def uri_of_location(location: str) -> str:
    """Return the URI reference that names a location; `location_of_uri` gives the location back."""
    if is_url(location) or location.lower().startswith("file:"):
        return location
    uri = quote(location, safe="/~!$&'()*+,;=@")
    return f"file://{uri}" if location.startswith("/") else uri


def shown_title(named: Named) -> str:
    """Return the title, else the name of the file without its ending."""
    return named.title or PurePosixPath(named.location.replace("\\", "/")).stem or named.location
