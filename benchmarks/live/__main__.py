"""`make bench-live`: connected listeners and their events on one machine, beside a bare relay.

`python -m benchmarks.live --against PATH` measures the checkout at PATH in the same run, on the same servers.
"""

import time
import uuid
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
from kafka.admin import KafkaAdminClient, NewTopic

from benchmarks.big_catalogue import big_index, big_store, store_folder, store_folder_of
from benchmarks.live.bare_relay import DOWN, UP
from benchmarks.live.load_cpu import THE_LOAD
from benchmarks.live.load_times import WARM_UP_S
from benchmarks.live.logged_in import log_in_listeners
from benchmarks.live.outcome import count_row, latency_row, warm_up_row
from benchmarks.live.running import Load, Measured, run_load, wait_for_archive, wait_until_picks_come
from benchmarks.own_servers import HERE, own_servers, run_beside, server_pids, wait_until_it_answers
from benchmarks.results_file import Goal, Table, write_result
from infra.servers.listening_port import free_port
from infra.settings import Settings
from infra.stores.database import open_database, opened_database, prepare_database
from infra.stores.tracks import MongoTrackStore
from recommender.records import Track, TrackId
from recommender.similarity.track_index import TrackIndex

GOAL_P50_MS = 10
GOAL_P99_MS = 40
GOAL_OF_RELAY = 2.0
GOAL_OF_BEFORE = 0.5


@click.command()
@click.option("--listeners", default=500)
@click.option("--events-per-s", default=200.0)
@click.option("--seconds", default=60.0)
@click.option("--against", type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path))
@click.option("--name", default="live", help="Of the result's file.")
def main(listeners: int, events_per_s: float, seconds: float, against: Path | None, name: str) -> None:
    """Run the bare relay, then another checkout, if any, then this one, on the same servers with the same load."""
    load = Load(listeners, events_per_s, seconds)
    index = big_index()
    big_store()
    with own_servers() as settings:
        settings = replace(
            settings,
            artifacts_url=str(store_folder()),
            log_level="warning",
            address_sockets=listeners,  # all of them on this machine
            address_listeners_per_min=listeners,
            address_events_per_s=2.0 * events_per_s,
        )
        servers = server_pids(settings)
        measured = {"bare relay": _bare(settings, servers, load)}
        if against:
            before = replace(settings, mongo_database="before", cell="before", web_port=free_port())
            before = replace(before, artifacts_url=str(store_folder_of(against)))
            measured["before"] = _segue(before, servers, load, index, checkout=against)[0]
        measured["segue"], lost = _segue(settings, servers, load, index)
    write_result(name, goals=_goals(measured, lost), tables=_tables(measured, load, n_tracks=len(index.table)))


def _goals(measured: dict[str, Measured], lost: int) -> list[Goal]:
    whole, bare = measured["segue"][0], measured["bare relay"][0]
    p50, p99, of_relay = whole.slate_ms.p50, whole.slate_ms.p99, whole.slate_ms.p50 / bare.slate_ms.p50
    goals = [
        Goal("event to slate, p50", f"<= {GOAL_P50_MS} ms", f"{p50:.1f} ms", p50 <= GOAL_P50_MS),
        Goal(
            "the same, of the bare relay's", f"<= {GOAL_OF_RELAY:g} x", f"{of_relay:.2f} x", of_relay <= GOAL_OF_RELAY
        ),
        Goal("event to slate, p99", f"<= {GOAL_P99_MS} ms", f"{p99:.1f} ms", p99 <= GOAL_P99_MS),
        Goal("events lost", "0", str(lost), lost == 0),
        Goal("duplicate slates", "0", str(whole.duplicate_slates), whole.duplicate_slates == 0),
    ]
    if "before" in measured:
        share = _cpu_ms_per_event(measured["segue"]) / _cpu_ms_per_event(measured["before"])
        target = f"<= {GOAL_OF_BEFORE:g} x"
        goals.append(Goal("CPU per event, of the build before", target, f"{share:.2f} x", share <= GOAL_OF_BEFORE))
    return goals


