"""`make bench-large_library`: a million tracks in MongoDB, searched and paged while people listen, and read anew.

Names are made up as in `search`. Listeners' events go up and slates come down as in `live`, fewer of them; the picks
are of a small index. A pause, in which the player answers nobody, shows in the slowest of its quickest answers.
"""

import random
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote

import click
import msgspec
import numpy as np
import psutil
from msgspec.structs import replace as with_fields

from benchmarks.big_catalogue import big_index, store_folder
from benchmarks.large_library.asking import Questions
from benchmarks.live.load_times import WARM_UP_S
from benchmarks.live.logged_in import log_in_listeners
from benchmarks.live.outcome import Latencies
from benchmarks.live.running import Load, run_load, wait_until_picks_come
from benchmarks.own_servers import own_servers, run_beside, wait_until_it_answers
from benchmarks.results_file import Goal, Table, write_result
from benchmarks.search import draw_queries, made_tracks
from infra.settings import Settings
from infra.stores.database import opened_database, prepare_database
from infra.stores.tracks import MongoTrackStore
from recommender.records import Track
from recommender.waiting import wait_until

TRACKS, INDEXED = 1_000_000, 10_000
LOAD = Load(listeners=100, events_per_s=50.0, seconds=40.0)
SEARCHES_PER_S, PAGES_PER_S, PINGS_PER_S = 50.0, 10.0, 100.0
READ_WITHIN_S = 600
READ_ANEW_WITHIN_S = 600.0
"""A player rests five times as long as its last reading took before it reads again."""
CONNECT_S = 10.0
"""For the load's sockets, so that it ends before the questions do."""
MAX_MS = 50.0
MAX_MOVED = 1.25
"""The p99 of slates beside searches, of what it is without."""
PING = "/health/live"
IN_USE = b"catalogue_in_use"


@dataclass(frozen=True)
class Round:
    """What was seen while one thing was asked for."""

    slate_ms: Latencies
    answer_ms: Sequence[float]
    ping_ms: Sequence[float]


@click.command()
@click.option("--tracks", default=TRACKS, help="Size of the library.")
def main(tracks: int) -> None:
    """Measure and write `benchmarks/results/large_library.json`."""
    rng = random.Random(1)
    made = made_tracks(tracks, rng)
    big_index(INDEXED)  # it is published
    with own_servers() as settings:
        settings = replace(settings, artifacts_url=str(store_folder(INDEXED)), address_sockets=LOAD.listeners)
        settings = replace(settings, address_listeners_per_min=LOAD.listeners, address_events_per_s=1_000.0)
        with opened_database(settings.mongo_uri, settings.mongo_database) as database:
            prepare_database(database)
            now = datetime.now(UTC)
            store = MongoTrackStore(database)
            began = time.perf_counter()
            store.put_many(_with_place(track, now) for track in made)
            stored_s = time.perf_counter() - began
            cookies = log_in_listeners(database, LOAD.listeners)
            rounds, start_s, rss_mb, read_s = _measure(
                settings, cookies, _paths(made, rng), store, _with_place(made[0], now)
            )
    rows = {"stored in MongoDB, s": stored_s, "the player starts, s": start_s, "memory of the player, MB": rss_mb}
    rows["read anew after a change, s"] = read_s
    write_result("large_library", goals=_goals(rounds, tracks), tables=_tables(rounds, rows, tracks))


def _with_place(track: Track, now: datetime) -> Track:
    return with_fields(track, url=f"file:///nowhere/{track.track_id}.mp3", added_at=now)


def _paths(made: Sequence[Track], rng: random.Random) -> dict[str, tuple[str, ...]]:
    sorts = ("title", "artist", "album", "added", "duration")
    starts = [f"/api/v1/tracks?limit=100&sort={sort}&order={order}" for sort in sorts for order in ("asc", "desc")]
    searches = (f"/api/v1/search?q={quote(query)}" for query in draw_queries(made, 500, rng) if query.strip())
    others = (
        "/api/v1/albums?limit=100",
        "/api/v1/artists?limit=100",
        f"{starts[0]}&start={len(made) // 2}",
        f"{starts[3]}&start={len(made) // 3}",
    )
    return {"nothing": (), "searches": tuple(searches), "pages": (*starts, *others)}


