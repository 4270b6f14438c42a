"""Which evaluations a folder of data is enough for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Found:
    """One evaluation that can be run."""

    topic: str
    arguments: tuple[str, ...]
    """After `segue evaluate <topic>`."""
    headline: str
    """The metric that a short table shows; empty for the report's first."""


@dataclass(frozen=True)
class LeftOut:
    """A topic that is not run."""

    topic: str
    why: str


@dataclass(frozen=True)
class Data:
    """What one topic is measured on, by paths below the folder in glob's form."""

    topic: str
    files: str
    """Each file that matches is a run of its own."""
    option: str = ""
    """Goes before the file, such as `--plays`."""
    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Options with the files that are needed, too: the first path of the first of these that matches."""
    is_one_run: bool = False
    """Whether only the first of the files counts."""
    headline: str = ""


DATA: tuple[Data, ...] = (
    Data("popularity", "popularity/*tracks*"),
    Data("charts", "charts/*.*"),
    Data("streams", "listening/*history*", headline="heard: log R2"),
    Data("sessions", "listening/*history*", headline="incremental: HR@20"),
    Data("releases", "charts/*.*"),
    Data("mood", "popularity/moods*"),
    Data(
        "descriptors",
        "fma/metadata/*features*.csv",
        option="--features",
        beside={
            "--echonest": ("fma/metadata/*echonest*",),
            "--artists": ("fma/metadata/tracks.csv", "fma/metadata/*joined*.csv"),
        },
        is_one_run=True,
    ),
    Data("similarity", "music", option="--music", headline="album_p10"),
    Data("duplicates", "music", option="--music"),
    Data(
        "sound",
        "fma/metadata/*features*.csv",
        option="--features",
        beside={"--tracks": ("fma/metadata/*joined*.csv", "fma/metadata/tracks.csv")},
        is_one_run=True,
    ),
    Data("artists", "listening/*/user_artists*", option="--plays"),
)
"""In the order of `segue evaluate --help`."""
WITHOUT_DATA = {"picks": "it listens to the index of this instance, not to files; `segue evaluate picks`"}


def find(folder: Path, topics: Sequence[str]) -> tuple[list[Found], list[LeftOut]]:
    """Return what can be run of these topics, and what cannot, with the reason."""
    found: list[Found] = []
    left_out = [LeftOut(topic, why) for topic, why in WITHOUT_DATA.items() if topic in topics]
    for data in DATA:
        if data.topic not in topics:
            continue
        files = _matches(folder, data.files)
        beside = {option: _first(folder, patterns) for option, patterns in data.beside.items()}
        lacking = [] if files else [data.files]
        lacking += [" or ".join(data.beside[option]) for option, path in beside.items() if path is None]
        if lacking:
            left_out.append(LeftOut(data.topic, f"{folder} has no {' and no '.join(lacking)}"))
            continue
        options = [word for option, path in beside.items() for word in (option, str(path))]
        for file in files[:1] if data.is_one_run else files:
            first = (data.option, str(file)) if data.option else (str(file),)
            found.append(Found(data.topic, (*first, *options), data.headline))
    return found, left_out


def _first(folder: Path, patterns: Sequence[str]) -> Path | None:
    return next((path for pattern in patterns for path in _matches(folder, pattern)), None)


def _matches(folder: Path, pattern: str) -> list[Path]:
    return sorted(path for path in folder.glob(pattern) if not path.name.startswith("."))