def _tables(measured: dict[str, Measured], load: Load, *, n_tracks: int) -> list[Table]:
    outcomes = {who: outcome for who, (outcome, _) in measured.items()}
    processes = {process: None for _, cpu in measured.values() for process in cpu}
    return [
        Table(
            f"{load.listeners} websockets, {load.events_per_s:g} events/s for {load.seconds:g} s after {WARM_UP_S:g} s "
            f"of the same, {n_tracks:,} tracks, ms",
            ("what", "acknowledged p50", "p99", "event to slate p50", "p90", "p99"),
            tuple(latency_row(who, outcome) for who, outcome in outcomes.items()),
        ),
        Table(
            f"The {WARM_UP_S:g} s before: event to slate, ms",
            ("what", "p50", "p90", "p99"),
            tuple(warm_up_row(who, outcome) for who, outcome in outcomes.items()),
        ),
        Table(
            "Counts",
            ("what", "sent", "per s", "acknowledged", "unanswered", "answered by a later event's slate", "duplicates"),
            tuple(count_row(who, outcome) for who, outcome in outcomes.items()),
        ),
        Table(
            "CPU per event, whole processes, ms",
            ("process", *measured),
            (
                *((process, *(_ms_per_event(each, process) for each in measured.values())) for process in processes),
                ("all but the load", *(round(_cpu_ms_per_event(each), 2) for each in measured.values())),
            ),
        ),
    ]


def _ms_per_event(measured: Measured, process: str) -> float | None:
    outcome, cpu = measured
    return round(1000 * cpu[process] / outcome.n_measured, 3) if process in cpu else None


def _cpu_ms_per_event(measured: Measured) -> float:
    outcome, cpu = measured
    return 1000 * sum(seconds for process, seconds in cpu.items() if process != THE_LOAD) / outcome.n_measured


def _segue(
    settings: Settings, servers: dict[str, int], load: Load, index: TrackIndex, *, checkout: Path = HERE
) -> tuple[Measured, int]:
    """Return what was measured, and how many events were lost."""
    url = f"http://127.0.0.1:{settings.web_port}"
    _fill_catalogue(settings, index)
    with opened_database(settings.mongo_uri, settings.mongo_database) as database:
        cookies = log_in_listeners(database, load.listeners)
    with ExitStack() as stack:
        web = stack.enter_context(run_beside(settings, "segue", "web", checkout=checkout))
        taste = stack.enter_context(run_beside(settings, "segue", "worker", "taste", checkout=checkout))
        archive = stack.enter_context(run_beside(settings, "segue", "worker", "archive", checkout=checkout))
        wait_until_it_answers(f"{url}/health/ready")
        wait_until_picks_come(settings, url, cookies[0])
        pids = {**servers, "web": web.pid, "taste worker": taste.pid, "archive worker": archive.pid}
        outcome, cpu = run_load(url, "segue", pids, cookies, load)
        wait_for_archive(settings, len(outcome.event_ids))
    lost = _not_archived(settings, outcome.event_ids) + (outcome.sent - outcome.acknowledged)
    return (outcome, cpu), lost


def _bare(settings: Settings, servers: dict[str, int], load: Load) -> Measured:
    admin = KafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap)
    admin.create_topics([NewTopic(name, settings.kafka_partitions, 1) for name in (UP, DOWN)])
    admin.close()
    port = free_port()
    with (
        run_beside(settings, "benchmarks.live.bare_relay", "web", str(port), settings.kafka_bootstrap) as web,
        run_beside(settings, "benchmarks.live.bare_relay", "relay", settings.kafka_bootstrap) as relay,
    ):
        url = f"http://127.0.0.1:{port}"
        wait_until_it_answers(f"{url}/api/v1/tracks")
        time.sleep(5)  # the relay joins its group; nothing tells from outside when
        cookies = [f"id={uuid.uuid4().hex}" for _ in range(load.listeners)]
        return run_load(url, "bare", {**servers, "web": web.pid, "relay": relay.pid}, cookies, load)


def _fill_catalogue(settings: Settings, index: TrackIndex) -> None:
    database = open_database(settings.mongo_uri, settings.mongo_database)
    prepare_database(database)
    table = index.table
    now = datetime.now(UTC)
    MongoTrackStore(database).put_many(
        Track(
            track_id=TrackId(track_id),
            title=table.titles[row],
            artist=table.artists[row],
            album=table.albums[row],
            duration_s=180.0,
            url=f"file:///nowhere/{track_id}.mp3",
            added_at=now,
        )
        for row, track_id in enumerate(table.track_ids)
    )
    database.client.close()


def _not_archived(settings: Settings, event_ids: list[str]) -> int:
    database = open_database(settings.mongo_uri, settings.mongo_database)
    archived = {str(document["_id"]) for document in database["activity"].find({}, {"_id": 1})}
    database.client.close()
    return len(set(event_ids) - archived)


if __name__ == "__main__":
    main()
