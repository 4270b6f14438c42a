"""Music that Debian ships with its games: packages fetched by apt, unpacked without root, their tracks kept."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import mutagen

from etl.fetch.debian_credits import LEFT_OUT, credit_of, write_credit
from etl.fetch.progress import Progress
from recommender.errors import NotReady

PACKAGES = (
    "amoebax-data",
    "wordwarvi-sound",
    "wizznic-data",
    "performous",
    "singularity-music",
    "enigma-data",
    "lordsawar-data",
    "xmoto-data",
    "zaz-data",
    "hyperrogue-music",
    "extremetuxracer-data",
)
"""298 MB in Debian 12; 78 tracks over 40 s by 17 artists."""

MIN_TRACK_S = 40.0
"""Below it are sound effects and jingles."""

LEAST = (70, 10)
"""Tracks and tagged artists below which a library is too small to start with."""


@dataclass(frozen=True)
class DebianMusic:
    """What is in the folder after a fetch."""

    folder: Path
    n_tracks: int
    n_artists: int
    """Distinct tagged ones."""
    n_fetched: int
    """Packages fetched this time."""


def fetch_debian(
    into: Path,
    *,
    apt_home: Path,
    progress: Progress,
    packages: Sequence[str] = PACKAGES,
    least: tuple[int, int] = LEAST,
) -> DebianMusic:
    """Have the music of `packages` in `into/<package>`, with each package's copyright file beside it.

    A package that is there is not fetched again. `apt_home` takes package lists of our own where the system has none.
    Raises `NotReady` without apt, or when fewer than the `least` tracks or artists could be had.
    """
    for tool in ("apt-get", "dpkg-deb"):
        if shutil.which(tool) is None:
            raise NotReady(f"{tool} is not here: Debian's music needs Debian or Ubuntu; use your own, MUSIC=/my/folder")
    into = _make(into).absolute()  # the tools run in folders of their own
    apt = _Apt(apt_home, progress)
    failures = []
    missing = [package for package in packages if not (into / package).is_dir()]
    for package in missing:
        try:
            _fetch_package(package, into, apt, progress)
        except _PackageFailed as error:
            failures.append(str(error))
            progress.say(f"left out: {error}")
    music = _count(into, packages, len(missing) - len(failures))
    if music.n_tracks < least[0] or music.n_artists < least[1]:
        raise NotReady(
            f"only {music.n_tracks} tracks by {music.n_artists} artists could be had from Debian's packages "
            f"({len(failures)} packages failed{', ' + failures[0] if failures else ''}); "
            "use your own music, MUSIC=/my/folder"
        )
    return music


def track_length_s(path: Path) -> float | None:
    """Return how long the sound file plays; None when it is none that mutagen knows."""
    try:
        file = mutagen.File(path)
    except mutagen.MutagenError:
        return None
    return getattr(file.info, "length", None) if file is not None else None


class _PackageFailed(Exception):
    """One package cannot be had; the others may be enough."""


class _Apt:
    """apt-get without root: with the system's package lists, or with our own where it has none."""

    def __init__(self, home: Path, progress: Progress) -> None:
        self._home = home.absolute()
        self._progress = progress
        self._options: list[str] = []

    def download(self, package: str, folder: Path) -> Path:
        """Fetch the package's file, whose hash apt checks, into `folder`."""
        error = self._try_download(package, folder)
        if error and not self._options:
            self._make_own_lists()
            error = self._try_download(package, folder)
        if error:
            raise _PackageFailed(f"{package}: {error}")
        return next(folder.glob("*.deb"))

    def _try_download(self, package: str, folder: Path) -> str:
        return _error_of(["apt-get", *self._options, "download", package], folder)

    def _make_own_lists(self) -> None:
        for folder in ("state/lists/partial", "cache/archives/partial"):
            (self._home / folder).mkdir(parents=True, exist_ok=True)
        self._options = [
            *("-o", f"Dir::State={self._home}/state", "-o", f"Dir::Cache={self._home}/cache"),
            *("-o", "Dir::State::status=/var/lib/dpkg/status"),  # which package belongs to which release
            *("-o", "APT::Sandbox::User="),  # started by root, apt's own user could not enter our folder
            *("-o", "Acquire::Languages=none"),
        ]
        self._progress.say("this machine's apt has no usable package lists: reading them into segue's own folder")
        if error := _error_of(["apt-get", *self._options, "update"], self._home):
            raise NotReady(f"apt-get update failed ({error}); use your own music, MUSIC=/my/folder")


def _fetch_package(package: str, into: Path, apt: _Apt, progress: Progress) -> None:
    """Fetch and unpack aside, then let the package's folder appear at once."""
    progress.start(package, total=None)
    for left_behind in into.glob(f".{package}.*"):  # by a run that was killed
        shutil.rmtree(left_behind)
    with tempfile.TemporaryDirectory(dir=into, prefix=f".{package}.") as aside:
        archive = apt.download(package, _make(Path(aside, "archive")))
        progress.advance(archive.stat().st_size)
        unpacked = _make(Path(aside, "unpacked"))
        if error := _error_of(["dpkg-deb", "-x", str(archive), str(unpacked)], unpacked):
            raise _PackageFailed(f"{package}: {error}")
        tracks = [track for track in _long_tracks(unpacked) if f"{package}/{track.name}" not in LEFT_OUT]
        kept = _make(Path(aside, "kept"))
        for target, source in _flatten(tracks).items():
            source.replace(_make((kept / target).parent) / target.name)
            write_credit(kept / target, credit_of(package, target.name))
        shutil.copyfile(unpacked / "usr/share/doc" / package / "copyright", kept / "copyright")
        kept.replace(into / package)
    progress.say(f"{package}: {len(tracks)} tracks")


def _long_tracks(folder: Path) -> list[Path]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [path for path in files if (track_length_s(path) or 0.0) > MIN_TRACK_S]


def _flatten(tracks: Sequence[Path]) -> dict[Path, Path]:
    """Return where each track goes: its name alone, or with its last folder where names meet."""
    names = [track.name for track in tracks]
    return {
        Path(track.name) if names.count(track.name) == 1 else Path(track.parent.name, track.name): track
        for track in tracks
    }


def _count(into: Path, packages: Iterable[str], n_fetched: int) -> DebianMusic:
    tracks = [track for package in packages if (into / package).is_dir() for track in _long_tracks(into / package)]
    artists = {artist for track in tracks for artist in _artists(track)}
    return DebianMusic(into, len(tracks), len(artists), n_fetched)


def _artists(track: Path) -> list[str]:
    tags = mutagen.File(track, easy=True)
    return [name for name in (tags.get("artist") or []) if name.strip()]


def _error_of(command: Sequence[str], folder: Path) -> str:
    """Run a command in `folder` and return its last words when it failed, else nothing."""
    completed = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
    if completed.returncode == 0:
        return ""
    last_line = (completed.stderr or completed.stdout).strip().rpartition("\n")[2]
    return last_line or f"{command[0]} ended with {completed.returncode}"


def _make(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
