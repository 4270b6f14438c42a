"""`make bench-page`: from a click to sound, and from a skip to other picks on the page; Chromium on real servers.

MongoDB, Kafka, both workers and the player run on a library of MP3 files. What is measured happens in the page: from
the click as the browser tells it to the element that plays, and to the frame that shows other picks. `--against PATH`
measures the checkout at PATH beside it; its page must have been built.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

import click
from playwright.sync_api import Page, sync_playwright

from benchmarks.own_servers import HERE, own_servers, run_beside, wait_until_it_answers
from benchmarks.real_sounds import find_sounds
from benchmarks.results_file import Goal, Table, write_result
from infra.servers.listening_port import free_port
from infra.settings import Settings
from infra.setup.requirements import chromium_program
from recommender.errors import BadInput

MAX_SOUND_MS, MAX_SKIP_MS = 60.0, 120.0
TRACKS, MIN_TRACKS = 200, 40
VISITS, SKIPS, CLICKS = 8, 5, 4
"""A page that was just opened knows few titles; so many skips and clicks later it is opened anew."""
REST_MS = 900
"""Between two actions: what the last one began has ended, as when a person looks at the list."""
PRESSED_MS = 60
"""A person's press takes as long."""
WITHIN_MS = 10_000
STAGES = ("sent", "acknowledged", "slate", "titles", "changed", "painted")
WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
Marks = list[tuple[str, float]]


@dataclass
class Measured:
    """Milliseconds, one for each action."""

    sound: list[float] = field(default_factory=list)
    skip: list[dict[str, float]] = field(default_factory=list)
    """After the click, when each stage came; of the titles only where some were unknown."""


@click.command()
@click.option("--visits", default=VISITS)
@click.option("--against", type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path))
@click.option("--name", default="page", help="Of the result's file.")
def main(visits: int, against: Path | None, name: str) -> None:
    """Visit the page, that of another checkout in turns with it, and write the result."""
    measured = {"before": Measured()} if against else {}
    measured["segue"] = Measured()
    with ExitStack() as stack:
        settings = stack.enter_context(own_servers())
        urls = {"segue": stack.enter_context(_player(settings, HERE))}
        if against:
            before = replace(settings, home=settings.home / "before", mongo_database="before", cell="before")
            urls["before"] = stack.enter_context(_player(replace(before, web_port=free_port()), against))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=["--no-sandbox"])
        for visit in range(visits):
            for who, url in urls.items():
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                page.add_init_script(WATCH)
                _visit(page, url, measured[who], is_first=visit == 0)
                page.close()
        browser.close()
    tables = [_table(who, each) for who, each in measured.items()]
    write_result(name, goals=_goals(measured["segue"]), tables=tables)


@contextmanager
def _player(settings: Settings, checkout: Path) -> Iterator[str]:
    """Analyse the music, build the index, run the workers and the player of a checkout; yield its address."""
    sounds = [path for path in find_sounds().paths if path.suffix.lower() == ".mp3"]
    if len(sounds) < MIN_TRACKS:
        raise BadInput(f"{len(sounds)} MP3 files; the page is measured with {MIN_TRACKS} or more")
    music = settings.home / "music"
    music.mkdir(parents=True)
    for number, path in enumerate(sounds[:TRACKS]):
        (music / f"{number}.mp3").symlink_to(path)
    environment = settings.as_environment() | {"PYTHONPATH": str(checkout)}
    for command in (("ingest", str(music)), ("build", "index")):
        subprocess.run([sys.executable, "-m", "infra", *command], env=environment, cwd=checkout, check=True)
    url = f"http://127.0.0.1:{settings.web_port}"
    with (
        run_beside(settings, "segue", "worker", "taste", checkout=checkout),
        run_beside(settings, "segue", "worker", "archive", checkout=checkout),
        run_beside(settings, "segue", "web", checkout=checkout),
    ):
        wait_until_it_answers(f"{url}/health/ready")
        yield url


def _visit(page: Page, url: str, measured: Measured, *, is_first: bool) -> None:
    page.goto(f"{url}/library/tracks")
    page.locator(".picks > [data-key]").first.wait_for()
    _play_row(page, 1)
    if is_first:  # the first plays of all: compilers, caches, the worker's first slates
        for row in range(2, 5):
            _play_row(page, row)
    for number in range(CLICKS):
        measured.sound.append(_play_row(page, 3 + 2 * number)["sound"])
    skip = page.get_by_role("button", name="Next track").first
    for _ in range(SKIPS):
        page.evaluate("() => window.segueMarks()")
        skip.click(delay=PRESSED_MS)
        measured.skip.append(_since(page, "click", until="painted"))


def _play_row(page: Page, number: int) -> dict[str, float]:
    page.evaluate("() => window.segueMarks()")
    page.locator('[role="row"][aria-rowindex]').nth(number).locator(".cell-time").dblclick(delay=PRESSED_MS)
    return _since(page, "dblclick", until="sound")


def _since(page: Page, action: str, *, until: str) -> dict[str, float]:
    """Return when each stage came for the first time after an action, in ms, and rest."""
    marks: Marks = []
    waited_ms = 0
    while until not in (first := _first_after(marks, action)):
        if waited_ms > WITHIN_MS:
            raise TimeoutError(f"no {until} after the {action}: {marks}")
        page.wait_for_timeout(100)
        waited_ms += 100
        marks += page.evaluate("() => window.segueMarks()")
    page.wait_for_timeout(REST_MS)
    return first


def _first_after(marks: Marks, action: str) -> dict[str, float]:
    began = next((at for what, at in marks if what == action), None)
    first: dict[str, float] = {}
    for what, at in marks if began is not None else ():
        if at >= began:
            first.setdefault(what.split()[0], at - began)
    return first


def _goals(measured: Measured) -> list[Goal]:
    sound, skip = median(measured.sound), median(each["painted"] for each in measured.skip)
    return [
        Goal("click to first sound, median", f"<= {MAX_SOUND_MS:g} ms", f"{sound:.0f} ms", sound <= MAX_SOUND_MS),
        Goal(
            "skip to other picks on the page, median", f"<= {MAX_SKIP_MS:g} ms", f"{skip:.0f} ms", skip <= MAX_SKIP_MS
        ),
    ]


def _table(who: str, measured: Measured) -> Table:
    rows = {"click to first sound": measured.sound}
    rows |= {f"skip to {stage}": [each[stage] for each in measured.skip if stage in each] for stage in STAGES}
    return Table(
        f"{who}: {len(measured.skip)} skips and {len(measured.sound)} double clicks, ms after the click",
        ("what", "n", "median", "p90", "most"),
        tuple((what, len(values), *map(round, _quantiles(values))) for what, values in rows.items() if values),
    )


def _quantiles(values: list[float]) -> tuple[float, float, float]:
    return median(values), sorted(values)[len(values) * 9 // 10], max(values)


if __name__ == "__main__":
    main()
