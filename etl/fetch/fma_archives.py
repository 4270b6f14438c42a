"""FMA's published archives, whole: fetched by resumable download, checked, unpacked, ticked off."""

from dataclasses import dataclass
from pathlib import Path

import requests
from urllib3.util.retry import Retry

from etl.fetch.downloads import PATIENCE, download
from etl.fetch.progress import Progress
from etl.fetch.unpacking import require_space, unpack

_GIB = 1 << 30


@dataclass(frozen=True)
class Archive:
    """One published archive."""

    name: str
    """Its folder inside the zip and, with `.zip`, its file name."""
    sha1: str
    size_bytes: int
    """As published, rounded."""

    def url(self, base_url: str) -> str:
        """Return the archive's address below `base_url`."""
        return f"{base_url.rstrip('/')}/{self.name}.zip"


METADATA = Archive("fma_metadata", "f0df49ffe5f2a6008d7dc83c6915b31835dfe733", 342 << 20)
SUBSETS = {
    "small": Archive("fma_small", "ade154f733639d52e35e32f5593efe5be76c6d70", int(7.2 * _GIB)),
    "medium": Archive("fma_medium", "c67b69ea232021025fca9231fc1c7c1a063ab50b", 22 * _GIB),
    "large": Archive("fma_large", "497109f4dd721066b5ce5e5f250ec604dc78939e", 93 * _GIB),
    "full": Archive("fma_full", "0f0ace23fbe9ba30ecb7e95f763e435ea802b8ab", 879 * _GIB),
}
"""By the name of the subset: 8,000, 25,000 and 106,574 clips of 30 s, and 106,574 whole tracks.

Sums and sizes: README of the FMA data set, https://github.com/mdeff/fma.
"""


def fetch_archive(
    archive: Archive,
    into: Path,
    *,
    base_url: str,
    session: requests.Session,
    progress: Progress,
    patience: Retry = PATIENCE,
    keep_archive: bool = False,
) -> Path:
    """Fetch and unpack one archive into `into/<name>` and return that folder.

    A finished archive is ticked off by `.complete` in its folder and costs nothing the next time.
    Room is checked first: the archive and what it unpacks to lie side by side for a while.
    """
    folder = into / archive.name
    tick = folder / ".complete"
    if tick.exists() and tick.read_text().strip() == archive.sha1:
        return folder
    zip_path = into / f"{archive.name}.zip"
    part = into / f"{archive.name}.zip.part"
    here = sum(file.stat().st_size for file in (zip_path, part) if file.exists())
    require_space(into, max(0, archive.size_bytes - here) + archive.size_bytes)
    download(archive.url(base_url), zip_path, sha1=archive.sha1, session=session, progress=progress, patience=patience)
    n_files = unpack(zip_path, into, progress=progress)
    tick.write_text(f"{archive.sha1}\n")
    if not keep_archive:
        zip_path.unlink()
    progress.say(f"{archive.name}: {n_files} files in {folder}")
    return folder
