"""`segue import history` of one million plays into an empty MongoDB: seconds for reading, matching and storing.

The plays are made up: 30,000 songs of 3,000 artists, heard as often as people hear songs (few very often), ten years;
half of the songs are in the catalogue. Events for the taste are sent to Kafka as well.
"""

import json
import tempfile
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.own_servers import own_servers
from benchmarks.results_file import Goal, Table, write_result
from etl.histories.files import open_histories
from infra.jobs.import_history import import_histories, tell_the_taste
from infra.servers.running import make_topics
from infra.settings import Settings
from infra.stores.database import open_database, prepare_database
from infra.stores.history import MongoHistoryStore
from recommender.prediction.streams.importing import SongMatcher
from recommender.records import ListenerId, Track, TrackId
from streaming.producer import ActivityProducer, open_producer
from streaming.topics import Topics

N_PLAYS = 1_000_000
N_FILES = 10
N_SONGS, N_ARTISTS, YEARS = 30_000, 3_000, 10
GOAL_S = 120.0
HALF_LIFE_DAYS = Settings().taste_half_life_days
LISTENER = ListenerId("benchmark")


def names_of(song: int) -> tuple[str, str]:
    """Return title and artist of a made-up song."""
    return f"Song number {song} of them", f"Artist {song % N_ARTISTS}"


def made_files(folder: Path, rng: np.random.Generator) -> list[Path]:
    """Write the plays as Spotify's extended history, in ten files as it comes."""
    songs = np.minimum(rng.zipf(1.3, N_PLAYS) + rng.integers(0, 2_000, N_PLAYS), N_SONGS - 1)
    start = datetime(2016, 1, 1, tzinfo=UTC)
    seconds = np.sort(rng.integers(0, YEARS * 365 * 86_400, N_PLAYS))
    listened_ms = rng.integers(1_000, 300_000, N_PLAYS)
    paths = []
    for number, rows in enumerate(np.array_split(np.arange(N_PLAYS), N_FILES)):
        path = folder / f"Streaming_History_Audio_{number}.json"
        content = [_row(start + timedelta(seconds=int(seconds[i])), int(listened_ms[i]), int(songs[i])) for i in rows]
        path.write_text(json.dumps(content))
        paths.append(path)
    return paths


def _row(at: datetime, ms: int, song: int) -> dict[str, object]:
    title, artist = names_of(song)
    return {
        "ts": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "platform": "linux",
        "ms_played": ms,
        "conn_country": "DE",
        "master_metadata_track_name": title,
        "master_metadata_album_artist_name": artist,
        "master_metadata_album_album_name": f"Album {song // 12}",
        "spotify_track_uri": f"spotify:track:{song:022d}",
        "episode_name": None,
        "skipped": ms < 30_000,
        "incognito_mode": False,
    }


def made_tracks() -> list[Track]:
    """Return the catalogue: every second song."""
    return [
        Track(track_id=TrackId(f"{song:06d}"), title=names_of(song)[0], artist=names_of(song)[1])
        for song in range(0, N_SONGS, 2)
    ]


def main() -> None:
    """Measure and write the result."""
    with tempfile.TemporaryDirectory(prefix="segue-bench-") as folder, own_servers() as settings:
        paths = made_files(Path(folder), np.random.default_rng(1))
        size_mb = sum(path.stat().st_size for path in paths) / 1e6
        database = open_database(settings.mongo_uri, settings.mongo_database)
        prepare_database(database)
        store = MongoHistoryStore(database)
        run = partial(_import_into, paths, store)
        first_s, first = run()
        again_s, again = run()
        make_topics(settings, settings.kafka_bootstrap)
        producer = ActivityProducer(open_producer(settings.kafka_bootstrap, linger_ms=5), Topics(settings.cell))
        began = perf_counter()
        n_told = tell_the_taste(store, LISTENER, producer.publish, half_life_days=HALF_LIFE_DAYS)
        told_s = perf_counter() - began
        producer.close()
        database.client.close()
    total_s = first_s + told_s
    rows = (
        ("plays in the files", N_PLAYS),
        ("size of the files, MB", size_mb),
        ("first import, s", first_s),
        ("plays new", first.new),
        ("the same again, s", again_s),
        ("plays new then", again.new),
        ("plays sent to the taste", n_told),
        ("sending them, s", told_s),
    )
    write_result(
        "history_import",
        goals=(
            Goal(
                "import of 1,000,000 plays, taste told",
                f"<= {GOAL_S:g} s",
                f"{total_s:.0f} s",
                total_s <= GOAL_S and again.new == 0,
            ),
        ),
        tables=(Table("Import of a listening history", ("measure", "value"), rows),),
    )


def _import_into(paths: list[Path], store: MongoHistoryStore):
    began = perf_counter()
    summary = import_histories(open_histories(paths), store, SongMatcher(made_tracks()), LISTENER)
    return perf_counter() - began, summary


if __name__ == "__main__":
    main()
