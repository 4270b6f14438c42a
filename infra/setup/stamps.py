"""What set-up has done already: one small file per step that holds the digest of what the step was made from."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path


class Stamps:
    """The stamps in one folder."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`, which is made with the first stamp."""
        self._folder = folder

    def fresh(self, step: str, digest: str) -> bool:
        """Whether the step was done from these very inputs."""
        path = self._folder / step
        return path.exists() and path.read_text() == digest

    def done(self, step: str, digest: str) -> None:
        """Remember that the step was done from these inputs."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / step).write_text(digest)


def digest_of(inputs: Iterable[Path], *words: str) -> str:
    """Return a digest of the files' names and contents and of further words; a missing file is an input, too."""
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(f"{path}\0".encode())
        digest.update(path.read_bytes() if path.is_file() else b"missing")
        digest.update(b"\0")
    for word in words:
        digest.update(f"{word}\0".encode())
    return digest.hexdigest()


def files_under(folder: Path, *, without: Sequence[str] = ()) -> list[Path]:
    """Return all files below `folder` in a fixed order, leaving out whole folders by name."""
    paths = []
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - set(without))
        paths += [Path(parent) / name for name in sorted(files)]
    return paths
