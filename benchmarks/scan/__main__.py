"""P13: CPU seconds until a new library is listed, until it is analysed, and of a rescan that finds nothing new.

`python -m benchmarks.scan [--against CHECKOUT]`. Each run is `segue ingest FOLDER` as a person types it, on a database
of its own; counted are the user and system seconds of that process and of all that it starts, and beside them those of
MongoDB. A build that says nothing of listing has listed everything when it ends. With `--against`, both builds take
turns. Real music is that of `--music FOLDER`, else as in `benchmarks.real_sounds`; the many files are copies of one
tiny tagged MP3 file, each with other tags and other sound.
"""

import argparse
import shutil
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.real_sounds import music_folder
from benchmarks.results_file import Goal, Table, write_result
from benchmarks.scan.ingest_runs import Bench, Build, Ingested, own_mongod
from benchmarks.scan.made_library import fill_ledger, make_empty_files, make_tagged_files
from etl.readers.folder import is_audio_name

ROOT = Path(__file__).parents[2]
MAX_LISTED_REAL_S, MAX_LISTED_MANY_S, MAX_RESCAN_S = 2.0, 60.0, 20.0


def ingest_by_turns(
    bench: Bench, builds: list[Build], folder: Path, *, n_files: int, rounds: int, to_the_end: bool
) -> dict[str, list[Ingested]]:
    """Return what each build took for a new library, round by round."""
    runs: dict[str, list[Ingested]] = {build.name: [] for build in builds}
    for number in range(rounds):
        for build in builds:
            name = f"segue_scan_{number}"
            with bench.database(name) as database:
                run = bench.ingest(build, folder, name, to_the_end=to_the_end)
                n_tracks = database["tracks"].count_documents({"status": "present"})
                if n_tracks != n_files:
                    raise RuntimeError(f"{build.name}: {n_tracks} tracks of {n_files} files are in the catalogue")
                runs[build.name].append(run)
    return runs


def rescan_by_turns(
    bench: Bench, builds: list[Build], folder: Path, *, n_files: int, rounds: int
) -> dict[str, list[Ingested]]:
    """Return what each build took for a library in which nothing has changed."""
    name = "segue_scan_unchanged"
    runs: dict[str, list[Ingested]] = {build.name: [] for build in builds}
    with bench.database(name) as database:
        fill_ledger(folder, database, bench.settings(name))
        for _ in range(rounds):
            for build in builds:
                run = bench.ingest(build, folder, name, to_the_end=True)
                if run.summary != f"0 analysed, {n_files} unchanged, 0 rejected":
                    raise RuntimeError(f"{build.name}: not everything was unchanged: {run.summary}")
                runs[build.name].append(run)
    return runs


def copy_music(folder: Path, into: Path) -> int:
    """Copy the music to where nobody changes it, which also has it in the cache; return how many files there are."""
    into.mkdir()
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and is_audio_name(path.name)]
    for number, path in enumerate(files):
        shutil.copyfile(path, into / f"{number:05d}{path.suffix}")
    return len(files)


def rows(what: str, n_files: int, runs: dict[str, list[Ingested]]) -> list[tuple[str | int | float | None, ...]]:
    """Return a row a build: medians over the rounds."""
    made: list[tuple[str | int | float | None, ...]] = []
    for build, ingested in runs.items():
        listed = [run.listed for run in ingested]
        ended = [run.ended.segue_s for run in ingested if run.ended]
        made.append((
            what,
            build,
            n_files,
            len(ingested),
            median(spent.segue_s for spent in listed),
            median(spent.mongod_s for spent in listed),
            median(spent.wall_s for spent in listed),
            median(ended) if ended else None,
        ))  # fmt: skip
    return made


def _goal(what: str, target_s: float, runs: list[Ingested]) -> Goal:
    """Compare with the database's share: peers have theirs in the same process."""
    segue_s = median(run.listed.segue_s for run in runs)
    mongod_s = median(run.listed.mongod_s for run in runs)
    return Goal(
        goal=f"P13 {what}",
        target=f"<= {target_s:g} CPU s",
        measured=f"{segue_s + mongod_s:.2f} CPU s, {mongod_s:.2f} of them MongoDB's",
        holds=segue_s + mongod_s <= target_s,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", type=Path, help="Another checkout, measured in turns with this one.")
    parser.add_argument("--music", type=Path, help="Folder of real music.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--many", type=int, default=20_000, help="Tiny files of a large new library.")
    parser.add_argument("--unchanged", type=int, default=100_000, help="Files of the library that is scanned again.")
    given = parser.parse_args()
    this = Build(name="this", path=ROOT)
    builds = [this, *([Build(name="before", path=given.against.absolute())] if given.against else [])]
    music, origin = (given.music, "a folder that was named") if given.music else music_folder()
    with own_mongod() as bench, tempfile.TemporaryDirectory(prefix="segue-bench-") as scratch:
        folder = Path(scratch)
        n_real = copy_music(music, folder / "real")
        make_tagged_files(folder / "many", given.many)
        make_empty_files(folder / "unchanged", given.unchanged)
        real = ingest_by_turns(bench, builds, folder / "real", n_files=n_real, rounds=given.rounds, to_the_end=True)
        many = ingest_by_turns(bench, builds, folder / "many", n_files=given.many, rounds=1, to_the_end=False)
        again = rescan_by_turns(bench, builds, folder / "unchanged", n_files=given.unchanged, rounds=given.rounds)
    titles = (f"a new library, {origin}", "a new library, tiny files", "a rescan, nothing changed")
    counts = (n_real, given.many, given.unchanged)
    columns = (
        "what", "build", "files", "rounds", "CPU s until listed", "and MongoDB's", "seconds until listed",
        "CPU s until analysed",
    )  # fmt: skip
    table = Table(
        title="CPU seconds of `segue ingest`",
        columns=columns,
        rows=tuple(
            row
            for title, n_files, runs in zip(titles, counts, (real, many, again), strict=True)
            for row in rows(title, n_files, runs)
        ),
    )
    goals = [
        _goal(f"{n_real} real files until listed", MAX_LISTED_REAL_S, real["this"]),
        _goal(f"{given.many:,} files until listed", MAX_LISTED_MANY_S, many["this"]),
        _goal(f"rescan of {given.unchanged:,} unchanged files", MAX_RESCAN_S, again["this"]),
    ]
    write_result("scan", goals=goals, tables=[table])


if __name__ == "__main__":
    main()
