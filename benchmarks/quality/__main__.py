"""`python -m benchmarks.quality`: evaluates every prediction on real data, writes docs/quality.md and its curves."""

import os
import sys
from pathlib import Path

import click

from benchmarks.quality.goals import GOALS
from benchmarks.quality.holding import held
from benchmarks.quality.page import page_of
from benchmarks.quality.picks_curves import write_curves
from benchmarks.quality.runs import ROOT, RUNS, TASKS, RunFailed, keep, kept, measure
from benchmarks.real_sounds import starter_music

PAGE = ROOT / "docs" / "quality.md"
PICTURES = ROOT / "docs" / "pictures"
DATA = ROOT.parent / "shared" / "data"


@click.command()
@click.option(
    "--data",
    default=DATA,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the data; ../shared/data beside the project when not given.",
)
@click.option("--only", "only", multiple=True, type=click.Choice(TASKS), help="This task only; may be repeated.")
@click.option("--run", "names", multiple=True, help="This run only, such as releases-hot100; may be repeated.")
@click.option("--page", is_flag=True, help="Run nothing; write the page and its curves from the results that are kept.")
def main(data: Path, only: tuple[str, ...], names: tuple[str, ...], page: bool) -> None:
    """Run the evaluations one after another, keep what each says, and write the page of all that are kept.

    Those whose files are not in the folder are left out and named. Music is that of the folder, else the
    starter library.
    """
    if unknown := set(names) - {run.name for run in RUNS}:
        raise click.BadParameter(f"there is no run {sorted(unknown)[0]!r}; there are {', '.join(r.name for r in RUNS)}")
    wanted = [run for run in RUNS if (not only or run.task in only) and (not names or run.name in names)]
    failed = 0
    needs_music = not page and any(run.needs_music for run in wanted)
    music = starter_music() if needs_music and not (data / "music" / "clips").is_dir() else None
    music_is = "THE_STARTER_LIBRARY" if music else ""
    for run in [] if page else wanted:
        if lacking := run.lacks(data):
            click.echo(
                f"{run.name}: left out, {os.path.relpath(data)} has no {', '.join(lacking)}; see --data", err=True
            )
            continue
        click.echo(f"{run.name}: {run.what} ...")
        try:
            shown = os.path.relpath(data, ROOT)
            measured = measure(run, data.resolve(), shown_as=shown, music=music, music_is=music_is)
        except RunFailed as error:
            failed += 1
            click.echo(f"  failed: {error}", err=True)
            continue
        keep(measured)
        click.echo(f"  {measured.seconds:,.0f} s")
    results = kept()
    goals = held(GOALS, results)
    PAGE.write_text(page_of(results, goals, RUNS))
    write_curves(results, PICTURES)
    missed = sum(not goal.holds for goal in goals if goal.measured is not None and not goal.goal.is_aim)
    click.echo(f"{os.path.relpath(PAGE)}: {missed} of {len(goals)} goals measured and missed, {failed} runs failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
