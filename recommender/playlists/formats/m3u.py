"""M3U8: a path or address a line, with what is known of it in comments above.

Beside `#EXTINF` (seconds, "artist - title") the lines `#PLAYLIST`, `#EXTART` and `#EXTALB` are read and written, as
other players do. Lengths are whole seconds.
"""

import re
from collections.abc import Iterator

from recommender.errors import BadInput
from recommender.playlists.records import Named
from recommender.playlists.written import WrittenPlaylist, one_line, plain_location, written_entry, written_playlist

HEAD = "#EXTM3U"
_BETWEEN = " - "
_NO_FILE = "#SEGUE-NO-FILE"
"""The line below only names the entry: players show it as one that cannot be played, and segue reads no path."""
_EXTINF = re.compile(r"\s*(-?\d+(?:\.\d+)?)?((?:\s+[\w-]+=(?:\"[^\"]*\"|[^\s,]*))*)\s*,(.*)", re.DOTALL)


def read_m3u(text: str) -> WrittenPlaylist:
    """Return what the text says; raises `BadInput` for the pieces of a stream, which have the same ending."""
    name, entries = "", []
    notes: dict[str, str] = {}
    for line in re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")):
        tag, colon, rest = line.strip().partition(":")
        if line.strip().startswith("#EXT-X-"):
            raise BadInput("the file describes a stream in pieces (HLS), it is no playlist of tracks")
        if not line.strip().startswith("#"):
            if line.strip():
                entries.append(_entry(line.strip(), notes))
                notes = {}
        elif tag.upper() == "#PLAYLIST" and colon:
            name = name or rest
        else:
            notes[tag.upper()] = rest
    return written_playlist(name=name, entries=entries)


def write_m3u(playlist: WrittenPlaylist) -> str:
    """Return the file's text; what has no location stands by its name."""
    lines = [HEAD, "#EXTENC:UTF-8"]
    if playlist.name:
        lines.append(f"#PLAYLIST:{playlist.name}")
    for entry in playlist.entries:
        lines.extend(_lines(entry))
    return "\n".join([*lines, ""])


def _entry(location: str, notes: dict[str, str]) -> Named:
    duration_s, words = _extinf(notes.get("#EXTINF", ""))
    artist, title = _artist_and_title(words, notes.get("#EXTART"))
    return written_entry(
        title=title,
        artist=artist,
        album=notes.get("#EXTALB", ""),
        duration_s=duration_s,
        location="" if _NO_FILE in notes else plain_location(location),
    )


def _extinf(text: str) -> tuple[float | None, str]:
    match = _EXTINF.fullmatch(text)
    if match is None:
        return None, text
    return (float(match[1]) if match[1] else None), match[3]


def _artist_and_title(words: str, artist: str | None) -> tuple[str, str]:
    """Return artist and title; `artist` is what `#EXTART` says, which may be that there is none."""
    words = one_line(words)
    if artist is not None:
        artist = one_line(artist)
        return artist, f"{words} ".removeprefix(artist + _BETWEEN) if artist else words
    first, between, rest = words.partition(_BETWEEN)
    return (first, rest) if between and first.strip() and rest.strip() else ("", words)


def _lines(entry: Named) -> Iterator[str]:
    words = _BETWEEN.join(filter(None, (entry.artist, entry.title)))
    seconds = -1 if entry.duration_s is None else max(1, round(entry.duration_s))
    if words or entry.duration_s is not None:
        yield f"#EXTINF:{seconds},{_BETWEEN.join((entry.artist, entry.title)) if entry.artist else entry.title}"
    if entry.artist or _BETWEEN.strip() in entry.title:
        yield f"#EXTART:{entry.artist}"
    if entry.album:
        yield f"#EXTALB:{entry.album}"
    if not entry.location:
        yield _NO_FILE
        yield (words or "?").replace("#", "\u266f", 1) if words.startswith("#") else words or "?"
    else:
        yield f"./{entry.location}" if entry.location.startswith("#") else entry.location
