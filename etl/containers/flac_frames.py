"""FLAC without the blocks between its first one and its sound, for files that have too many of them."""

from pathlib import Path

from etl.containers.payload import flac_sound
from etl.containers.spliced_file import SplicedFile
from etl.containers.tag_blocks import read_at, without_tags
from etl.containers.tag_bounds import TooManyTags, require_bounded_tags

_STREAM_INFO_BYTES = 4 + 34
_IS_LAST = 0x80


def bare_flac(path: Path) -> SplicedFile | None:
    """Return the sound behind a header of its own, where decoders would read blocks for minutes; else None."""
    try:
        require_bounded_tags(path)
    except TooManyTags:
        with path.open("rb") as file:
            whole = without_tags(file)
            info = read_at(file, whole.start + 4, _STREAM_INFO_BYTES)
            sound = flac_sound(file, whole)
        return SplicedFile(path, sound, before=b"fLaC" + bytes([info[0] | _IS_LAST]) + info[1:]) if info else None
    return None
