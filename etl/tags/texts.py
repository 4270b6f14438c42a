"""What mutagen read, in any of its formats, as lists of texts by names that are the same in every format."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mutagen.id3 import ID3, Frames, TextFrame

TagTexts = Mapping[str, list[str]]
"""Texts by `tag_name`, in the order of the file; none is empty."""
_NOT_IN_A_NAME = re.compile(r"[\s_/-]")
_RAW_DATES = {name: type(name, (TextFrame,), {}) for name in ("TDRC", "TDRL", "TDOR")}
"""Mutagen's own frames for times keep of `c. 1975` nothing and of `31.01.2020` a year 31."""
_ID3_NAMES = {"TEXT": "lyricist"}
"""Frames whose own names mean something else elsewhere: a Vorbis comment or an APE item TEXT may be the words sung."""
_RAW_NAMES = {"TYE": "tyer", "TYER": "tyer", "TDRC": "tdrc", "TDRL": "tdrl", "TDOR": "tdor", "TORY": "tdor"}


def tag_name(name: str) -> str:
    """Return a tag's name as all formats agree on it: `MusicBrainz Album Id` and `MUSICBRAINZ_ALBUMID` are one."""
    return _NOT_IN_A_NAME.sub("", name).lower()


def named_texts(pairs: Iterable[tuple[str, object]]) -> TagTexts:
    """Return the texts of name and value pairs, without the empty ones."""
    texts: dict[str, list[str]] = {}
    for name, value in pairs:
        if (text := _text(value)).strip("\0 "):
            texts.setdefault(tag_name(name), []).append(text)
    return texts


def texts_of(tags: Any) -> TagTexts:
    """Return the texts of ID3, Vorbis, MP4, APE or ASF tags as mutagen holds them; of None nothing."""
    if not tags:
        return {}
    return named_texts(_id3_pairs(tags) if hasattr(tags, "getall") else _pairs(tags))


def raw_id3_dates(path: Path) -> TagTexts:
    """Return the dates of an ID3 tag at a file's beginning as they were written."""
    frames = {**Frames, **_RAW_DATES}
    tags: Any = ID3(path, known_frames=frames, translate=False)  # type: ignore[no-untyped-call]
    return named_texts(
        (_RAW_NAMES[frame.FrameID], text)
        for frame in tags.values()
        if frame.FrameID in _RAW_NAMES
        for text in frame.text
    )


def _id3_pairs(tags: Any) -> Iterator[tuple[str, object]]:
    for frame in tags.values():
        kind, description = frame.FrameID, getattr(frame, "desc", "")
        if kind == "TCON":
            yield from ((kind, text) for text in frame.genres)
        elif kind == "COMM" and description.startswith("iTun"):
            continue  # numbers of iTunes, not words
        elif kind == "TXXX":
            yield from ((description, text) for text in frame.text)
        elif kind == "TIPL":  # IPLS of version 2.3, too
            yield from ((f"{kind}:{role}", name) for role, name in frame.people)
        elif kind == "RVA2":
            yield frame.HashKey, f"{frame.gain:f}"
        elif isinstance(getattr(frame, "text", None), list):
            yield from ((_ID3_NAMES.get(kind, kind), text) for text in frame.text)
        elif kind[:1] == "W":
            yield kind, frame.url


def _pairs(tags: Any) -> Iterator[tuple[str, object]]:
    for name, value in tags.items() if hasattr(tags, "items") else tags:
        plain = name.rpartition(":")[2] if name.startswith("----:") else name  # MP4: ----:who:name
        values = value if isinstance(value, list) or _is_apes_list(value) else [value]
        yield from ((plain, entry) for entry in values)


def _is_apes_list(value: object) -> bool:
    return hasattr(value, "__iter__") and not isinstance(value, str | bytes | tuple)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, tuple):  # MP4's (number, total)
        return str(value[0]) if value and value[0] else ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
