"""`python -m benchmarks.quality`: evaluates every prediction on real data and writes docs/quality.md."""

import os
import sys
from pathlib import Path

import click

from benchmarks.quality.goals import GOALS, held
from benchmarks.quality.page import page_of
from benchmarks.quality.runs import ROOT, RUNS, TASKS, RunFailed, keep, kept, measure

PAGE = ROOT / "docs" / "quality.md"
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
@click.option("--page", is_flag=True, help="Run nothing; write the page from the results that are kept.")
def main(data: Path, only: tuple[str, ...], names: tuple[str, ...], page: bool) -> None:
    """Run the evaluations one after another, keep what each says, and write the page of all that are kept."""
    if unknown := set(names) - {run.name for run in RUNS}:
        raise click.BadParameter(f"there is no run {sorted(unknown)[0]!r}; there are {', '.join(r.name for r in RUNS)}")
    wanted = [run for run in RUNS if (not only or run.task in only) and (not names or run.name in names)]
    if not page and not data.is_dir():
        raise click.UsageError(f"{data} is not a folder; --data says where the data are")
    failed = 0
    for run in [] if page else wanted:
        click.echo(f"{run.name}: {run.what} ...")
        try:
            measured = measure(run, data.resolve(), shown_as=os.path.relpath(data, ROOT))
        except RunFailed as error:
            failed += 1
            click.echo(f"  failed: {error}", err=True)
            continue
        keep(measured)
        click.echo(f"  {measured.seconds:,.0f} s")
    results = kept()
    goals = held(GOALS, results)
    PAGE.write_text(page_of(results, goals, RUNS))
    missed = sum(not goal.holds for goal in goals if goal.measured is not None and not goal.goal.is_aim)
    click.echo(f"{os.path.relpath(PAGE)}: {missed} of {len(goals)} goals measured and missed, {failed} runs failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
