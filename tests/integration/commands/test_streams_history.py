"""An import through the real MongoDB, Kafka and worker, and the goals on a real listener's history."""

import json
from threading import Event, Thread

import numpy as np
import pytest
from click.testing import CliRunner

from etl.histories.files import open_histories
from infra.cli import segue
from infra.servers.running import make_topics
from infra.stores.database import open_database, prepare_database
from infra.stores.history import MongoHistoryStore
from infra.stores.tastes import MongoTasteStore
from infra.stores.tracks import MongoTrackStore
from infra.workers.wiring import make_worker
from recommender.prediction.streams.baselines import DECAYED, FOR_MAE
from recommender.prediction.streams.listener_evaluation import FIRST, HEARD, MODEL, evaluate_listener
from recommender.prediction.streams.log import log_of
from recommender.prediction.streams.records import Play
from recommender.records import ListenerId, Track, TrackId
from tests.builders.history import binges
from tests.deadline import eventually

ANNA = ListenerId("anna")


@pytest.fixture
def database(settings):
    database = open_database(settings.mongo_uri, settings.mongo_database)
    prepare_database(database)
    yield database
    database.client.drop_database(database.name)
    database.client.close()


@pytest.fixture
def run(settings, monkeypatch):
    for name, value in settings.as_environment().items():
        if name.startswith("SEGUE_"):
            monkeypatch.setenv(name, value)
    return lambda *arguments: CliRunner().invoke(segue, [*map(str, arguments)])


def written(path, plays):
    rows = [
        {
            "endTime": f"{p.at:%Y-%m-%d %H:%M}",
            "artistName": p.artist,
            "trackName": p.title,
            "msPlayed": p.listened_s * 1e3,
        }
        for p in plays
    ]
    path.write_text(json.dumps(rows))
    return path


@pytest.mark.live
def test_an_import_reaches_the_taste_and_the_model(settings, database, run, tmp_path):
    plays = binges(days=160, new_per_day=4)
    MongoTrackStore(database).put_many(
        [Track(track_id=TrackId("t1"), title=plays[-1].title, artist=plays[-1].artist, status="present")]
    )
    file = written(tmp_path / "any.json", plays)
    make_topics(settings, settings.kafka_bootstrap)

    refused = run("import", "history", file)
    assert refused.exit_code != 0
    assert "/api/v1/listener" in str(refused.exception)

    first = run("import", "history", file, "--listener", ANNA)
    assert first.exit_code == 0, first.output
    assert "sent to the taste" in first.output
    again = run("import", "history", file)
    assert f"0 plays new, {len(list(MongoHistoryStore(database).of_listener(ANNA))):,} known" in again.output
    assert "sent to the taste" not in again.output

    stop = Event()
    worker = make_worker("taste", settings, bootstrap=settings.kafka_bootstrap, database=database, slot="0", stop=stop)
    thread = Thread(target=worker.run, daemon=True)
    thread.start()
    try:
        eventually(lambda: ANNA in MongoTasteStore(database).get_many([ANNA]))
    finally:
        stop.set()
        thread.join(20)
    taste = MongoTasteStore(database).get_many([ANNA])[ANNA]
    assert taste.affinities["t1"].why == "imported"
    assert taste.playing is None

    trained = run("train", "streams", "--listener", ANNA, "--search", "random")
    assert trained.exit_code == 0, trained.output
    assert "is in use" in trained.output


def test_the_goals_on_a_real_history(shared_data):
    folder = shared_data / "data" / "listening" / "spotify_history"
    plays = [row for file in open_histories(sorted(folder.glob("*.json"))) for row in file.rows()]
    report = evaluate_listener(
        log_of(play for play in plays if isinstance(play, Play)), np.random.default_rng(0), n_resamples=2
    ).report
    assert report.value(DECAYED, "R2", subject=HEARD) == pytest.approx(0.3355, abs=5e-5)
    assert report.value(DECAYED, "top-50 hit", subject=HEARD) == pytest.approx(0.5457, abs=5e-5)
    assert report.value(FOR_MAE, "MAE", subject=HEARD) == pytest.approx(0.6249, abs=5e-5)
    assert report.value(MODEL, "log R2", subject=HEARD) >= 0.34
    assert report.value(MODEL, "MAE", subject=HEARD) <= 0.63
    assert report.value(MODEL, "Spearman", subject=HEARD) >= 0.42
    assert report.value(MODEL, "top-50 hit", subject=HEARD) >= 0.54
    assert report.value(MODEL, "R2", subject=FIRST) > 0.05
    assert report.value(MODEL, "Spearman", subject=FIRST) >= 0.24
