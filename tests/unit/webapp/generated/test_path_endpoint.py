"""`GET /api/v1/lists/path`."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from tests.builders.events import taste_after
from tests.builders.moods import made_moods
from tests.builders.web import KINDS, PER_KIND, MadeWeb, made_web
from webapp.app import create_app

ADDRESS = "/api/v1/lists/path"
SPEC = "track:k00-t00,track:k03-t05"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def web(made) -> MadeWeb:
    made.reset()
    return made


@pytest.fixture
def client(web) -> FlaskClient:
    client = web.client()
    client.get("/api/v1/listener")
    return client


def test_a_path_has_n_tracks_from_the_first_to_the_last_with_reason_and_step(client):
    answer = client.get(f"{ADDRESS}?stations={SPEC}&n=12").json
    ids = [item["track"]["track_id"] for item in answer["items"]]
    assert len(ids) == 12 == len(set(ids))
    assert (ids[0], ids[-1]) == ("k00-t00", "k03-t05")
    assert all(item["reason"] for item in answer["items"])
    steps = [item["step"] for item in answer["items"]]
    assert steps[0] is None
    assert answer["largest_step"] == max(steps[1:])
    assert answer["duration_s"] == 12 * 180.0
    assert answer["name"] == "From Title 0.0 to Title 3.5"


def test_stations_may_be_artists_albums_and_genres(web, client):
    artist, album = web.catalogue.artists[0], web.catalogue.albums[-1]
    asked = f"artist:{artist.artist_id},genre:genre%201,album:{album.album_id}"
    answer = client.get(f"{ADDRESS}?stations={asked}&n=9").json
    chosen = [item for item in answer["items"] if item["is_chosen"]]
    assert chosen[0]["track"]["artist_id"] == artist.artist_id
    assert chosen[1]["track"]["genres"] == ["genre 1"]
    assert chosen[2]["track"]["album_id"] == album.album_id
    assert [item["reason"] for item in chosen] == [
        f"Starts here: typical of {artist.name}",
        "On the way, as you chose: typical of genre 1",
        f"Ends here: typical of {album.title}",
    ]


def test_a_path_leads_from_mood_to_mood(web):
    calm, energetic = (0.05, 0.05, 0.1, 0.8), (0.05, 0.05, 0.8, 0.1)
    moods = {track.track_id: calm if track.track_id < "k02" else energetic for track in web.catalogue.tracks}
    library_moods = made_moods(moods)
    services = replace(web.services(), lab=web.lab(library_moods=lambda: library_moods))
    client = create_app(services).test_client()
    client.get("/api/v1/listener")
    answer = client.get(f"{ADDRESS}?stations=mood:calm,mood:energetic&n=10").json
    ids = [item["track"]["track_id"] for item in answer["items"]]
    assert ids[0] < "k02" <= ids[-1]
    assert answer["name"] == "From calm to energetic"


def test_what_was_turned_away_is_only_there_when_it_is_asked_for(web, client):
    refused = [f"k01-t{number:02d}" for number in range(PER_KIND)]
    web.taste = taste_after(*(("disliked", track_id) for track_id in refused))
    wanted = (KINDS - 1) * PER_KIND
    answer = client.get(f"{ADDRESS}?stations={SPEC}&n={wanted}").json
    assert not {item["track"]["track_id"] for item in answer["items"]} & set(refused)
    asked = client.get(f"{ADDRESS}?stations=track:k00-t00,track:k01-t03&n=5").json
    assert asked["items"][-1]["track"]["track_id"] == "k01-t03"


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        (f"stations={SPEC}&n=49", 422, "the library has 48 that may be in it"),
        ("stations=track:k00-t00&n=5", 400, "2 to 8 stations, not 1"),
        ("stations=track:k00-t00,track:k00-t00&n=5", 422, "passes no track twice"),
        ("stations=track:k00-t00,track:gone&n=5", 404, "track gone is not in the catalogue"),
        ("stations=track:k00-t00,artist:gone&n=5", 404, "no artist gone"),
        ("stations=track:k00-t00,mood:angry&n=5", 400, "the moods are happy, sad, energetic, calm"),
        ("stations=track:k00-t00,mood:calm&n=5", 503, "segue build moods"),
        ("stations=track:k00-t00,track:k00-t01,&n=5", 400, "'' names nothing"),
        ("stations=k00-t00,k00-t01&n=5", 400, "names nothing; write one of track:"),
        (f"stations={SPEC}&n=1", 400, "n"),
    ],
)
def test_what_cannot_be_answered_says_what_and_why(client, query, status, words):
    answer = client.get(f"{ADDRESS}?{query}")
    assert answer.status_code == status, answer.json
    assert words in answer.json["detail"]


def test_without_an_index_the_command_is_named_and_without_a_listener_nobody_is_answered(web, client):
    assert web.client().get(f"{ADDRESS}?stations={SPEC}").status_code == 401
    web.index = None
    answer = client.get(f"{ADDRESS}?stations={SPEC}")
    assert answer.status_code == 503
    assert "segue build index" in answer.json["detail"]
