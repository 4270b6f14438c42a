"""Tags of containers that mutagen does not know, such as Matroska and CAF: what ffprobe says of them."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from etl.decode.ffmpeg import input_options
from etl.tags.texts import TagTexts, named_texts

MAX_PROBE_S = 30.0


class ProbedFile(NamedTuple):
    """What ffprobe says of a file; nothing where it is missing or gives up."""

    texts: TagTexts
    """Of the file and of its first audio stream."""
    duration_s: float | None


def probe(path: Path) -> ProbedFile:
    """Ask ffprobe once for the texts and the length of a file."""
    ffprobe = shutil.which("ffprobe")
    if not ffprobe:
        return ProbedFile({}, None)
    command = [ffprobe, "-v", "error", "-select_streams", "a:0", "-of", "json"]
    command += ["-show_entries", "format=duration:format_tags:stream_tags"]
    try:
        command += input_options(path)
        completed = subprocess.run(command, capture_output=True, timeout=MAX_PROBE_S, check=True)
        report = json.loads(completed.stdout.decode("utf-8", "replace"))
    except (OSError, subprocess.SubprocessError, ValueError):
        return ProbedFile({}, None)
    own = [part.get("tags", {}) for part in (*report.get("streams", ()), report.get("format", {}))]
    by_name = {name.lower(): value for tags in own for name, value in tags.items()}
    return ProbedFile(named_texts(_with_levels(by_name).items()), _number(report.get("format", {}).get("duration")))


def _number(text: object) -> float | None:
    try:
        return float(str(text))
    except ValueError:
        return None


def _with_levels(tags: dict[str, str]) -> dict[str, str]:
    """Return Matroska's tags of the whole album, such as `ALBUM/TITLE`, under plain names too."""
    of_album = {name.removeprefix("album/"): text for name, text in tags.items() if name.startswith("album/")}
    ofs = {"album": of_album.pop("title", ""), "album_artist": of_album.pop("artist", "")}
    return {**of_album, **{name: text for name, text in ofs.items() if text}, **tags}
