"""XSPF, the XML form of playlists (version 1, namespace http://xspf.org/ns/0/)."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser
from xml.sax.saxutils import escape

from recommender.errors import BadInput
from recommender.playlists.records import Named
from recommender.playlists.written import (
    WrittenPlaylist,
    location_of_uri,
    uri_of_location,
    written_entry,
    written_playlist,
)

NAMESPACE = "http://xspf.org/ns/0/"
MAX_DEPTH = 50


class _PlainTree(TreeBuilder):
    """Builds the tree of a document that declares nothing: declarations can name other files, and grow without end."""

    depth = 0

    def doctype(self, _name: str, _pubid: str | None, _system: str | None) -> None:
        raise BadInput("the XML has a DOCTYPE, which could name other files; take it out of the file's first lines")

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise BadInput("the XML nests too deeply for a playlist")
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


def read_xspf(content: bytes) -> WrittenPlaylist:
    """Return what the file says; raises `BadInput` for what is not XSPF, and for XML with declarations of its own."""
    parser = XMLParser(target=_PlainTree())
    try:
        parser.feed(content)
        root = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise BadInput(f"the file is no well-formed XML: {error}; export it again") from error
    if _local(root) != "playlist":
        raise BadInput(f"the XML is no XSPF: it begins with <{_local(root)[:40]}>, not with <playlist>")
    tracks = [_entry(track) for part in _named(root, "trackList") for track in _named(part, "track")]
    return written_playlist(name=_text(root, "title"), description=_text(root, "annotation"), entries=tracks)


def write_xspf(playlist: WrittenPlaylist) -> str:
    """Return the file's text."""
    return "\n".join(_lines(playlist)) + "\n"


def _entry(track: Element) -> Named:
    duration = _text(track, "duration")
    return written_entry(
        title=_text(track, "title"),
        artist=_text(track, "creator"),
        album=_text(track, "album"),
        duration_s=int(duration) / 1000 if duration.isascii() and duration.isdigit() and len(duration) < 12 else None,
        location=location_of_uri(_text(track, "location")),
    )


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _named(element: Element, name: str) -> Iterator[Element]:
    """Yield the children of this name, with or without the namespace: many programs leave it out."""
    return (child for child in element if child.tag in (name, f"{{{NAMESPACE}}}{name}"))


def _text(element: Element, name: str) -> str:
    return next((text for child in _named(element, name) if (text := (child.text or "").strip())), "")


def _lines(playlist: WrittenPlaylist) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<playlist version="1" xmlns="{NAMESPACE}">'
    yield from _element("title", playlist.name, "  ")
    yield from _element("annotation", playlist.description, "  ")
    yield "  <trackList>"
    for entry in playlist.entries:
        yield "    <track>"
        yield from _element("location", uri_of_location(entry.location), "      ")
        yield from _element("title", entry.title, "      ")
        yield from _element("creator", entry.artist, "      ")
        yield from _element("album", entry.album, "      ")
        if entry.duration_s is not None:
            yield from _element("duration", str(round(entry.duration_s * 1000)), "      ")
        yield "    </track>"
    yield "  </trackList>"
    yield "</playlist>"


def _element(name: str, text: str, indent: str) -> Iterator[str]:
    if text:
        yield f"{indent}<{name}>{escape(text)}</{name}>"
