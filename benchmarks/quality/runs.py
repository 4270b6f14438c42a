"""Which evaluations the quality page is made of, and how one is run: each is a `segue evaluate` command."""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

import msgspec

from benchmarks.results_file import RESULTS, Machine, this_machine
from infra.settings import Settings
from recommender.prediction.evaluation.report import ReportRow

ROOT = Path(__file__).parents[2]
QUALITY = RESULTS / "quality"
_FMA = "fma/metadata"


@dataclass(frozen=True)
class Run:
    """One evaluation on one set of files."""

    name: str
    task: str
    what: str
    """What is asked, in a few words."""
    arguments: tuple[str, ...]
    """After `segue evaluate <task>`; `@music` stands for a folder of music, `@` for the folder of data."""

    index_of: str = ""
    """Folder of music whose index is built before, in a home of its own; empty: none is needed."""

    @property
    def needs_music(self) -> bool:
        """Whether it is made from a folder of music."""
        return "@music" in (*self.arguments, self.index_of)

    def command(self, data: str, music: str = "") -> tuple[str, ...]:
        """Return what to type, the files below `data`; music is there, too, if no other is named."""
        return ("segue", "evaluate", self.task, *(_filled_in(argument, data, music) for argument in self.arguments))

    def preparation(self, data: str, music: str = "") -> tuple[tuple[str, ...], ...]:
        """Return what to type before, in the same way."""
        if not self.index_of:
            return ()
        return ("segue", "ingest", _filled_in(self.index_of, data, music)), ("segue", "build", "index")

    def lacks(self, data: Path) -> list[str]:
        """Return the files below `data` that it needs and that are not there."""
        needed = [argument.removeprefix("@/") for argument in self.arguments if argument.startswith("@/")]
        return [name for name in needed if not (data / name).exists()]


RUNS = (
    Run("charts-spotify", "charts", "next week's top 50, four Spotify charts",
        ("@/charts/spotify_weekly_top200.parquet",)),
    Run("charts-hot100", "charts", "next week's top 50, Hot 100", ("@/charts/billboard_hot100_1958_2019.csv.gz",)),
    Run("popularity", "popularity", "popularity of a song not released yet",
        ("@/popularity/spotify_tracks_114k.csv.gz",)),
    Run(
        "streams", "streams", "plays of a song by one listener in the next 30 days",
        tuple(f"@/listening/spotify_history/StreamingHistory{part}.json" for part in range(4)),
    ),
    Run(
        "sessions", "sessions", "the next track of one listener's session",
        tuple(f"@/listening/spotify_history/StreamingHistory{part}.json" for part in range(4)),
    ),
    Run(
        "sessions-deep", "sessions", "the next track of one listener's session, with networks",
        (*(f"@/listening/spotify_history/StreamingHistory{part}.json" for part in range(4)),
         "--deep", "--tracks", "@/popularity/spotify_tracks_114k.csv.gz"),
    ),
    Run("releases-hot100", "releases", "an artist's new songs in the Hot 100 in a year",
        ("@/charts/billboard_hot100_1958_2019.csv.gz",)),
    Run("releases-spotify", "releases", "an artist's new songs in four Spotify charts in a year",
        ("@/charts/spotify_weekly_top200.parquet",)),
    Run("releases-elsewhere", "releases", "artists of four Spotify charts by what was learned from the Hot 100",
        ("@/charts/billboard_hot100_1958_2019.csv.gz", "--test", "@/charts/spotify_weekly_top200.parquet")),
    Run("releases-albums", "releases", "an artist's albums in a year, a small table of albums",
        ("@/popularity/moods_686.csv",)),
    Run(
        "mood", "mood", "a song's mood",
        ("@/popularity/moods_686.csv", "--features", f"@/{_FMA}/fma_features_mfcc_2000.csv",
         "--echonest", f"@/{_FMA}/echonest-metrics.json", "--artists", f"@/{_FMA}/fma_small_joined.csv"),
    ),
    Run(
        "descriptors", "descriptors", "energy, valence and the like from the sound",
        ("--features", f"@/{_FMA}/fma_features_mfcc_2000.csv", "--echonest", f"@/{_FMA}/echonest-metrics.json",
         "--artists", f"@/{_FMA}/fma_small_joined.csv"),
    ),
    Run("similarity", "similarity", "whether what sounds alike shares album and artist", ("--music", "@music")),
    Run("sound", "sound", "what is learned from the artists, asked of others",
        ("--features", f"@/{_FMA}/fma_features_mfcc_2000.csv", "--tracks", f"@/{_FMA}/fma_small_joined.csv")),
    Run("duplicates", "duplicates", "copies of a recording among other music", ("--music", "@music")),
    Run("artists", "artists", "artists of a listener, by listeners alike",
        ("--plays", "@/listening/lastfm_hetrec2011/user_artists.dat")),
    Run("picks", "picks", "picks for simulated listeners, on the index of a folder of music", (), index_of="@music"),
)  # fmt: skip
TASKS = tuple(dict.fromkeys(run.task for run in RUNS))


def _filled_in(argument: str, data: str, music: str) -> str:
    return (music or f"{data}/music/clips") if argument == "@music" else argument.replace("@", data)


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """What `--json` of an evaluation holds."""

    task: str
    protocol: str
    rows: tuple[ReportRow, ...]


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """One run that was made, as it is kept in `benchmarks/results/quality/`."""

    name: str
    command: str
    made_at: datetime
    seconds: float
    machine: Machine
    evaluation: Evaluation


class RunFailed(Exception):
    """An evaluation did not end well; the message is what it said."""


def measure(run: Run, data: Path, *, shown_as: str, music: Path | None = None, music_is: str = "") -> Measured:
    """Run an evaluation in a process of its own; raises `RunFailed` with the end of what it said.

    `music` is another folder of music than that of the data, `music_is` what it is in words.
    """
    where = str(data), str(music or "")
    with tempfile.TemporaryDirectory(prefix="segue-quality-") as folder:
        file = Path(folder) / "report.json"
        settings = Settings(home=Path(folder) / "home", mongo_port=0) if run.index_of else None
        for step in run.preparation(*where):
            _do(run, step, settings)
        began = monotonic()
        _do(run, (*run.command(*where), "--json", str(file)), settings)
        seconds = round(monotonic() - began, 1)
        evaluation = msgspec.json.decode(file.read_bytes(), type=Evaluation)
    shown = [*run.preparation(shown_as, music_is), run.command(shown_as, music_is)]
    return Measured(
        name=run.name,
        command=" && ".join(" ".join(words) for words in shown),
        made_at=datetime.now(UTC).replace(microsecond=0),
        seconds=seconds,
        machine=this_machine(),
        evaluation=evaluation,
    )


def _do(run: Run, command: Sequence[str], settings: Settings | None) -> None:
    """Run one command of segue, with the settings of whoever started this where none are given."""
    ended = subprocess.run(
        [sys.executable, "-m", "infra", *command[1:]],
        cwd=ROOT,
        env=settings.as_environment() if settings else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise RunFailed(f"{run.name}: {ended.stderr.strip()[-1_000:] or ended.returncode}")


def keep(measured: Measured, folder: Path = QUALITY) -> Path:
    """Write a run's result and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{measured.name}.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(measured), indent=1) + b"\n")
    return path


def kept(runs: Sequence[Run] = RUNS, folder: Path = QUALITY) -> list[Measured]:
    """Return the results that are there, in the order of the runs."""
    paths = [folder / f"{run.name}.json" for run in runs]
    return [msgspec.json.decode(path.read_bytes(), type=Measured) for path in paths if path.is_file()]
