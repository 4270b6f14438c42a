"""What the first bytes of a file say before anything is decoded."""

from pathlib import Path
from typing import BinaryIO

from etl.containers.payload import MP4_ATOMS
from etl.containers.tag_blocks import read_at, without_tags
from etl.decode.mix import WHOLE_SHARE
from recommender.errors import BadAudio

_STREAMED = 0x7FFFF000
"""Sizes from here on (and 0) are what programs write that did not know the length yet."""
_MAX_PAGE_SIZE = 65_307
"""Bytes of the largest possible Ogg page."""
_OTHER = (b"RIFF", b"FORM", b"FLV", b"FRM8", b"DSD ", b"PK\x03\x04", b"%PDF", b"\xff\xd8\xff", b"\x89PNG")
"""Marks of files in which frames of MPEG audio may lie about that are not the file's sound."""
_FOREIGN = (
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", b"wvpk", b"MAC ", b"\x1a\x45\xdf\xa3", b"TTA1", b"MPCK", b"MP+", b"DSD ",
    b"FRM8", b"#!AMR", b".RMF", b".ra\xfd", b"tBaK", b"ajkg", b"\x0b\x77", b"\x7f\xfe\x80\x01",
)  # fmt: skip
_KNOWN = (b"RF64", b"RIFX", b"fLaC", b"OggS", b".snd", b"caff", b"riff")


def opening_bytes(path: Path) -> bytes:
    """Return the first bytes of a file behind the tags before it.

    Raises `BadAudio`: empty, is a directory, missing, permission denied, truncated, unreadable.
    """
    try:
        if path.is_dir():
            raise BadAudio("is a directory", "only the files in it can be analysed")
        if path.is_fifo() or path.is_socket() or path.is_char_device():
            raise BadAudio("not audio", "it is no regular file")
        with path.open("rb") as file:
            sound = without_tags(file)
            head = read_at(file, sound.start, 16)
            tail = _last_bytes(file, sound.end) if head.startswith(b"OggS") else b""
    except PermissionError as error:
        raise BadAudio("permission denied", str(error.strerror)) from error
    except FileNotFoundError as error:
        raise BadAudio("missing", str(error.strerror)) from error
    except OSError as error:
        raise BadAudio("unreadable", str(error.strerror)) from error
    if not head:
        raise BadAudio("empty", "the file has no content")
    _check_chunk_size(head, sound.end - sound.start)
    _check_last_page(tail)
    return head


def _check_chunk_size(head: bytes, size: int) -> None:
    """Libsndfile reads a cut-off WAV or AIFF file without complaint, so its header is compared here."""
    if head[:4] not in (b"RIFF", b"FORM") or len(head) < 12:
        return
    announced = int.from_bytes(head[4:8], "little" if head[:4] == b"RIFF" else "big") + 8
    if announced - 8 < _STREAMED and size < WHOLE_SHARE * announced:
        raise BadAudio("truncated", f"{size} bytes where the header announces {announced}")


def _last_bytes(file: BinaryIO, end: int) -> bytes:
    start = max(0, end - _MAX_PAGE_SIZE)
    return read_at(file, start, end - start)


def _check_last_page(tail: bytes) -> None:
    """Refuse an Ogg file that ends within a page: it does not say how long it is, but it was cut off."""
    page = tail[tail.rfind(b"OggS") :]
    if not page:
        return
    n_segments = page[26] if len(page) > 26 else 0
    length = 27 + n_segments + sum(page[27 : 27 + n_segments])
    if len(page) < length:
        raise BadAudio("truncated", "the file ends in the middle of an Ogg page")


def is_foreign(head: bytes) -> bool:
    """Say whether a file is of a known format that libsndfile cannot read (AAC, WMA, WavPack, Matroska...)."""
    adts = head[:1] == b"\xff" and head[1:2] in (b"\xf0", b"\xf1", b"\xf8", b"\xf9")
    return head[4:8] in MP4_ATOMS or adts or head.startswith(_FOREIGN)


def looks_like_sound(head: bytes) -> bool:
    """Say whether a file begins with the mark of a format that libsndfile reads (MPEG frames have none to trust)."""
    if head.startswith((b"RIFF", b"FORM")):  # which also hold pictures and films
        return head[8:12] in (b"WAVE", b"AIFF", b"AIFC")
    return head.startswith(_KNOWN)


def may_be_mpeg_audio(head: bytes) -> bool:
    """Say whether frames of MPEG audio may follow, at once or behind other bytes."""
    return not (looks_like_sound(head) or is_foreign(head) or head.startswith(_OTHER))
