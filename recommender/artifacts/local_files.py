"""A folder of this machine with the few calls of fsspec's file systems that artifacts need: nothing else is loaded."""

import shutil
from pathlib import Path


class LocalFiles:
    """Files by their paths, as `fsspec.AbstractFileSystem` has them by their URLs."""

    def cat_file(self, path: str) -> bytes:
        """Return what a file holds."""
        return Path(path).read_bytes()

    def exists(self, path: str) -> bool:
        """Return whether there is such a file or folder."""
        return Path(path).exists()

    def isdir(self, path: str) -> bool:
        """Return whether there is such a folder."""
        return Path(path).is_dir()

    def ls(self, path: str, *, detail: bool = False) -> list[str]:  # noqa: ARG002 fsspec's signature
        """Return the paths of what is in a folder."""
        return [str(each) for each in Path(path).iterdir()]

    def rm(self, path: str, *, recursive: bool = False) -> None:  # noqa: ARG002 as above
        """Delete a folder with all that is in it."""
        shutil.rmtree(path)

    def invalidate_cache(self, path: str | None = None) -> None:
        """Do nothing: nothing is remembered."""
