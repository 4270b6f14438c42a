"""A listener's own lists with 1,000,000 plays in a library of 100,000 tracks, as the API answers.

Plays are spread over ten years, a few tracks very often and every track now and then, and are stored as an import. Each
list is asked for through the whole web application with a real MongoDB; the first question after a start, which reads
all counts, is told by itself.
"""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from time import perf_counter
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import numpy as np
from flask.testing import FlaskClient
from pymongo.database import Database

from benchmarks.own_servers import own_servers
from benchmarks.results_file import Goal, Table, write_result
from infra.stores.activity import MongoActivityArchive
from infra.stores.batches import batches
from infra.stores.database import open_database, prepare_database
from infra.stores.history import MongoHistoryStore
from infra.stores.listening.favourites import MongoFavouriteStore
from infra.stores.listening.plays import MongoPlayStore
from recommender.catalogue.building import build_catalogue
from recommender.catalogue.libraries.visibility import Visibility
from recommender.catalogue.snapshot import Catalogue
from recommender.listening.taste import Taste
from recommender.prediction.streams.records import Play, StoredPlay
from recommender.records import ActivityEvent, ListenerId, PlacedEvent, Track, TrackId
from webapp.app import create_app
from webapp.services import Services, WebConfig

N_PLAYS, N_TRACKS, YEARS = 1_000_000, 100_000, 10
GOAL_MS = 50.0
ROUNDS = 60
NOW = datetime.now(UTC)
LISTS = {
    "library by title, with plays": "history/tracks?sort=title&start={start}",
    "library by plays": "history/tracks?sort=plays&order=desc&start={start}",
    "library by last play, one genre": "history/tracks?sort=last_played&order=desc&genre=Rock&limit=100",
    "never played": "history/tracks?only=never-played",
    "recent plays": "history/plays",
    "most played, 30 days": "history/most-played?window=month",
    "most played, 90 days": "history/most-played?window=quarter",
    "most played, a year": "history/most-played?window=year",
    "most played, ever": "history/most-played?window=all",
    "rediscover": "history/rediscover",
    "counts of one track": "history/tracks/{track}",
    "liked tracks": "favourites/tracks",
    "liked albums": "favourites/albums",
}


def made_catalogue() -> list[Track]:
    """Return the library: ten tracks an album, five albums an artist, four genres."""
    genres = ("Rock", "Jazz", "Folk", "Pop")
    return [
        Track(
            track_id=TrackId(f"{number:032x}"),
            title=f"Song {number * 7919 % N_TRACKS}",
            artist=f"Artist {number // 50}",
            album=f"Album {number // 10}",
            genres=(genres[number % 4],),
            added_at=NOW - timedelta(minutes=number),
        )
        for number in range(N_TRACKS)
    ]


def keep_plays(store: MongoHistoryStore, listener: ListenerId, rng: np.random.Generator) -> float:
    """Store the plays and return how many seconds it took."""
    often = np.minimum(rng.zipf(1.3, N_PLAYS), N_TRACKS) - 1
    tracks = np.where(rng.random(N_PLAYS) < 0.5, often, rng.integers(0, N_TRACKS - 500, N_PLAYS))
    ago_s = rng.integers(0, YEARS * 365 * 86_400, N_PLAYS)
    began = perf_counter()
    for numbers in batches(range(N_PLAYS), 5_000):
        plays = [
            StoredPlay(
                number.to_bytes(16, "big"),
                Play(NOW - timedelta(seconds=int(ago_s[number])), "Song", "Artist", 200.0),
                TrackId(f"{int(tracks[number]):032x}"),
            )
            for number in numbers
        ]
        store.put_many(listener, plays)
    return perf_counter() - began


def times_ms(client: FlaskClient, path: str, rng: np.random.Generator, *, rounds: int = ROUNDS) -> np.ndarray:
    """Return how long each of the answers took, float [rounds]."""
    taken = []
    for _ in range(rounds):
        start, track = int(rng.integers(0, N_TRACKS - 100)), f"{int(rng.integers(0, N_TRACKS)):032x}"
        began = perf_counter()
        answer = client.get("/api/v1/" + path.format(start=start, track=track))
        taken.append((perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.data
    return np.array(taken)


def client_of(database: Database[dict[str, Any]], catalogue: Catalogue) -> FlaskClient:
    """Return a client of the web application, of which only what lists need is there."""
    ports: dict[str, Any] = {port.name: None for port in fields(Services)}
    ports |= {
        "config": WebConfig(secret_key=b"a key for one run"),
        "catalogue": lambda: catalogue,
        "libraries": SimpleNamespace(visibility=Visibility),
        "taste": lambda listener: Taste(listener_id=listener, liked=tuple(catalogue.positions)[:5_000]),
        "plays": MongoPlayStore(database),
        "favourites": MongoFavouriteStore(database),
        "lab": SimpleNamespace(library_moods=lambda: None),
        "clock": lambda: datetime.now(UTC),
    }
    return create_app(Services(**ports)).test_client()


def finished(listener: ListenerId, number: int) -> PlacedEvent:
    """Return a play of one more track."""
    event = ActivityEvent(
        event_id=UUID(int=number),
        listener_id=listener,
        kind="finished",
        occurred_at=datetime.now(UTC),
        track_id=TrackId(f"{number:032x}"),
    )
    return PlacedEvent(event, 0, number)


def main() -> None:
    """Measure and write the result."""
    rng = np.random.default_rng(1)
    with own_servers() as settings:
        database = open_database(settings.mongo_uri, settings.mongo_database)
        prepare_database(database)
        catalogue = build_catalogue(made_catalogue())
        client = client_of(database, catalogue)
        listener = ListenerId(client.get("/api/v1/listener").json["listener_id"])
        stored_s = keep_plays(MongoHistoryStore(database), listener, rng)
        for album in catalogue.albums[:1_000]:
            client.put(f"/api/v1/favourites/albums/{album.album_id}")
        began = perf_counter()
        client.get("/api/v1/history/tracks?sort=plays&order=desc")
        first_ms = (perf_counter() - began) * 1000
        taken = {name: times_ms(client, path, rng) for name, path in LISTS.items()}
        firsts = {"counts, the first question after a start": first_ms}
        firsts |= {f"{name}, first": float(ms[0]) for name, ms in taken.items() if "days" in name or "year" in name}
        archive = MongoActivityArchive(database)
        for number, name in enumerate(["library by plays", "most played, a year"] * ROUNDS):
            archive.put_many([finished(listener, number)])
            ms = times_ms(client, LISTS[name], rng, rounds=1)
            known = taken.setdefault(f"{name}, after another play", np.empty(0))
            taken[f"{name}, after another play"] = np.append(known, ms)
        database.client.close()
    rows = [(name, *(round(float(np.percentile(ms, at)), 1) for at in (50, 95))) for name, ms in taken.items()]
    rows += [(name, round(ms, 1), None) for name, ms in firsts.items()]
    worst = max(float(np.percentile(ms, 95)) for ms in taken.values())
    write_result(
        "history_lists",
        goals=(Goal("own lists, p95 of the slowest", f"<= {GOAL_MS:g} ms", f"{worst:.0f} ms", worst <= GOAL_MS),),
        tables=(
            Table(f"{N_PLAYS:,} plays, {N_TRACKS:,} tracks", ("list", "p50, ms", "p95, ms"), tuple(rows)),
            Table("Storing the plays, counted", ("measure", "value"), (("seconds", round(stored_s, 1)),)),
        ),
    )


if __name__ == "__main__":
    main()
