"""Tags of containers that mutagen does not know, such as Matroska and CAF: what ffprobe says of them."""

import json
import shutil
import subprocess
from pathlib import Path

from etl.decode.ffmpeg import input_options
from etl.tags.texts import TagTexts, named_texts

MAX_PROBE_S = 30.0


def read_probed_tags(path: Path) -> TagTexts:
    """Return the texts of the file and of its first audio stream; nothing where ffprobe is missing or gives up."""
    ffprobe = shutil.which("ffprobe")
    if not ffprobe:
        return {}
    command = [ffprobe, "-v", "error", "-select_streams", "a:0", "-of", "json"]
    command += ["-show_entries", "format_tags:stream_tags"]
    try:
        command += input_options(path)
        completed = subprocess.run(command, capture_output=True, timeout=MAX_PROBE_S, check=True)
        report = json.loads(completed.stdout.decode("utf-8", "replace"))
    except (OSError, subprocess.SubprocessError, ValueError):
        return {}
    own = [part.get("tags", {}) for part in (*report.get("streams", ()), report.get("format", {}))]
    by_name = {name.lower(): value for tags in own for name, value in tags.items()}
    return named_texts(_with_levels(by_name).items())


def _with_levels(tags: dict[str, str]) -> dict[str, str]:
    """Return Matroska's tags of the whole album, such as `ALBUM/TITLE`, under plain names too."""
    of_album = {name.removeprefix("album/"): text for name, text in tags.items() if name.startswith("album/")}
    ofs = {"album": of_album.pop("title", ""), "album_artist": of_album.pop("artist", "")}
    return {**of_album, **{name: text for name, text in ofs.items() if text}, **tags}
