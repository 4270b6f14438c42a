"""`segue path` as a person runs it."""

from pathlib import Path

import numpy as np
import pytest

from infra.stores.database import prepared_database
from infra.stores.tracks import MongoTrackStore
from recommender.artifacts.store import ArtifactStore
from recommender.similarity.features import fingerprint
from recommender.similarity.index_build import IndexConfig, build_track_index
from recommender.similarity.track_index import KIND
from tests.builders.index import made_tracks, made_vectors, table_of
from tests.integration.commands.test_index_commands import segue

pytestmark = pytest.mark.live


@pytest.fixture
def library(tmp_path: Path, mongo_uri: str, request: pytest.FixtureRequest) -> tuple[Path, dict[str, str]]:
    """A home with an index of 48 tracks, and the settings by which its catalogue is found."""
    tracks, name = made_tracks(4, 12), f"path_{request.node.name[:20]}"
    with prepared_database(mongo_uri, name) as database:
        MongoTrackStore(database).put_many(tracks)
    config = IndexConfig(fingerprint=fingerprint())
    ArtifactStore(tmp_path / "artifacts").publish(
        KIND,
        lambda folder: build_track_index(
            folder, made_vectors(4, 12), table_of(tracks), config, np.random.default_rng(1)
        ),
    )
    return tmp_path, {"SEGUE_MONGO_URI": mongo_uri, "SEGUE_MONGO_DATABASE": name}


def test_a_path_is_printed_with_every_step_and_its_reason(library):
    home, settings = library
    ran = segue(home, "path", "k00-t00", "title 3.5", "--via", "genre:genre 1", "-n", "9", **settings)
    assert ran.returncode == 0, ran.stderr
    lines = [line for line in ran.stdout.splitlines() if line.startswith("│")]
    assert len(lines) == 9
    assert "Title 0.0" in lines[0]
    assert "Starts here" in lines[0]
    assert "Title 3.5" in lines[-1]
    assert sum("as you chose" in line for line in lines) == 1


def test_what_cannot_be_is_told_in_one_line(library, tmp_path):
    home, settings = library
    ran = segue(home, "path", "k00-t00", "k03-t00", "-n", "60", **settings)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "the library has 48 that may be in it" in ran.stderr
    ran = segue(home, "path", "k00-t00", "artist:zzzzzz", **settings)
    assert "no artist is called 'zzzzzz'" in ran.stderr
    ran = segue(tmp_path / "empty", "path", "k00-t00", "k03-t00", **settings)
    assert "segue build index" in ran.stderr
