"""Local copies of versions that live under a remote address."""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from recommender.artifacts.manifest import MANIFEST_FILE, Manifest, verify_files
from recommender.errors import BadArtifact

_STAGING = ".staging-"


class LocalCopies:
    """A folder with whole, checked copies: `<folder>/<kind>/<version>/`."""

    def __init__(self, folder: Path, files: Any) -> None:
        self._folder = folder
        self._files = files

    def fetch(self, manifest: Manifest, source: str) -> Path:
        """Return the copy of a version; it is fetched from the folder `source` if it is not here whole.

        Raises `BadArtifact` when a file is missing or damaged at its source. A damaged copy is fetched again.
        """
        final = self._folder / manifest.kind / manifest.version
        if final.is_dir():
            with suppress(BadArtifact):
                verify_files(final, manifest)
                return final
            shutil.rmtree(final, ignore_errors=True)
        final.parent.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=final.parent))
        try:
            for name in (*manifest.files, MANIFEST_FILE):
                self._files.get_file(f"{source}/{name}", str(staging / name))
            verify_files(staging, manifest)
            with suppress(OSError):  # another process may have fetched it meanwhile
                staging.rename(final)
        except FileNotFoundError as error:
            raise BadArtifact(
                f"{manifest.kind} {manifest.version}: a file is missing at its source ({error})"
            ) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        return final

    def keep_only(self, kind: str, versions: list[str]) -> None:
        """Drop the copies of versions that are gone at their source; processes that have one mapped keep it."""
        if not (self._folder / kind).is_dir():
            return
        for copy in (self._folder / kind).iterdir():
            if copy.name not in versions and not copy.name.startswith(_STAGING):
                shutil.rmtree(copy, ignore_errors=True)
