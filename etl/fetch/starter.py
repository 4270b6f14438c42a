"""A starter library from whichever source can be reached: FMA, else Debian."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests

from etl.fetch.progress import Progress
from recommender.errors import NotReady, SegueError

MAX_TRY_S = 5.0
"""How long FMA's server may take to show that it is there."""


@dataclass(frozen=True)
class Source:
    """A place music can come from."""

    name: str
    folder: Path
    fetch: Callable[[], object]
    reachable: Callable[[], bool] = lambda: True


def fetch_starter(sources: list[Source], *, progress: Progress) -> Path:
    """Return the folder of the first source that gives its music; one that was finished earlier comes first.

    Raises `NotReady`, naming `MUSIC=`, when none does.
    """
    for source in sources:
        if is_finished(source.folder):
            progress.say(f"{source.name}: already in {source.folder}")
            return source.folder
    refusals = []
    for source in sources:
        try:
            if not source.reachable():
                raise NotReady(f"does not answer (asked for {MAX_TRY_S:g} s at most)")
            source.fetch()
        except SegueError as error:
            refusals.append(f"{source.name}: {error}")
            progress.say(refusals[-1])
            continue
        (source.folder / ".finished").touch()
        return source.folder
    raise NotReady(
        f"no music to start with could be had: {'; '.join(refusals)}; with your own it is: make demo MUSIC=/my/folder"
    )


def is_finished(folder: Path) -> bool:
    """Tell whether a starter library was fetched into `folder` to its end."""
    return (folder / ".finished").exists()


def answers(url: str, *, within_s: float = MAX_TRY_S) -> bool:
    """Tell whether a web server answers for `url`, name look-up included, in time."""
    answered = threading.Event()

    def ask() -> None:
        try:
            if requests.head(url, timeout=within_s, allow_redirects=True).ok:
                answered.set()
        except requests.RequestException:
            return

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(within_s)  # a look-up of names has no time limit of its own
    return answered.is_set()
