"""Reads any folder of music: every file with an audio suffix, hidden ones left out, links followed once."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

from etl.covers import folder_cover_name
from etl.listing import FoundFile, Listing, NotAFile
from etl.locations import file_url
from etl.readers.stat import look_at
from recommender.errors import BadInput

AUDIO_SUFFIXES = frozenset({
    ".mp3", ".mp2", ".mpga", ".flac", ".ogg", ".oga", ".opus", ".spx", ".wav", ".wave", ".aif", ".aiff", ".aifc",
    ".au", ".snd", ".caf", ".w64", ".rf64", ".m4a", ".m4b", ".mp4", ".aac", ".adts", ".alac", ".wma", ".asf", ".wv",
    ".ape", ".mpc", ".mp+", ".tta", ".mka", ".weba", ".ac3", ".dts", ".amr", ".dsf", ".dff", ".tak", ".shn",
})  # fmt: skip
"""What libsndfile or ffmpeg may be able to read; a file without one of them is not looked at."""


def is_audio_name(name: str) -> bool:
    """Say whether a file name claims to be music."""
    return os.path.splitext(name)[1].lower() in AUDIO_SUFFIXES and not name.startswith(".")


def read_folder(path: Path) -> Listing:
    """List the music below a folder, or one file.

    Raises `BadInput` when the path does not exist or cannot be listed.
    """
    root = Path(os.path.abspath(path.expanduser()))
    found = look_at(root)
    if isinstance(found, FoundFile):
        return Listing(files=(found,))
    if found.reason != "is a directory":
        why = "it does not exist" if found.reason == "missing" else found.reason
        raise BadInput(f"cannot read {path}: {why}; give a folder of music, or a sound file")
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
            if entry.name.startswith("."):
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
        found = look_at(path)
        if isinstance(found, NotAFile):
            self.rejected.append(found)
        else:
            self.files.append(replace(found, cover=cover, described_by=digest))

    def _reject(self, path: str, reason: str, error: OSError) -> None:
        self.rejected.append(NotAFile(file_url(path), reason, error.strerror or str(error)))


def _inode(path: str) -> tuple[int, int]:
    found = os.stat(path)
    return found.st_dev, found.st_ino


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _links_to_itself(entry: os.DirEntry[str]) -> bool:
    return entry.is_symlink() and isinstance(found := look_at(entry.path), NotAFile) and found.reason == "symlink loop"


def _cover_in(folder: str, names: list[str]) -> tuple[str, str]:
    """Return the URL of the folder's picture and a digest that changes with it; both empty when there is none."""
    name = folder_cover_name(names)
    found = look_at(os.path.join(folder, name)) if name else None
    if not isinstance(found, FoundFile):
        return "", ""
    stamp = f"{found.url} {found.size} {found.mtime_ns}"
    return found.url, blake2b(stamp.encode(), digest_size=8).hexdigest()
