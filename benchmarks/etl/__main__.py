"""P1: CPU seconds of the analysis of a 30 s stereo clip, beside librosa and beside the bare decode.

`python -m benchmarks.etl`. One thread, process time, medians over clips of the median over rounds; in a round every
way takes its turn on every clip, so that drift of the machine hits all alike. FMA clips from `../shared`, else clips
made on the spot. Then a folder of 10,000 files through `segue ingest`.

`--against PATH` (another checkout) only compares its analysis with ours, each in a process of its own, taking turns
at each file; nothing is written.
"""

import argparse
from contextlib import ExitStack
from pathlib import Path

from threadpoolctl import threadpool_limits

from benchmarks.etl.checkout import opened_checkout, worst_difference
from benchmarks.etl.clips import Clips, clips_at_hand, clips_for_folder
from benchmarks.etl.folder import folder_table, ingest_folder
from benchmarks.etl.steps import ours_by_step, reading_steps
from benchmarks.etl.stopwatch import Steps
from benchmarks.etl.turns import Way, measure
from benchmarks.etl.ways import (
    bare_decode,
    librosa_one_spectrum,
    librosa_one_spectrum_with_contrast,
    ours,
    ours_without_extras,
    plain_librosa,
)
from benchmarks.etl.worker_process import worker_table
from benchmarks.results_file import Goal, Table, write_result

LIBROSA_SHARE = 0.45
SHARED_SPECTRUM_SHARE = 0.42
DECODE_SHARE = 1.6
FOLDER_FILES = 10_000

WHOLE: dict[str, Way] = {
    "bare decode": bare_decode,
    "plain librosa": plain_librosa,
    "librosa, one spectrum": librosa_one_spectrum,
    "librosa, one spectrum, with contrast": librosa_one_spectrum_with_contrast,
    "ours": ours,
    "ours, without the extras": ours_without_extras,
}
BY_STEP: dict[str, Way] = {"ours, step by step": ours_by_step, "between decode and samples": reading_steps}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--files", type=int, default=FOLDER_FILES, help="of the folder; 0: leave that out")
    parser.add_argument("--against", type=Path, metavar="PATH", help="another checkout, to compare with only")
    given = parser.parse_args()
    with clips_at_hand() as clips, threadpool_limits(limits=1):
        if given.against:
            compare(clips, given.against, rounds=given.rounds)
            return
        measured = measure(WHOLE | BY_STEP, clips.paths, rounds=given.rounds)
        tables = [*clip_tables(measured, clips.origin), worker_table(clips)]
    if given.files:
        with clips_for_folder() as clips:
            tables.append(folder_table(ingest_folder(clips.paths, n_files=given.files), clips.origin))
    write_result("etl", goals=goals(measured), tables=tables)


def compare(clips: Clips, folder: Path, *, rounds: int) -> None:
    """Print what the analysis costs in another checkout and in this one, and how far their numbers differ."""
    with ExitStack() as opened:
        before = opened.enter_context(opened_checkout(folder))
        after = opened.enter_context(opened_checkout(Path(__file__).parents[2]))
        measured = measure({"bare decode": bare_decode, "there": before, "here": after}, clips.paths, rounds=rounds)
        difference = worst_difference(before, after, clips.paths)
    decode_s, there_s, here_s = (measured[name]["all"] for name in ("bare decode", "there", "here"))
    for name, seconds in (("bare decode", decode_s), ("there", there_s), ("here", here_s)):
        print(f"{name:12} {seconds * 1000:8.2f} ms  {seconds / decode_s:.2f} x decode  {seconds / there_s:.2f} x there")
    print(f"largest difference of a number: {difference:.2g} of its column's standard deviation over {clips.origin}")


def clip_tables(measured: dict[str, Steps], origin: str) -> list[Table]:
    """Return the whole of each way, and the steps."""
    decode_s, librosa_s = measured["bare decode"]["all"], measured["plain librosa"]["all"]
    whole = Table(
        title=f"CPU per 30 s stereo clip, one thread, {origin}",
        columns=("what", "ms", "x plain librosa", "x bare decode"),
        rows=tuple((name, s * 1000, s / librosa_s, s / decode_s) for name in WHOLE for s in (measured[name]["all"],)),
    )
    stepped = ("plain librosa", "librosa, one spectrum, with contrast", *BY_STEP)
    steps = Table(
        title="Where the time goes",
        columns=("who", "step", "ms"),
        rows=tuple((name, step, seconds * 1000) for name in stepped for step, seconds in measured[name].items()),
    )
    return [whole, steps]


def goals(measured: dict[str, Steps]) -> list[Goal]:
    """Return what was promised of a clip, and whether it holds."""
    return [
        _goal("P1 analysis, CPU against plain librosa", measured, "plain librosa", LIBROSA_SHARE),
        _goal(
            "P1 analysis, CPU against librosa with one spectrum",
            measured,
            "librosa, one spectrum",
            SHARED_SPECTRUM_SHARE,
        ),
        _goal("P1 analysis, CPU against the bare decode", measured, "bare decode", DECODE_SHARE),
    ]


def _goal(name: str, measured: dict[str, Steps], other: str, target: float) -> Goal:
    share = measured["ours"]["all"] / measured[other]["all"]
    return Goal(goal=name, target=f"<= {target:.2f} x", measured=f"{share:.3f} x", holds=share <= target)


if __name__ == "__main__":
    main()
