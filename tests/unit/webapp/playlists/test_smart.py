"""Smart playlists over the API."""

import io
from datetime import timedelta

import pytest
from msgspec.structs import replace

from recommender.listening.history.plays import Hearing
from recommender.listening.taste import Affinity
from recommender.records import ListenerId, Steering, TrackId
from tests.builders.web import NOW, MadeWeb, made_web

NEVER = {"kind": "rule", "field": "last_played", "operator": "not_in_the_last", "value": 30}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def web(made) -> MadeWeb:
    made.reset()
    return made


class Asking:
    """One listener's browser."""

    def __init__(self, web):
        self.client = web.client()
        self.listener_id = ListenerId(self.client.get("/api/v1/listener").json["listener_id"])

    def ask(self, method, path="", body=None):
        address = path if path.startswith("/smart-") else f"/smart-playlists{path}"
        return self.client.open(f"/api/v1{address}", method=method, json=body)

    def make(self, *rules, name="Mine", visibility="private", **definition):
        body = {"name": name, "visibility": visibility, "definition": defined(*rules, **definition)}
        made = self.ask("POST", "/smart-playlists", body)
        assert made.status_code == 200, made.json
        return made.json

    def preview(self, *rules, **definition):
        return self.ask("POST", "/smart-preview", {"definition": defined(*rules, **definition)})


@pytest.fixture
def anna(web) -> Asking:
    return Asking(web)


@pytest.fixture
def bert(web) -> Asking:
    return Asking(web)


def rule(field, operator, value=None):
    return {"kind": "rule", "field": field, "operator": operator, "value": value}


def defined(*rules, match="all", **definition):
    return {"rules": {"kind": "group", "match": match, "rules": rules}, **definition}


def tracks(made):
    return [item["track_id"] for item in made["items"]]


def hear(web, listener_id, *track_ids, days=1.0):
    at = NOW - timedelta(days=days)
    web.plays.hear(
        Hearing(f"{listener_id}{one}".encode(), listener_id, TrackId(one), at, 180.0, True, False) for one in track_ids
    )


def test_the_fields_are_told_with_their_operators(anna):
    fields = {field["name"]: field for field in anna.ask("GET", "/smart-fields").json["items"]}
    assert len(fields) >= 60
    assert fields["mood"]["choices"] == ["Happy", "Sad", "Energetic", "Calm"]
    assert "in_the_last" in fields["last_skipped"]["operators"]


def test_a_look_counts_and_shows_the_first_fifty(anna):
    shown = anna.preview(rule("genre", "is", "genre 1"), sort=[{"field": "title"}]).json
    assert (shown["n_tracks"], shown["n_matching"], shown["duration_s"]) == (12, 12, 12 * 180.0)
    assert tracks(shown)[0] == "k01-t00"
    assert anna.preview().json["n_tracks"] == 48


def test_a_list_is_made_changed_deleted_and_restored(anna):
    made = anna.make(rule("genre", "is", "genre 1"), limit={"unit": "tracks", "amount": 5})
    assert (made["made"]["n_tracks"], made["made"]["n_matching"], made["revision"]) == (5, 12, 1)
    path = f"/{made['playlist_id']}"
    changed = {"name": "Other", "definition": defined(rule("genre", "is", "genre 2")), "revision": 1}
    assert anna.ask("PUT", path, changed).json["name"] == "Other"
    assert anna.ask("PUT", path, changed).status_code == 422
    assert [each["name"] for each in anna.ask("GET").json["items"]] == ["Other"]
    assert anna.ask("DELETE", path).status_code == 200
    assert anna.ask("GET", path).status_code == 404
    assert anna.ask("POST", f"{path}/restore").json["made"]["n_tracks"] == 12


