"""`segue build moods`: a library described, and only what is new listened to again."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from msgspec.structs import replace as changed

from etl.readers.folder import read_folder
from infra.jobs.builds.build_moods import build_moods
from infra.jobs.ingest import ingest_listing
from infra.jobs.train import publish
from infra.settings import Settings
from infra.stores.artifacts import artifact_store
from infra.stores.catalogue import mongo_catalogue
from recommender.prediction.descriptors.fitting import FITS
from recommender.prediction.descriptors.train import train as train_descriptors
from recommender.prediction.library.moods import KIND, load
from recommender.prediction.mood.train import train as train_moods
from recommender.prediction.sound.audio_features import NAMES
from recommender.prediction.topic import NoModel
from tests.builders.library import made_library
from tests.builders.songs import made_songs, made_table

pytestmark = pytest.mark.live


@pytest.fixture
def settings(mongo_uri, mongo_db, tmp_path):
    return replace(
        Settings(),
        home=tmp_path / "home",
        mongo_uri=mongo_uri,
        mongo_database=mongo_db.name,
        analysis_workers=2,
    )


@pytest.fixture
def ingest(settings, mongo_db) -> Callable[..., None]:
    def run(folder):
        ingest_listing(read_folder(folder), mongo_db, settings)

    return run


@pytest.fixture
def trained(settings, monkeypatch):
    monkeypatch.delitem(FITS, "LightGBM")
    store = artifact_store(settings)
    publish("descriptors", train_descriptors(made_table(60)), store=store)
    publish("mood", train_moods(made_songs(120), repeats=1), store=store)
    return store


def test_without_models_the_first_command_is_named(settings):
    with pytest.raises(NoModel, match="segue fetch lab"):
        build_moods(settings)


def test_only_new_tracks_are_listened_to_and_the_rest_is_kept(settings, ingest, trained, mongo_db, tmp_path):
    said: list[str] = []
    music = made_library(tmp_path / "music", n_artists=1, per_artist=3, seconds=3)
    ingest(music)
    first = build_moods(settings, say=said.append)
    assert (first.counts, said[-1]) == ({"tracks": 3, "left_out": 0}, "0 tracks are known, 3 are new")

    assert build_moods(settings, say=said.append).version == first.version  # nothing has changed

    made_library(tmp_path / "more", n_artists=2, per_artist=1, seconds=3)
    (tmp_path / "more" / "1-0.flac").rename(music / "new.flac")
    ingest(music)
    tracks = mongo_catalogue(mongo_db).tracks
    gone = next(each for each in tracks.scan() if each.title == "Piece 1 of 1")
    tracks.put_many([changed(gone, status="missing")])
    second = build_moods(settings, say=said.append)
    assert (second.counts["tracks"], said[-1]) == (3, "2 tracks are known, 1 are new")

    moods = load(trained.local_path(KIND, second.version))
    present = {each.track_id: each for each in tracks.scan() if each.status == "present"}
    assert set(moods.track_ids) == set(present)
    for track_id, track in present.items():
        values = dict(zip(NAMES, moods.features[moods.rows[track_id]].tolist(), strict=True))
        assert values["duration_ms"] == pytest.approx(1000 * track.sound.duration_s, rel=1e-4)
        assert values["tempo"] == pytest.approx(track.sound.tempo_bpm, rel=1e-4)

    publish("mood", train_moods(made_songs(120, seed=5), repeats=1), store=trained, force=True)
    third = build_moods(settings, say=said.append)
    assert said[-1] == "3 tracks are known, 0 are new"
    assert third.version != second.version


@pytest.mark.usefixtures("trained")
def test_a_file_that_is_gone_is_counted_and_tried_again(settings, ingest, tmp_path):
    music = made_library(tmp_path / "music", n_artists=1, per_artist=2, seconds=3)
    ingest(music)
    hidden = (music / "0-0.flac").rename(tmp_path / "away.flac")
    assert build_moods(settings).counts == {"tracks": 1, "left_out": 1}
    hidden.rename(music / "0-0.flac")
    assert build_moods(settings).counts == {"tracks": 2, "left_out": 0}
