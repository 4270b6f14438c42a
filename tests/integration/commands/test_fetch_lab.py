"""`segue fetch lab` from a server of this test's own to published models, by the real commands."""

import hashlib
from dataclasses import replace

import pytest
from click.testing import CliRunner

from etl.fetch.fma_archives import Archive
from infra.cli import segue
from infra.commands import fetch
from infra.stores.artifacts import artifact_store
from infra.stores.database import open_database
from infra.stores.training.training_sources import MongoTrainingSources
from tests.builders.fma_tables import fma_tables
from tests.file_server import FileServer

pytestmark = pytest.mark.live
ZIP = fma_tables()


@pytest.fixture
def run(settings, monkeypatch):
    state = FileServer({"/fma/fma_metadata.zip": ZIP})
    running = state.start()
    monkeypatch.setattr(fetch, "METADATA", Archive("fma_metadata", hashlib.sha1(ZIP).hexdigest(), len(ZIP)))
    for name, value in replace(settings, fma_url=state.url).as_environment().items():
        if name.startswith("SEGUE_"):
            monkeypatch.setenv(name, value)
    yield lambda: CliRunner().invoke(segue, ["fetch", "lab"])
    running.shutdown()
    running.server_close()


def test_what_was_fetched_is_trained_on_and_the_schedule_knows_how(settings, run):
    done = run()
    assert done.exit_code == 0, (done.output, done.exception)
    store = artifact_store(settings)
    mood = store.current("mood")
    assert store.current("descriptors")
    assert store.manifest("mood", mood).metric == "accuracy, quarters of valence and energy"
    assert f"{store.manifest('mood', mood).data_cutoff:%Y}" == "2009"
    database = open_database(settings.mongo_uri, settings.mongo_database)
    try:
        sources = {each.kind: each.files for each in MongoTrainingSources(database).all()}
    finally:
        database.client.drop_database(database.name)
        database.client.close()
    tables = settings.home / "tables"
    assert sources["mood"] == (str(tables / "fma_moods.csv"),)
    assert sources["descriptors"] == tuple(
        str(tables / "fma_metadata" / name) for name in ("features.csv", "echonest.csv", "tracks.csv")
    )
