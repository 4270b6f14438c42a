"""Reads any folder of music: every file with an audio suffix, hidden ones left out, links followed once."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

from etl.locations import file_url
from etl.readers.listing import FoundFile, Listing, NotAFile
from etl.readers.stat import look_at
from etl.tags.folder_covers import folder_cover_name
from recommender.errors import BadInput

AUDIO_SUFFIXES = frozenset({
    ".mp3", ".mp2", ".mpga", ".flac", ".ogg", ".oga", ".opus", ".spx", ".wav", ".wave", ".aif", ".aiff", ".aifc",
    ".au", ".snd", ".caf", ".w64", ".rf64", ".m4a", ".m4b", ".mp4", ".aac", ".adts", ".alac", ".wma", ".asf", ".wv",
    ".ape", ".mpc", ".mp+", ".tta", ".mka", ".weba", ".webm", ".ac3", ".eac3", ".ec3", ".dts", ".dtshd", ".mlp", ".thd",
    ".amr", ".awb", ".dsf", ".dff", ".tak", ".shn", ".mp1", ".m2a", ".mpa", ".latm", ".loas", ".ra", ".rm", ".oma",
    ".aa3", ".voc", ".3gp", ".3ga", ".3g2", ".mov", ".qt",
})  # fmt: skip
"""What libsndfile or ffmpeg may be able to read; a file without one of them is not looked at."""

_HIDDEN = re.compile(r"\.[^\W\d]")
"""`.git` and `._01.mp3` are hidden; `...And Then Nothing`, `.38 Special` and `..Hits` are names."""


def is_hidden(name: str) -> bool:
    """Say whether a name is of a file or folder that is not for people."""
    return _HIDDEN.match(name) is not None


def is_audio_name(name: str) -> bool:
    """Say whether a file name claims to be music."""
    return os.path.splitext(name)[1].lower() in AUDIO_SUFFIXES and not is_hidden(name)


def read_folder(path: Path) -> Listing:
    """List the music below a folder, or one file.

    Raises `BadInput` when the path does not exist or cannot be listed.
    """
    root = Path(os.path.abspath(path.expanduser()))
    entry = look_at(root)
    if isinstance(entry, FoundFile):
        return Listing(files=(entry,))
    if entry.reason != "is a directory":
        reason = "it does not exist" if entry.reason == "missing" else entry.reason
        raise BadInput(f"cannot read {path}: {reason}; give a folder of music, or a sound file")
    walk = _Walk()
    try:
        walk.folder(str(root), above=())
    except OSError as error:
        raise BadInput(f"cannot list {path}: {error.strerror}; check its permissions") from error
    prefix = file_url(root)
    return Listing(
        files=tuple(walk.files),
        rejected=tuple(walk.rejected),
        root=prefix if prefix.endswith("/") else prefix + "/",
    )


@dataclass
class _Walk:
    files: list[FoundFile] = field(default_factory=list)
    rejected: list[NotAFile] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)

    def folder(self, path: str, *, above: tuple[tuple[int, int], ...]) -> None:
        pending = [(path, above)]
        while pending:
            current, ancestors = pending.pop()
            try:
                pending.extend(reversed(list(self._one_folder(current, ancestors))))
            except OSError as error:
                if current == path:
                    raise
                self._reject(
                    current, "permission denied" if isinstance(error, PermissionError) else "unreadable", error
                )

    def _one_folder(
        self, path: str, ancestors: tuple[tuple[int, int], ...]
    ) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
        here = _inode(path)
        if here in ancestors:
            self.rejected.append(NotAFile(file_url(path), "symlink loop", "the link leads to a folder above itself"))
            return
        if here in self.seen:
            return
        self.seen.add(here)
        with os.scandir(path) as entries:
            # Real folders before links, so that music is known by its real place.
            ordered = sorted(entries, key=lambda entry: (entry.is_symlink(), os.fsencode(entry.name)))
        cover, digest = _cover_in(path, [entry.name for entry in ordered])
        for entry in ordered:
            if is_hidden(entry.name):
                continue
            is_folder = _is_folder(entry)
            if is_folder and not is_audio_name(entry.name):
                yield entry.path, (*ancestors, here)
            elif is_audio_name(entry.name):
                self._file(entry.path, cover, digest)
                if is_folder:
                    yield entry.path, (*ancestors, here)
            elif _links_to_itself(entry):
                self.rejected.append(NotAFile(file_url(entry.path), "symlink loop", "the link leads back to itself"))

    def _file(self, path: str, cover: str, digest: str) -> None:
        entry = look_at(path)
        if isinstance(entry, NotAFile):
            self.rejected.append(entry)
        else:
            self.files.append(replace(entry, cover=cover, described_by=digest))

    def _reject(self, path: str, reason: str, error: OSError) -> None:
        self.rejected.append(NotAFile(file_url(path), reason, error.strerror or str(error)))


def _inode(path: str) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_dev, status.st_ino


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _links_to_itself(entry: os.DirEntry[str]) -> bool:
    return (
        entry.is_symlink() and isinstance(target := look_at(entry.path), NotAFile) and target.reason == "symlink loop"
    )


def _cover_in(folder: str, names: list[str]) -> tuple[str, str]:
    """Return the URL of the folder's picture and a digest that changes with it; both empty when there is none."""
    name = folder_cover_name(names)
    picture = look_at(os.path.join(folder, name)) if name else None
    if not isinstance(picture, FoundFile):
        return "", ""
    stamp = f"{picture.url} {picture.size} {picture.mtime_ns}"
    return picture.url, blake2b(stamp.encode(), digest_size=8).hexdigest()
