import hashlib

import numpy as np
import pytest
from urllib3.util.retry import Retry

from etl.fetch.downloads import BadDownload, web_session
from etl.fetch.fma_archives import Archive
from etl.tables.descriptor_table import read_descriptor_table
from etl.tables.mood_quarters import LABELLED_BY, quarter
from etl.tables.mood_table import read_moods
from infra.jobs.fetch_lab import fetch_tables
from recommender.prediction.descriptors.records import PERCEPTUAL
from recommender.prediction.mood.records import MOODS
from recommender.prediction.mood.train import train as train_moods
from tests.builders.fma_tables import fma_tables
from tests.builders.progress import Silence
from tests.file_server import FileServer

AT_ONCE = Retry(total=3, backoff_factor=0)
ZIP = fma_tables()
METADATA = Archive("fma_metadata", hashlib.sha1(ZIP).hexdigest(), len(ZIP))


@pytest.fixture
def server():
    state = FileServer({"/fma/fma_metadata.zip": ZIP})
    running = state.start()
    yield state
    running.shutdown()
    running.server_close()


def fetch(server, into, archive=METADATA):
    with web_session(AT_ONCE) as session:
        return fetch_tables(archive, into, base_url=server.url, session=session, progress=Silence(), patience=AT_ONCE)


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    state = FileServer({"/fma/fma_metadata.zip": ZIP})
    running = state.start()
    yield fetch(state, tmp_path_factory.mktemp("lab"))
    running.shutdown()
    running.server_close()


def test_a_fetch_that_was_cut_goes_on_and_a_second_one_asks_for_nothing(server, tmp_path):
    server.cut_after = [100_000, 200_000]
    tables = fetch(server, tmp_path)
    first, *later = [asked for _, _, asked in server.requests]
    assert first == ""
    assert [each.startswith("bytes=") for each in later] == [True, True]
    assert server.sent["/fma/fma_metadata.zip"] < 1.3 * len(ZIP)
    assert {each.name for each in tables.metadata.iterdir()} >= {"features.csv", "echonest.csv", "genres.csv"}
    server.requests.clear()
    assert fetch(server, tmp_path) == tables
    assert server.requests == []


def test_tables_that_are_not_the_published_ones_are_refused(server, tmp_path):
    with pytest.raises(BadDownload, match="SHA-1"):
        fetch(server, tmp_path, Archive("fma_metadata", "0" * 40, len(ZIP)))


def test_the_tables_are_what_descriptors_learn_from(tables):
    folder = tables.metadata
    found = read_descriptor_table(folder / "features.csv", folder / "echonest.csv", folder / "tracks.csv")
    assert (len(found), found.n_artists_known) == (320, 320)
    assert found.targets.shape == (320, len(PERCEPTUAL))
    assert f"{found.data_up_to:%Y-%m-%d}" == "2015-05-01"


def test_moods_are_learnt_from_the_quarters_and_say_so(tables):
    table = read_moods(tables.moods)
    assert table.labelled_by == LABELLED_BY
    assert set(table.moods.tolist()) == {0, 1, 2, 3}
    assert np.ptp(table.values[:, 7]) > 5  # loudness, dB
    assert f"{table.data_up_to:%Y-%m-%d}" == "2009-01-05"
    made = train_moods(table, repeats=1)
    assert made.headline.metric == f"accuracy, {LABELLED_BY}"
    assert "accuracy" not in made.evaluation.scores  # so that a model of named moods is never held against it
    assert made.evaluation.scores[made.headline.metric] > 0.8 > made.evaluation.baselines[made.headline.metric]
    assert any("nobody who listened has named them" in finding for finding in made.evaluation.report.findings)


@pytest.mark.parametrize(
    ("valence", "energy", "mood"),
    [(0.9, 0.9, "Happy"), (0.1, 0.9, "Energetic"), (0.9, 0.1, "Calm"), (0.1, 0.1, "Sad"), (0.51, 0.9, None)],
)
def test_the_quarters_of_the_plane(valence, energy, mood):
    assert quarter(valence, energy, (0.5, 0.5)) == mood
    assert mood is None or mood in MOODS
