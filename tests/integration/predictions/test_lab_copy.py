"""Files of tests that share a trained lab do not see what the others change."""

import pytest

from infra.stores.database import opened_database, prepared_database
from infra.stores.tracks import MongoTrackStore
from recommender.records import Track, TrackId
from tests.builders.lab_copy import copy_of_lab

pytestmark = pytest.mark.live
KNOWN, NEW = (Track(track_id=TrackId(each), title=each) for each in ("known", "new"))


def test_a_copy_holds_what_the_lab_holds_and_what_happens_to_it_the_lab_does_not_see(settings, tmp_path):
    model = settings.home / "artifacts" / "mood" / "CURRENT"
    model.parent.mkdir(parents=True)
    model.write_text("first")
    with prepared_database(settings.mongo_uri, settings.mongo_database) as lab:
        MongoTrackStore(lab).put_many([KNOWN])
        with copy_of_lab(settings, tmp_path / "copy") as copy:
            copied = copy.home / "artifacts" / "mood" / "CURRENT"
            assert copied.read_text() == "first"
            assert copy.cell != settings.cell
            with opened_database(copy.mongo_uri, copy.mongo_database) as database:
                tracks = MongoTrackStore(database)
                assert list(tracks.scan()) == [KNOWN]
                tracks.put_many([NEW])
            copied.write_text("second")
        assert model.read_text() == "first"
        assert list(MongoTrackStore(lab).scan()) == [KNOWN]
        assert copy.mongo_database not in lab.client.list_database_names()
        lab.client.drop_database(lab.name)
