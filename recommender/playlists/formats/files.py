"""Which form a playlist file has, and how each is read and written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from recommender.errors import BadInput
from recommender.playlists.formats.jspf import read_jspf, write_jspf
from recommender.playlists.formats.m3u import HEAD, read_m3u, write_m3u
from recommender.playlists.formats.texts import decode
from recommender.playlists.formats.xspf import read_xspf, write_xspf
from recommender.playlists.written import WrittenPlaylist

FormatName = Literal["m3u8", "xspf", "jspf"]
MAX_FILE_BYTES = 10_000_000


@dataclass(frozen=True)
class Format:
    """One form of playlist files."""

    name: FormatName
    media_type: str
    write: Callable[[WrittenPlaylist], str]


FORMATS: dict[FormatName, Format] = {
    "m3u8": Format("m3u8", "application/vnd.apple.mpegurl", write_m3u),
    "xspf": Format("xspf", "application/xspf+xml", write_xspf),
    "jspf": Format("jspf", "application/jspf+json", write_jspf),
}


def read_playlist(content: bytes, *, name: str = "") -> WrittenPlaylist:
    """Return the playlist of a file, its form told by its content; a file without extras is M3U by its `name`.

    Raises `BadInput` for a file that is too large, or no playlist.
    """
    if len(content) > MAX_FILE_BYTES:
        raise BadInput(f"the file has more than {MAX_FILE_BYTES // 1_000_000} MB; playlists are smaller")
    ending = name.lower().rpartition(".")[2]
    text = decode(content)
    beginning = text.lstrip("\ufeff \t\r\n")[:20]
    if beginning.startswith("<"):
        return read_xspf(content)
    if beginning.startswith("{"):
        return read_jspf(text.encode())
    if beginning.startswith(HEAD) or (ending in ("m3u", "m3u8") and "\0" not in text):
        return read_m3u(text)
    raise BadInput(f"{name[:100] or 'the file'} is no playlist: M3U8, XSPF and JSPF are read")