def test_a_part_of_the_tracks_can_be_asked_for(anna):
    path = f"/{anna.make()['playlist_id']}"
    page = anna.ask("GET", f"{path}?start=40&limit=100").json["made"]
    assert (page["n_tracks"], len(page["items"])) == (48, 8)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (defined(rule("plays", "is", "x")), 400, "rule 1 (Plays): give a number"),
        (defined(rule("is_liked", "is", "true")), 400, "true or false, without quotes"),
        (defined({"kind": "rule", "field": "title", "operator": "$where", "value": "x"}), 422, "operator"),
        (defined({"kind": "rule", "field": "title", "operator": "is", "value": {"$gt": ""}}), 422, "value"),
        ({"rules": {"kind": "all"}}, 422, "kind"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(anna, body, status, words):
    refusal = anna.ask("POST", "/smart-preview", {"definition": body})
    assert refusal.status_code == status
    assert words in refusal.json["detail"]


def test_groups_in_groups_without_end_are_refused_and_break_nothing(anna):
    deep = '{"kind":"group","rules":[' * 2_000 + "]}" * 2_000
    answer = anna.client.post("/api/v1/smart-preview", data=f'{{"definition":{{"rules":{deep}}}}}')
    assert answer.status_code in (400, 422), answer.json


def test_somebody_elses_list_is_of_what_its_owner_heard(web, anna, bert):
    hear(web, anna.listener_id, "k00-t00")
    hear(web, bert.listener_id, "k00-t01", "k00-t02")
    made = anna.make(rule("plays", "more", 0), visibility="public")
    assert tracks(made["made"]) == ["k00-t00"]
    seen = bert.ask("GET", f"/smart-playlists/{made['playlist_id']}").json
    assert (tracks(seen["made"]), seen["is_own"]) == (["k00-t00"], False)
    assert tracks(bert.preview(rule("plays", "more", 0)).json) == ["k00-t01", "k00-t02"]


def test_private_lists_and_changes_are_the_owners_alone(anna, bert):
    private, public = anna.make(), anna.make(visibility="public")
    assert bert.ask("GET", f"/smart-playlists/{private['playlist_id']}").status_code == 404
    change = {"name": "Stolen", "definition": {}, "revision": 1}
    for method, path, body in (("PUT", "", change), ("DELETE", "", None), ("POST", "/refresh", None)):
        assert bert.ask(method, f"/{public['playlist_id']}{path}", body).status_code == 404
    assert [each["playlist_id"] for each in bert.ask("GET", "?which=public").json["items"]] == [public["playlist_id"]]
    assert bert.ask("GET").json["items"] == []


def test_a_playlist_that_one_may_not_see_matches_nothing_and_that_is_told_to_the_owner_only(anna, bert):
    secret = bert.client.post("/api/v1/playlists", json={"name": "Secret", "track_ids": ["k00-t00"]}).json
    asked = rule("playlist", "in", secret["playlist_id"])
    assert tracks(bert.preview(asked).json) == ["k00-t00"]
    shown = anna.preview(asked).json
    assert shown["n_tracks"] == 0
    assert "or it is private" in shown["problems"][0]
    assert "Secret" not in str(shown)
    made = anna.make(asked, visibility="public")
    assert bert.ask("GET", f"/smart-playlists/{made['playlist_id']}").json["made"]["problems"] == []


def test_lists_in_lists_and_none_in_itself(anna):
    inner = anna.make(rule("genre", "is", "genre 1"))
    outer = anna.make(rule("playlist", "in", inner["playlist_id"]), rule("title", "ends", "3"))
    assert tracks(outer["made"]) == ["k01-t03"]
    change = {"name": "x", "definition": defined(rule("playlist", "in", outer["playlist_id"])), "revision": 1}
    refusal = anna.ask("PUT", f"/smart-playlists/{inner['playlist_id']}", change)
    assert refusal.status_code == 400
    assert "is made of this one" in refusal.json["detail"]


def test_a_circle_that_a_restored_list_closes_is_told_and_ends(anna):
    inner = anna.make()
    outer = anna.make(rule("playlist", "in", inner["playlist_id"]))
    anna.ask("DELETE", f"/smart-playlists/{outer['playlist_id']}")
    change = {"name": "x", "definition": defined(rule("playlist", "in", outer["playlist_id"])), "revision": 1}
    assert anna.ask("PUT", f"/smart-playlists/{inner['playlist_id']}", change).status_code == 200
    restored = anna.ask("POST", f"/smart-playlists/{outer['playlist_id']}/restore")
    assert restored.json["made"]["n_tracks"] == 0


def test_a_list_that_is_refreshed_by_hand_stays_until_then(web, anna):
    made = anna.make(NEVER, refresh="manually")
    assert made["made"]["n_tracks"] == 48
    hear(web, anna.listener_id, "k00-t00")
    path = f"/{made['playlist_id']}"
    assert anna.ask("GET", path).json["made"]["n_tracks"] == 48
    assert anna.ask("POST", f"{path}/refresh").json["made"]["n_tracks"] == 47
    assert anna.ask("GET", path).json["made"]["n_tracks"] == 47
    live = anna.make(NEVER)
    hear(web, anna.listener_id, "k00-t01")
    assert anna.ask("GET", f"/smart-playlists/{live['playlist_id']}").json["made"]["n_tracks"] == 46


def test_windows_and_liked_albums_are_read_when_they_are_asked_about(web, anna):
    hear(web, anna.listener_id, "k00-t00", days=3)
    hear(web, anna.listener_id, "k00-t01", days=60)
    assert tracks(anna.preview(rule("plays_7_days", "more", 0)).json) == ["k00-t00"]
    assert tracks(anna.preview(rule("plays_90_days", "more", 0)).json) == ["k00-t00", "k00-t01"]
    album = anna.client.get("/api/v1/tracks/k02-t00").json["album_id"]
    assert anna.client.put(f"/api/v1/favourites/albums/{album}").status_code == 200
    on_album = anna.client.get(f"/api/v1/albums/{album}").json["tracks"]
    assert anna.preview(rule("is_album_liked", "is", True)).json["n_tracks"] == len(on_album) > 0


def send(asking, text, name="list.nsp"):
    data = {"file": (io.BytesIO(text.encode()), name)}
    return asking.client.post("/api/v1/smart-playlist-files?time_zone=Europe/Berlin", data=data)


def test_a_file_of_navidrome_becomes_a_list_and_a_file_again(anna):
    made = send(anna, '{"all": [{"is": {"genre": "genre 1"}}], "sort": "-title", "limit": 2}', "Late night.nsp").json
    assert (made["name"], tracks(made["made"])) == ("Late night", ["k01-t09", "k01-t08"])
    assert made["definition"]["time_zone"] == "Europe/Berlin"
    written = anna.ask("GET", f"/smart-playlists/{made['playlist_id']}/export")
    assert written.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Late%20night.nsp"
    assert send(anna, written.text).json["definition"] == made["definition"]


def test_a_file_with_what_is_not_known_here_makes_nothing(anna):
    refusal = send(anna, '{"all": [{"is": {"bitrate": 320}}]}')
    assert refusal.status_code == 400
    assert "'bitrate'" in refusal.json["detail"]
    assert anna.ask("GET").json["items"] == []
    made = anna.make(rule("skip_rate", "more", 50))
    refusal = anna.ask("GET", f"/smart-playlists/{made['playlist_id']}/export")
    assert (refusal.status_code, "'Skip rate'" in refusal.json["detail"]) == (400, True)


def test_liking_fades_by_the_listeners_own_half_life(web, anna):
    liked = {TrackId("k00-t00"): Affinity(2.0, NOW - timedelta(days=28), "liked")}
    web.taste = replace(web.taste, affinities=liked)
    assert tracks(anna.preview(rule("liking", "more", 0.6)).json) == []
    web.taste = replace(web.taste, steering=Steering(half_life_days=28.0))
    assert tracks(anna.preview(rule("liking", "more", 0.6)).json) == ["k00-t00"]
