"""What a published version says of itself, and whether its files are still what was published."""

import hashlib
import re
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from recommender.errors import BadArtifact

MANIFEST_FILE = "manifest.json"
VERSION_PATTERN = re.compile(r"\d{8}T\d{6}\d*Z-[0-9a-f]{6,}")
"""`<UTC time>-<digest>`, so that names sort by age."""


class Description(Struct, frozen=True, kw_only=True):
    """What the maker of a version knows of it; the store adds names and sums."""

    fingerprint: str
    """Identity of the feature declaration; a reader with another one refuses the version."""
    metric: str
    dims: int
    counts: dict[str, int]
    """How many of what: `tracks`, `trees`, `left_out`..."""
    seed: int
    config_digest: str
    """Identity of the configuration that made it, hex."""
    parameters: dict[str, float] = {}
    """What serving must know, such as `search_k`."""
    offline_metrics: dict[str, float] = {}
    baseline_metrics: dict[str, float] = {}
    """What the honest baseline reaches on the same data, by the same metrics."""
    train_seconds: float = 0.0
    data_cutoff: datetime | None = None
    """The newest data that went in, UTC."""


class StoredFile(Struct, frozen=True):
    """One file of a version."""

    sha256: str
    size: int
    """Bytes."""


class Manifest(Description, frozen=True, kw_only=True):
    """The whole identity of a version, as `manifest.json` keeps it."""

    kind: str
    version: str
    created_at: datetime
    files: dict[str, StoredFile]
    schema_version: int = 1

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files.values())


def config_digest(*configuration: object) -> str:
    """Return the identity of a configuration, 12 hex digits: another one as soon as any part looks different."""
    return hashlib.sha256(repr(configuration).encode()).hexdigest()[:12]


def sha256_of(path: Path) -> str:
    """Return the hex SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def decode_manifest(raw: bytes, *, where: str) -> Manifest:
    """Read a manifest; raises `BadArtifact` naming `where` when it is not one."""
    try:
        manifest = msgspec.json.decode(raw, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BadArtifact(f"{where}: {MANIFEST_FILE} cannot be read ({error}); the version is refused") from error
    if outside := [name for name in manifest.files if Path(name).name != name]:
        raise BadArtifact(f"{where}: {MANIFEST_FILE} names {outside[0]!r}, outside its folder; the version is refused")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest in a version's folder; raises `BadArtifact` when it is missing or broken."""
    try:
        raw = (folder / MANIFEST_FILE).read_bytes()
    except OSError as error:
        raise BadArtifact(f"{folder}: no {MANIFEST_FILE} ({error.strerror}); the version is refused") from error
    return decode_manifest(raw, where=str(folder))


def verify_files(folder: Path, manifest: Manifest) -> None:
    """Raise `BadArtifact` unless each file is there with the size and SHA-256 that were published."""
    for name, expected in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise BadArtifact(f"{folder}: {name} is missing; the version is refused, choose another with `{_use()}`")
        if (size := path.stat().st_size) != expected.size:
            raise BadArtifact(
                f"{folder}: {name} has {size} bytes instead of {expected.size}; "
                f"the version is refused, choose another with `{_use()}`"
            )
        if sha256_of(path) != expected.sha256:
            raise BadArtifact(
                f"{folder}: {name} is not what was published (SHA-256 differs); "
                f"the version is refused, choose another with `{_use()}`"
            )


def _use() -> str:
    return "segue artifacts use KIND VERSION"
