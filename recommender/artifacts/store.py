"""Published versions: whole folders that never change, and one pointer per kind that moves."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
import structlog

from recommender.artifacts.local_copies import LocalCopies
from recommender.artifacts.local_files import LocalFiles
from recommender.artifacts.manifest import (
    MANIFEST_FILE,
    VERSION_PATTERN,
    Description,
    Manifest,
    StoredFile,
    decode_manifest,
    read_manifest,
    sha256_of,
    verify_files,
)
from recommender.artifacts.publishing import RemoteLease, folder_lock, replace_text, sync
from recommender.clock import Clock, system_clock
from recommender.errors import BadArtifact, BadSetting, NotFound

POINTER = "CURRENT"
_STAGING = ".staging-"
_log = structlog.get_logger(__name__)

Write = Callable[[Path], Description]
"""Fills an empty folder and says what is in it."""
Check = Callable[[Path, Manifest], None]
"""Looks at the whole version before anybody sees it; raises to refuse it."""


class ArtifactStore:
    """Versions in a folder, or under any fsspec URL with local copies in `cache`.

    Layout: `<location>/<kind>/<version>/` with `manifest.json`, and `<location>/<kind>/CURRENT`, one line.
    A version is visible when its manifest is: locally by one rename, remotely because the manifest goes last.
    """

    def __init__(self, location: str | Path, *, cache: Path | None = None, clock: Clock = system_clock) -> None:
        files, root = _open_location(str(location))
        self._files: Any = files
        self._local = isinstance(files, LocalFiles)
        self._root = root.rstrip("/")
        self._copies = LocalCopies(cache or Path(tempfile.gettempdir()) / "segue-artifacts", files)
        self._clock = clock

    def publish(self, kind: str, write: Write, *, check: Check | None = None, make_current: bool = True) -> str:
        """Make a version out of what `write` writes, and point at it; returns its name.

        Nothing is visible until everything is there and `check` has let it pass; whatever raises, nothing changed.

        Raises:
            PublisherBusy: another process is publishing this kind.

        """
        with self._publisher(kind) as (workshop, confirm):
            staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=workshop))
            try:
                manifest = self._describe(kind, staging, write(staging))
                if check is not None:
                    check(staging, manifest)
                for path in (*staging.iterdir(), staging):
                    sync(path)
                confirm()
                self._reveal(kind, manifest.version, staging)
                if make_current:
                    confirm()
                    self._point(kind, manifest.version)
            finally:
                shutil.rmtree(staging, ignore_errors=True)
        _log.info("artifact_published", kind=kind, version=manifest.version, bytes=manifest.size)
        return manifest.version

    def current(self, kind: str) -> str | None:
        """Return the version in use, or None before the first; raises `BadArtifact` for a broken pointer."""
        try:
            raw: bytes = self._files.cat_file(f"{self._folder(kind)}/{POINTER}")
        except FileNotFoundError:
            return None
        version = raw.decode("utf-8", errors="replace").strip()
        if not VERSION_PATTERN.fullmatch(version):
            raise BadArtifact(
                f"{self._folder(kind)}/{POINTER} holds {version[:60]!r}, not a version; "
                f"choose one with `segue artifacts use {kind} VERSION`"
            )
        self._files.invalidate_cache()  # some remote file systems remember what was not there
        if not self._files.exists(f"{self._folder(kind)}/{version}/{MANIFEST_FILE}"):
            raise BadArtifact(
                f"{self._folder(kind)}/{POINTER} names {version}, which is not there; "
                f"choose one with `segue artifacts use {kind} VERSION`"
            )
        return version

    def versions(self, kind: str) -> list[Manifest]:
        """Return the manifests of all versions, newest first; a version whose manifest is broken is left out."""
        manifests = []
        for version in self._names(kind):
            with suppress(BadArtifact, FileNotFoundError):
                manifests.append(self.manifest(kind, version))
        return manifests

    def kinds(self) -> list[str]:
        """Return the kinds that have something published."""
        if not self._files.isdir(self._root):
            return []
        return sorted(_last(path) for path in self._files.ls(self._root, detail=False) if self._files.isdir(path))

    def manifest(self, kind: str, version: str) -> Manifest:
        """Return the manifest of a version; raises `NotFound` or `BadArtifact`."""
        path = f"{self._folder(kind)}/{version}/{MANIFEST_FILE}"
        try:
            return decode_manifest(self._files.cat_file(path), where=f"{kind} {version}")
        except FileNotFoundError:
            raise NotFound(f"there is no {kind} {version}; `segue artifacts list` shows what there is") from None

    def use(self, kind: str, version: str) -> None:
        """Make a version the current one, after checking each of its files."""
        verify_files(path := self._fetch(kind, version), read_manifest(path))
        with self._publisher(kind):
            self._point(kind, version)
        _log.info("artifact_chosen", kind=kind, version=version)

    def prune(self, kind: str, keep: int) -> list[str]:
        """Delete all but the newest `keep` versions and never the current one; returns what went.

        Processes that have a deleted version mapped go on with it: the files live as long as somebody uses them.
        """
        with self._publisher(kind):
            try:
                current = self.current(kind)
            except BadArtifact:
                return []  # without a pointer nobody knows which one must stay
            doomed = [version for version in self._names(kind)[max(keep, 1) :] if version != current]
            for version in doomed:
                self._files.rm(f"{self._folder(kind)}/{version}", recursive=True)
        return doomed

    def local_path(self, kind: str, version: str) -> Path:
        """Return a local folder with the version, every file checked against its SHA-256.

        Raises:
            NotFound: no such version.
            BadArtifact: a file is missing or damaged.

        """
        path = self._fetch(kind, version)
        verify_files(path, read_manifest(path))
        return path

    def _describe(self, kind: str, staging: Path, description: Description) -> Manifest:
        now = self._clock()
        files = {path.name: StoredFile(sha256_of(path), path.stat().st_size) for path in sorted(staging.iterdir())}
        manifest = Manifest(
            kind=kind,
            version=f"{now:%Y%m%dT%H%M%S%f}Z-{description.config_digest[:6]}",
            created_at=now,
            files=files,
            **msgspec.structs.asdict(description),
        )
        encoded = msgspec.json.format(msgspec.json.encode(manifest), indent=2)
        (staging / MANIFEST_FILE).write_bytes(encoded)
        return manifest

    @contextmanager
    def _publisher(self, kind: str) -> Iterator[tuple[Path, Callable[[], None]]]:
        """Be the only publisher of a kind: yields a folder to work in and a check that the lock still holds."""
        if self._local:
            folder = Path(self._folder(kind))
            with folder_lock(folder):
                for abandoned in folder.glob(f"{_STAGING}*"):
                    shutil.rmtree(abandoned, ignore_errors=True)  # its maker is dead: we hold the lock
                yield folder, lambda: None  # the kernel keeps this lock while we live
        else:
            self._files.makedirs(self._folder(kind), exist_ok=True)
            lease = RemoteLease(self._files, f"{self._folder(kind)}/.lock", clock=self._clock)
            with lease.held(), tempfile.TemporaryDirectory(prefix="segue-publish-") as workshop:
                yield Path(workshop), lease.confirm

    def _reveal(self, kind: str, version: str, staging: Path) -> None:
        final = f"{self._folder(kind)}/{version}"
        if self._local:
            staging.chmod(0o755)
            staging.rename(final)
            sync(Path(final).parent)
            return
        names = [path.name for path in staging.iterdir() if path.name != MANIFEST_FILE]
        self._files.makedirs(final, exist_ok=True)
        for name in (*names, MANIFEST_FILE):
            self._files.put_file(str(staging / name), f"{final}/{name}")

    def _point(self, kind: str, version: str) -> None:
        path = f"{self._folder(kind)}/{POINTER}"
        if self._local:
            replace_text(Path(path), f"{version}\n")
        else:
            self._files.pipe_file(path, f"{version}\n".encode())

    def _fetch(self, kind: str, version: str) -> Path:
        manifest = self.manifest(kind, version)
        if self._local:
            return Path(self._folder(kind)) / version
        path = self._copies.fetch(manifest, f"{self._folder(kind)}/{version}")
        self._copies.keep_only(kind, [version, *self._names(kind)])
        return path

    def _names(self, kind: str) -> list[str]:
        """Names of the versions that can be seen, newest first."""
        folder = self._folder(kind)
        self._files.invalidate_cache(folder)
        if not self._files.isdir(folder):
            return []
        names = [_last(path) for path in self._files.ls(folder, detail=False)]
        return sorted((name for name in names if VERSION_PATTERN.fullmatch(name)), reverse=True)

    def _folder(self, kind: str) -> str:
        return f"{self._root}/{kind}"


def _open_location(location: str) -> tuple[Any, str]:
    """Return the file system of a folder or URL, and where in it that is; raises `BadSetting`."""
    if "::" not in location and "://" not in location:
        return LocalFiles(), str(Path(location).expanduser().absolute())
    import fsspec  # most players keep their artifacts in a folder

    try:
        files, root = fsspec.core.url_to_fs(location)
    except (ValueError, ImportError) as error:
        raise BadSetting(f"artifacts cannot be kept at {location} ({error}); check SEGUE_ARTIFACTS_URL") from error
    protocols = (files.protocol,) if isinstance(files.protocol, str) else tuple(files.protocol)
    return (LocalFiles() if "file" in protocols else files), str(root)


def _last(path: str) -> str:
    return str(path).rstrip("/").rsplit("/", 1)[-1]
