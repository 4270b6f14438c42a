"""The real sounds behind made-up catalogues: of a folder that was named, of ../shared, or of the starter library.

`python -m benchmarks.real_sounds FOLDER`, or `MUSIC=FOLDER` with any `make bench-...`, names a folder for good; without
FOLDER it is forgotten again.
"""

import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

import click
import numpy as np

from benchmarks.results_file import note_sounds
from etl.analysis.analyse import analyse
from infra.invocation import segue_command
from recommender.errors import BadAudio, BadInput, NotReady
from recommender.similarity.features import fingerprint

CACHE = Path(__file__).parents[1] / ".segue" / "benchmarks"
SHARED = Path(__file__).parents[2] / "shared" / "data" / "music" / "clips"
SUFFIXES = frozenset((".mp3", ".flac", ".ogg", ".oga", ".opus", ".m4a", ".wav"))
MIN_SOUNDS = 11
"""Each is mixed with one of its ten nearest."""
MAX_SOUNDS = 400
"""Of a larger folder so many, spread evenly over it, are analysed: minutes, not hours."""


@dataclass(frozen=True)
class RealSounds:
    """Sound files and what they are, in words that name no folder of this machine."""

    name: str
    paths: tuple[Path, ...]

    @property
    def digest(self) -> str:
        """Of the files' names and sizes, 8 hex digits: other sounds make another catalogue."""
        listed = "\n".join(f"{path.name} {path.stat().st_size}" for path in self.paths)
        return blake2b(listed.encode(), digest_size=4).hexdigest()

    def vectors(self, cache_folder: Path = CACHE) -> np.ndarray:
        """Return their raw vectors in the order of the paths, float32 [n, n_columns]; analysed once, then kept.

        Files that cannot be analysed are left out; raises `BadInput` where too few are left.
        """
        kept = cache_folder / f"sounds-{self.digest}-{fingerprint()}.npy"
        if not kept.exists():
            print(f"analysing {len(self.paths)} sounds of {self.name}, once", file=sys.stderr)
            with ProcessPoolExecutor() as pool:
                made = [vector for vector in pool.map(_vector, self.paths, chunksize=8) if vector is not None]
            _require_enough(len(made), self.name)
            cache_folder.mkdir(parents=True, exist_ok=True)
            part = kept.with_suffix(".part.npy")
            np.save(part, np.stack(made))
            part.replace(kept)
        vectors: np.ndarray = np.load(kept)
        return vectors


def find_sounds(cache_folder: Path = CACHE) -> RealSounds:
    """Return the sounds to use, which the result will name; raises `BadInput` where there are too few."""
    sounds = _find(cache_folder)
    note_sounds(f"{len(sounds.paths)} sounds of {sounds.name}")
    return sounds


def real_vectors(cache_folder: Path = CACHE) -> np.ndarray:
    """Return the raw vectors of the sounds to use, float32 [n, n_columns]; raises as `find_sounds` does."""
    return find_sounds(cache_folder).vectors(cache_folder)


def music_folder(cache_folder: Path = CACHE) -> tuple[Path, str]:
    """Return the folder of music to use, and what it is, in words that name no folder of this machine."""
    named = _note(cache_folder)
    if named.exists():
        return Path(named.read_text().strip()), "a folder that was named"
    if SHARED.is_dir():
        return SHARED, "../shared"
    return starter_music(), "the starter library"


def starter_music() -> Path:
    """Return the folder of the music that `make demo` fetches, fetched now where it is not there."""
    told = subprocess.run(segue_command("fetch", "starter"), stdout=subprocess.PIPE, text=True, check=False)
    if told.returncode:
        raise NotReady("there is no music to measure with; name a folder of it: make bench-... MUSIC=/folder")
    return Path(told.stdout.strip().splitlines()[-1])


def sounds_in(folder: Path, name: str) -> RealSounds:
    """Return the sounds below a folder in the order of their paths; raises `BadInput` where there are too few."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    _require_enough(len(paths), str(folder))
    if len(paths) > MAX_SOUNDS:
        paths = [paths[at] for at in np.linspace(0, len(paths) - 1, MAX_SOUNDS).astype(int).tolist()]
    return RealSounds(name, tuple(paths))


@cache
def _find(cache_folder: Path) -> RealSounds:
    return sounds_in(*music_folder(cache_folder))


def _require_enough(n_sounds: int, where: str) -> None:
    if n_sounds < MIN_SOUNDS:
        raise BadInput(
            f"{where} holds {n_sounds} sounds that can be analysed; a catalogue is made from {MIN_SOUNDS} or "
            "more: name another folder, make bench-... MUSIC=/folder"
        )


def _note(cache_folder: Path) -> Path:
    return cache_folder / "music.txt"


def _vector(path: Path) -> np.ndarray | None:
    try:
        return analyse(path).vector
    except BadAudio:
        return None


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folder: Path | None) -> None:
    """Name the FOLDER of music that catalogues of benchmarks are made from; without it, forget the one that was."""
    note = _note(CACHE)
    if folder is None:
        note.unlink(missing_ok=True)
        return
    sounds_in(folder, "a folder that was named")
    CACHE.mkdir(parents=True, exist_ok=True)
    note.write_text(f"{folder.absolute()}\n")


if __name__ == "__main__":
    main()
