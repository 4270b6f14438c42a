"""What a sound file is by its content: container and codec, as RFC 6381 writes them (`audio/mp4; codecs="alac"`).

A name's ending says nothing about the codec, and a browser plays by the codec.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from etl.containers.mp4_atoms import ATOM_HEADER_BYTES, atom_at
from etl.containers.mpeg_frames import LAYER_III, frame_length, is_free_format, layer
from etl.containers.ogg_pages import streams
from etl.containers.payload import ASF_HEADER, MP4_ATOMS
from etl.containers.tag_blocks import Span, read_at, without_tags
from etl.containers.wav_header import finished_wav, wav_format

UNKNOWN = "application/octet-stream"
_MARKS = (
    (b"fLaC", "audio/flac"), (b"RF64", "audio/vnd.wave"), (b"BW64", "audio/vnd.wave"), (b"riff", "audio/x-w64"),
    (b"FORM", "audio/aiff"), (b".snd", "audio/basic"), (b"caff", "audio/x-caf"), (b"wvpk", "audio/x-wavpack"),
    (b"MAC ", "audio/x-ape"), (b"TTA1", "audio/x-tta"), (b"MPCK", "audio/x-musepack"), (b"MP+", "audio/x-musepack"),
    (b"DSD ", "audio/x-dsf"), (b"FRM8", "audio/x-dff"), (b"#!AMR", "audio/amr"), (b"\x0b\x77", "audio/ac3"),
    (b"\x7f\xfe\x80\x01", "audio/vnd.dts"), (b".RMF", "audio/vnd.rn-realaudio"), (b".ra\xfd", "audio/vnd.rn-realaudio"),
    (ASF_HEADER, "audio/x-ms-wma"),
)  # fmt: skip
_OGG_CODECS = ((b"\x01vorbis", "vorbis"), (b"OpusHead", "opus"), (b"\x7fFLAC", "flac"), (b"Speex   ", "speex"))
_MATROSKA_CODEC = re.compile(rb"\x86([\x80-\x9f])(?=A_)")
_MATROSKA_HEAD_BYTES = 65_536
_MP4_SOUND = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_MP4_SOUNDS = (b"mp4a", b"alac", b"fLaC", b"Opus", b"ac-3", b"ec-3", b"drms", b"samr", b"sawb", b".mp3")
_SAMPLE_ENTRY_BYTES = 36
_MPEG_4_AUDIO = 0x40


def media_type(path: Path) -> str:
    """Return container and codec of a sound file; `UNKNOWN` for what no browser takes. Raises `OSError`."""
    with path.open("rb") as file:
        sound = without_tags(file)
        head = read_at(file, sound.start, 16)
        if is_free_format(head):
            return UNKNOWN
        if frame_length(head):
            return "audio/mpeg" if layer(head) == LAYER_III else 'audio/mpeg; codecs="mp2"'
        if head[:1] == b"\xff" and head[1:2] in (b"\xf0", b"\xf1", b"\xf8", b"\xf9"):
            return "audio/aac"
        if sound.start:  # tags that the container knows nothing of: players disagree about them
            return UNKNOWN
        if head.startswith(b"OggS"):
            return _with_codecs("audio/ogg", [_ogg_codec(stream.first_packet) for stream in streams(path)])
        if head[4:8] in MP4_ATOMS:
            is_mp4 = head[4:8] == b"ftyp" and head[8:12] != b"qt  "
            return _with_codecs("audio/mp4" if is_mp4 else "video/quicktime", _mp4_codecs(file, sound))
        if head.startswith(b"\x1a\x45\xdf\xa3"):
            return _matroska(read_at(file, 0, _MATROSKA_HEAD_BYTES))
        if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
            return _wav(file, path)
        return next((kind for mark, kind in _MARKS if head.startswith(mark)), UNKNOWN)


def _with_codecs(container: str, codecs: list[str]) -> str:
    return f'{container}; codecs="{", ".join(codecs)}"' if codecs else container


def _ogg_codec(packet: bytes) -> str:
    return next((codec for mark, codec in _OGG_CODECS if packet.startswith(mark)), "unknown")


def _matroska(head: bytes) -> str:
    container = "audio/webm" if b"\x42\x82\x84webm" in head else "audio/matroska"
    names = (head[match.end() : match.end() + match[1][0] - 0x80] for match in _MATROSKA_CODEC.finditer(head))
    codecs = [name.decode("latin-1").removeprefix("A_").lower() for name in names]
    return _with_codecs(container, codecs)


def _wav(file: BinaryIO, path: Path) -> str:
    """Name the codec by its number (RFC 2361), and the bits of samples that not all players take."""
    if (mended := finished_wav(path)) is not None:
        mended.close()
        return "audio/vnd.wave"
    codec, bits = wav_format(file)
    return _with_codecs("audio/wav", [f"{codec:x}" if bits in (8, 16, 24) else f"{codec:x}.{bits}"])


def _mp4_codecs(file: BinaryIO, whole: Span) -> list[str]:
    """Return the codec of each sound track."""
    tables = [whole]
    for name in _MP4_SOUND:
        tables = [body for table in tables for kind, body in _atoms(file, table) if kind == name]
    entries = [body for table in tables for kind, body in _atoms(file, table) if kind == b"stsd"]
    codecs = []
    for entry in entries:
        for name, body in _atoms(file, Span(entry.start + 8, entry.end)):
            if name in _MP4_SOUNDS:
                codecs.append(_mp4_codec(name, read_at(file, body.start, min(512, body.end - body.start))))
    return codecs


def _mp4_codec(name: bytes, entry: bytes) -> str:
    """Return such as `mp4a.40.2`: object type, and for MPEG-4 audio what kind of it."""
    if name != b"mp4a":
        return name.decode("latin-1").lower()
    offset = entry.find(b"esds", _SAMPLE_ENTRY_BYTES - 16)
    descriptor = re.search(rb"\x04[\x80-\xfe]*.(.).{12}(?:\x05[\x80-\xfe]*.(.))?", entry[offset + 8 :], re.DOTALL)
    if offset < 0 or descriptor is None:
        return "mp4a"
    kind = descriptor[1][0]
    if kind != _MPEG_4_AUDIO or not descriptor[2]:
        return f"mp4a.{kind:02x}"
    return f"mp4a.40.{descriptor[2][0] >> 3}"


def _atoms(file: BinaryIO, span: Span) -> Iterator[tuple[bytes, Span]]:
    offset = span.start
    while offset + ATOM_HEADER_BYTES <= span.end:
        name, content = atom_at(file, offset, within=span)
        if content.end < content.start:
            return
        yield name, content
        offset = content.end
