"""How ffmpeg and ffprobe are asked: which program, which input, and nothing but the file that was named."""

import shutil
import subprocess
from pathlib import Path

from etl.containers.tag_blocks import without_tags
from recommender.errors import BadAudio

TIMEOUT_S = 300.0
DEMUXERS = (
    "aac,ac3,aiff,amr,amrnb,amrwb,ape,apc,asf,asf_o,ast,au,avi,caf,dsf,dts,dtshd,eac3,flac,flv,iff,ircam,loas,"
    "matroska,mlp,mmf,mov,mp3,mpc,mpc8,mpeg,mpegts,nut,ogg,oma,paf,qcp,rm,shn,sox,spdif,tak,truehd,tta,voc,vqf,w64,"
    "wav,wsd,wv,xwma"
)
"""Kinds of files that hold their own sound. Playlists dressed up as a sound would make ffmpeg read other files."""
_CHECKED_S = 2.0


def find_tool(name: str) -> str:
    """Return the program's path; raises `BadAudio` (no decoder) when it is not installed."""
    path = shutil.which(name)
    if not path:
        raise BadAudio("no decoder", f"this format needs {name}; install ffmpeg and try again")
    return path


def input_options(path: Path) -> list[str]:
    """Return the options that limit ffmpeg or ffprobe to this file; its name is to follow by `input_name`."""
    return ["-protocol_whitelist", "file,pipe,subfile", "-format_whitelist", DEMUXERS, "-i", input_name(path)]


def input_name(path: Path) -> str:
    """Return the file as ffmpeg names it, without the tag before its sound.

    The places that an MP4 file names are counted from its own beginning, so that ffmpeg, which skips a tag by itself,
    would read from the wrong ones.
    """
    with path.open("rb") as file:
        start = without_tags(file).start
    name = f"file:{path.absolute()}"
    return f"subfile,,start,{start},end,0,,:{name}" if start else name


def decodes_with_ffmpeg(path: Path) -> bool:
    """Say whether ffmpeg finds sound in the file and decodes its beginning; raises `BadAudio` without ffmpeg."""
    command = [find_tool("ffmpeg"), "-v", "quiet", "-nostdin", "-threads", "1", *input_options(path)]
    command += ["-map", "0:a:0", "-t", f"{_CHECKED_S:g}", "-f", "s16le", "pipe:1"]
    try:
        completed = subprocess.run(command, stdout=subprocess.PIPE, timeout=TIMEOUT_S, check=False)
    except subprocess.TimeoutExpired:
        return False
    return completed.returncode == 0 and len(completed.stdout) > 0
