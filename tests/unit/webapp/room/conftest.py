import msgspec
import pytest

from recommender.catalogue.building import build_catalogue
from tests.builders.seen_maps import made_map, sounding
from tests.builders.web import MadeWeb, made_web


@pytest.fixture(scope="package")
def made(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def web(made) -> MadeWeb:
    """48 tracks of four kinds that differ in tempo, all in the map."""
    made.reset()
    tracks = [
        msgspec.structs.replace(track, tags={"composer": "Clara Schumann", "writer": f"Writer {number % 3}"})
        for number, track in enumerate(sounding(made.catalogue.tracks))
    ]
    made.catalogue = build_catalogue(tracks, revision="1")
    made.track_map = made_map(tracks)
    return made


@pytest.fixture
def client(web):
    client = web.client()
    client.get("/api/v1/listener")
    return client
