"""Whether ffmpeg, which transcodes and is what most browsers decode with, can play a file."""

from pathlib import Path

from etl.decode.ffmpeg import decodes_with_ffmpeg
from recommender.errors import BadAudio

_SURE = (
    *("audio/mpeg", "audio/flac", "audio/aac", 'audio/wav; codecs="1"', 'audio/wav; codecs="3.32"'),
    *('audio/ogg; codecs="vorbis"', 'audio/ogg; codecs="opus"', "audio/mp4;"),
)
"""Kinds that every ffmpeg decodes, and of which libraries are full: asking would cost as much as analysing them."""


def is_refused_by_ffmpeg(path: Path, media_type: str) -> bool:
    """Try the beginning of a file of this type; where ffmpeg is not installed, nothing is held against the file."""
    if media_type in _SURE or media_type.startswith(_SURE[-1]):
        return False
    try:
        return not decodes_with_ffmpeg(path)
    except BadAudio:
        return False