def _measure(
    settings: Settings, cookies: list[str], paths: dict[str, tuple[str, ...]], store: MongoTrackStore, track: Track
) -> tuple[dict[str, Round], float, float, float]:
    url, log = f"http://127.0.0.1:{settings.web_port}", settings.home / "logs" / "segue-web.log"
    with ExitStack() as stack:
        began = time.perf_counter()
        web = stack.enter_context(run_beside(settings, "segue", "web"))
        for worker in ("taste", "archive"):
            stack.enter_context(run_beside(settings, "segue", "worker", worker))
        if not wait_until(lambda: IN_USE in log.read_bytes(), deadline_s=READ_WITHIN_S, every_s=0.1):
            raise RuntimeError(f"the player did not read the catalogue within {READ_WITHIN_S} s")
        start_s = time.perf_counter() - began
        wait_until_it_answers(f"{url}/health/ready")
        wait_until_picks_come(settings, url, cookies[0])
        per_s = {"nothing": 0.0, "searches": SEARCHES_PER_S, "pages": PAGES_PER_S}
        rounds = {what: _round(url, cookies, paths[what], per_s[what]) for what in paths}
        rss_mb = psutil.Process(web.pid).memory_info().rss / 2**20
        n_read = log.read_bytes().count(IN_USE)
        with _asking(url, cookies[0], (PING,), PINGS_PER_S, READ_ANEW_WITHIN_S) as pings:
            began = time.perf_counter()
            store.put_many([with_fields(track, title=f"{track.title} again")])
            if not wait_until(
                lambda: log.read_bytes().count(IN_USE) > n_read, deadline_s=READ_ANEW_WITHIN_S, every_s=0.05
            ):
                raise RuntimeError("the player did not read the changed catalogue")
            read_s = time.perf_counter() - began
            rounds["reading anew"] = Round(Latencies(0.0, 0.0, 0.0), (), _times(pings))
        return rounds, start_s, rss_mb, read_s


def _round(url: str, cookies: list[str], paths: tuple[str, ...], per_s: float) -> Round:
    seconds = LOAD.seconds + WARM_UP_S + CONNECT_S
    with ExitStack() as stack:
        pings = stack.enter_context(_asking(url, cookies[0], (PING,), PINGS_PER_S, seconds))
        asking = stack.enter_context(_asking(url, cookies[0], paths, per_s, seconds)) if paths else None
        outcome, _ = run_load(url, "segue", {}, cookies, LOAD)
        return Round(outcome.slate_ms, _times(asking) if asking else (), _times(pings))


def _asking(url: str, cookie: str, paths: tuple[str, ...], per_s: float, seconds: float) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "benchmarks.large_library.asking", url, str(per_s), str(seconds)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    with process.stdin:
        process.stdin.write(msgspec.json.encode(Questions(cookie, paths)).decode())
    return process


def _times(process: "subprocess.Popen[str]") -> list[float]:
    assert process.stdout is not None
    answer = process.stdout.read()
    if process.wait():
        raise RuntimeError("a question failed; it says why above")
    return msgspec.json.decode(answer, type=list[float])


def _goals(rounds: dict[str, Round], tracks: int) -> list[Goal]:
    search, page = (float(np.quantile(rounds[what].answer_ms, 0.95)) for what in ("searches", "pages"))
    alone, beside = rounds["nothing"].slate_ms.p99, rounds["searches"].slate_ms.p99
    pause = max(rounds["reading anew"].ping_ms)
    return [
        Goal(f"search at {tracks:,} tracks, p95", f"<= {MAX_MS:g} ms", f"{search:.1f} ms", search <= MAX_MS),
        Goal(f"pages at {tracks:,} tracks, p95", f"<= {MAX_MS:g} ms", f"{page:.1f} ms", page <= MAX_MS),
        Goal(
            f"event to slate, p99, beside {SEARCHES_PER_S:g} searches/s",
            f"<= {MAX_MOVED:g} x without",
            f"{beside:.0f} ms of {alone:.0f}",
            beside <= MAX_MOVED * alone,
        ),
        Goal("longest pause while the catalogue is read anew", f"<= {MAX_MS:g} ms", f"{pause:.0f} ms", pause <= MAX_MS),
    ]


def _tables(rounds: dict[str, Round], rows: dict[str, float], tracks: int) -> list[Table]:
    return [
        Table(
            f"{tracks:,} tracks, {LOAD.listeners} websockets, {LOAD.events_per_s:g} events/s, beside them "
            f"{SEARCHES_PER_S:g} searches/s or {PAGES_PER_S:g} pages/s, ms",
            ("beside", "event to slate p50", "p99", "answer p50", "p95", "p99", "quickest answer p99", "at worst"),
            tuple(_row(what, one) for what, one in rounds.items()),
        ),
        Table("The library", ("what", "value"), tuple((what, round(value, 1)) for what, value in rows.items())),
    ]


def _row(what: str, one: Round) -> tuple[str | float | None, ...]:
    quantiles = np.quantile(one.answer_ms, (0.5, 0.95, 0.99)).round(1).tolist() if one.answer_ms else (None,) * 3
    slates = (round(one.slate_ms.p50, 1), round(one.slate_ms.p99, 1)) if one.slate_ms.p50 else (None, None)
    return (what, *slates, *quantiles, round(float(np.quantile(one.ping_ms, 0.99)), 1), round(max(one.ping_ms), 1))


if __name__ == "__main__":
    main()
