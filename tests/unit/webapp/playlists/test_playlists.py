import io

import pytest
from msgspec.structs import replace

from recommender.catalogue.building import build_catalogue
from recommender.playlists.formats.files import read_playlist
from recommender.playlists.records import PlaylistId
from tests.builders.web import MadeWeb, made_web

INVITATION = "0123456789abcdef" * 2


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
        self.listener_id = self.client.get("/api/v1/listener").json["listener_id"]

    def make(self, *track_ids, **fields):
        made = self.post("/playlists", {"name": "Mine", "track_ids": track_ids, **fields})
        assert made.status_code == 200, made.json
        return made.json["playlist_id"]

    def post(self, path, body=None):
        return self.client.post(f"/api/v1{path}", json=body or {})

    def get(self, path):
        return self.client.get(f"/api/v1{path}")

    def do(self, playlist_id, *operations, **fields):
        return self.post(f"/playlists/{playlist_id}/operations", {"operations": operations, **fields})

    def titles(self, playlist_id):
        return [entry["title"] for entry in self.get(f"/playlists/{playlist_id}").json["entries"]]

    def send(self, text, name="list.m3u8"):
        content = text if isinstance(text, bytes) else text.encode()
        return self.client.post("/api/v1/playlist-files", data={"file": (io.BytesIO(content), name)})


@pytest.fixture
def anna(web) -> Asking:
    return Asking(web)


@pytest.fixture
def bert(web) -> Asking:
    return Asking(web)


def add(*track_ids, prefix="entry", **fields):
    entries = [{"entry_id": f"{prefix}-{number:03}", "track_id": each} for number, each in enumerate(track_ids)]
    return {"kind": "add", "entries": entries, **fields}


def tracks_of(answer) -> list[str]:
    return [entry["track"]["track_id"] for entry in answer.json["playlist"]["entries"]]


def test_a_new_playlist_has_its_tracks_length_and_mosaic(anna):
    playlist_id = anna.make("k00-t00", "k01-t00", "k00-t00")
    shown = anna.get(f"/playlists/{playlist_id}").json
    assert [entry["track"]["track_id"] for entry in shown["entries"]] == ["k00-t00", "k01-t00", "k00-t00"]
    assert (shown["n_entries"], shown["n_missing"], len(shown["cover_urls"])) == (3, 0, 2)
    assert shown["duration_s"] == pytest.approx(sum(entry["duration_s"] for entry in shown["entries"]))
    assert anna.get("/playlists").json["items"][0]["playlist_id"] == playlist_id


def test_without_a_cookie_nothing_is_told(web):
    assert web.client().get("/api/v1/playlists").status_code == 401


def test_operations_answer_with_the_new_state(anna):
    playlist_id = anna.make()
    assert tracks_of(anna.do(playlist_id, add("k00-t00", "k00-t01"))) == ["k00-t00", "k00-t01"]
    answer = anna.do(
        playlist_id,
        {"kind": "move", "entry_ids": ["entry-001"], "after": "start"},
        {"kind": "rename", "name": "Other"},
        {"kind": "describe", "description": "About"},
        {"kind": "file_in", "folder": "Here"},
    )
    assert tracks_of(answer) == ["k00-t01", "k00-t00"]
    shown = answer.json["playlist"]
    assert (shown["name"], shown["description"], shown["folder"], shown["revision"]) == ("Other", "About", "Here", 3)
    assert tracks_of(anna.do(playlist_id, {"kind": "remove", "entry_ids": ["entry-000"]})) == ["k00-t01"]
    assert tracks_of(anna.do(playlist_id, {"kind": "put_back", "entry_ids": ["entry-000"]})) == ["k00-t01", "k00-t00"]
    assert anna.get("/playlists?folder=Here").json["total"] == 1
    assert anna.get("/playlists").json["folders"] == ["Here"]


def test_duplicates_are_asked_about_and_then_added_or_left_out(anna):
    playlist_id = anna.make("k00-t00")
    asked = anna.do(playlist_id, add("k00-t00", "k00-t01", "k00-t01"))
    assert asked.json["duplicates"] == ["k00-t00", "k00-t01"]
    assert tracks_of(asked) == ["k00-t00"]
    skipped = anna.do(playlist_id, add("k00-t00", "k00-t01", "k00-t01"), duplicates="skip")
    assert tracks_of(skipped) == ["k00-t00", "k00-t01"]
    anyway = anna.do(playlist_id, add("k00-t00", prefix="again"), duplicates="add")
    assert tracks_of(anyway) == ["k00-t00", "k00-t01", "k00-t00"]


def test_an_addition_that_is_sent_twice_counts_once_and_is_no_duplicate(anna):
    playlist_id = anna.make()
    anna.do(playlist_id, add("k00-t00"))
    again = anna.do(playlist_id, add("k00-t00"))
    assert (again.json["duplicates"], tracks_of(again)) == ([], ["k00-t00"])


def test_others_see_public_ones_and_edit_none(anna, bert):
    playlist_id = anna.make("k00-t00")
    assert bert.get(f"/playlists/{playlist_id}").status_code == 404
    assert bert.do(playlist_id, {"kind": "rename", "name": "x"}).status_code == 404
    anna.do(playlist_id, {"kind": "show", "visibility": "public"})
    seen = bert.get(f"/playlists/{playlist_id}").json
    assert (seen["is_own"], seen["may_edit"], seen["collaborators"], seen["invitation"]) == (False, False, [], "")
    assert [each["playlist_id"] for each in bert.get("/playlists?which=public").json["items"]] == [playlist_id]
    assert bert.get("/playlists").json["total"] == 0
    refused = bert.do(playlist_id, {"kind": "rename", "name": "x"})
    assert (refused.status_code, refused.json["type"]) == (403, "urn:segue:problem:not-allowed")
    assert bert.client.delete(f"/api/v1/playlists/{playlist_id}").status_code == 404


def test_who_has_the_invitation_edits_and_who_is_dismissed_does_not(anna, bert):
    playlist_id = anna.make("k00-t00", visibility="shared")
    assert bert.post(f"/playlists/{playlist_id}/join", {"invitation": INVITATION}).status_code == 404
    anna.do(playlist_id, {"kind": "invite", "invitation": INVITATION})
    joined = bert.post(f"/playlists/{playlist_id}/join", {"invitation": INVITATION}).json
    assert (joined["may_edit"], joined["collaborators"]) == (True, [{"listener_id": bert.listener_id, "name": ""}])
    assert bert.do(playlist_id, add("k00-t01")).status_code == 200
    assert bert.do(playlist_id, {"kind": "show", "visibility": "public"}).status_code == 403
    anna.do(playlist_id, {"kind": "dismiss", "listener_id": bert.listener_id})
    assert bert.get(f"/playlists/{playlist_id}").status_code == 404
    assert bert.post(f"/playlists/{playlist_id}/join", {"invitation": INVITATION}).status_code == 404


def test_a_deleted_playlist_comes_back_as_it_was(anna):
    playlist_id = anna.make("k00-t00")
    assert anna.client.delete(f"/api/v1/playlists/{playlist_id}").json == {"playlist_id": playlist_id}
    assert anna.get(f"/playlists/{playlist_id}").status_code == 404
    assert len(anna.post(f"/playlists/{playlist_id}/restore").json["entries"]) == 1
    assert anna.post(f"/playlists/{playlist_id}/restore").status_code == 404


M3U = """#EXTM3U
#PLAYLIST:From elsewhere
#EXTINF:10,Nobody - Not here
gone/Not here.mp3
#EXTINF:10,{artist} - {title}
D:\\else\\x.mp3
{path}
"""


def test_an_imported_file_keeps_what_is_missing_and_finds_it_when_it_appears(web, anna, bert):
    here, there = web.catalogue.tracks[:2]
    text = M3U.format(artist=here.artist, title=here.title, path=there.url)
    answer = anna.send(text)
    assert answer.status_code == 200, answer.json
    assert (answer.json["n_found"], answer.json["n_missing"]) == (2, 1)
    playlist_id = answer.json["playlist"]["playlist_id"]
    shown = anna.get(f"/playlists/{playlist_id}").json
    assert shown["name"] == "From elsewhere"
    lost = shown["entries"][0]
    assert (lost["track"], lost["title"], lost["artist"], lost["location"]) == (
        None, "Not here", "Nobody", "gone/Not here.mp3",
    )  # fmt: skip
    anna.do(playlist_id, {"kind": "show", "visibility": "public"})
    appeared = replace(here, track_id="new", title="Not here", artist="Nobody")
    web.catalogue = build_catalogue([*web.catalogue.tracks, appeared], revision="2")
    seen = bert.get(f"/playlists/{playlist_id}").json
    assert seen["entries"][0]["track"]["track_id"] == "new"
    stored = web.playlists.playlists[PlaylistId(playlist_id)]
    assert stored.entries[0].track_id is None, "a reader writes nothing"
    anna.get(f"/playlists/{playlist_id}")
    stored = web.playlists.playlists[PlaylistId(playlist_id)]
    assert stored.entries[0].track_id == "new"


def test_what_left_the_library_is_shown_as_missing_by_its_name(web, anna):
    playlist_id = anna.make("k00-t00")
    title = anna.titles(playlist_id)[0]
    web.catalogue = build_catalogue([t for t in web.catalogue.tracks if t.track_id != "k00-t00"], revision="2")
    lost = anna.get(f"/playlists/{playlist_id}").json["entries"][0]
    assert (lost["track"], lost["title"]) == (None, title)


@pytest.mark.parametrize(
    ("form", "media_type"),
    [("m3u8", "application/vnd.apple.mpegurl"), ("xspf", "application/xspf+xml"), ("jspf", "application/jspf+json")],
)
def test_an_exported_file_is_read_back_to_the_same_tracks(web, anna, form, media_type):
    made = anna.make("k00-t00", "k01-t00", name="Ä/b: c")
    answer = anna.get(f"/playlists/{made}/export?format={form}")
    assert answer.mimetype == media_type
    assert f"%C3%84%20b%20%20c.{form}" in answer.headers["Content-Disposition"]
    written = read_playlist(answer.data, name=f"x.{form}")
    assert all(not entry.location.startswith("/") for entry in written.entries), "paths of the server are not told"
    back = anna.send(answer.data, name=f"x.{form}").json
    assert (back["n_found"], back["playlist"]["name"]) == (2, "Ä/b: c")
    assert str(web.folder) not in answer.text


@pytest.mark.parametrize("form", ["m3u8", "xspf", "jspf"])
def test_any_tracks_are_written_in_the_order_given_and_read_back(web, anna, form):
    answer = anna.post(f"/track-files?format={form}", {"name": "Ä/b: c", "track_ids": ["k01-t00", "gone", "k00-t00"]})
    assert f"%C3%84%20b%20%20c.{form}" in answer.headers["Content-Disposition"]
    assert str(web.folder) not in answer.text
    back = anna.send(answer.data, name=f"x.{form}").json
    shown = anna.get(f"/playlists/{back['playlist']['playlist_id']}").json
    assert [entry["track"]["track_id"] for entry in shown["entries"]] == ["k01-t00", "k00-t00"]


def test_a_file_of_as_many_tracks_as_a_playlist_holds_is_written_and_of_none_is_not(anna):
    ids = ["k01-t00", *(f"{number:064}" for number in range(9_999))]
    assert anna.post("/track-files", {"name": "x", "track_ids": ids}).status_code == 200
    refusal = anna.post("/track-files", {"name": "x", "track_ids": ["gone"]})
    assert (refusal.status_code, "none of the 1 tracks" in refusal.json["detail"]) == (400, True)
    assert anna.post("/track-files", {"name": "x", "track_ids": [*ids, "more"]}).status_code == 422


def test_an_invitation_to_a_public_playlist_that_is_not_good_is_said_to_be_so(anna, bert):
    playlist_id = anna.make("k00-t00", visibility="public")
    refusal = bert.post(f"/playlists/{playlist_id}/join", {"invitation": INVITATION})
    assert (refusal.status_code, "ask the playlist's owner" in refusal.json["detail"]) == (404, True)
    assert anna.post(f"/playlists/{playlist_id}/join", {"invitation": INVITATION}).status_code == 200


@pytest.mark.parametrize("name", ["\u200b", "\u202e \u2066"])
def test_a_playlist_has_a_name_of_which_something_can_be_seen(anna, name):
    refusal = anna.post("/playlists", {"name": name})
    assert (refusal.status_code, "can be read" in refusal.json["detail"]) == (400, True)
    playlist_id = anna.make()
    assert anna.do(playlist_id, {"kind": "rename", "name": name}).status_code == 400


@pytest.mark.parametrize("form", ["m3u8", "xspf", "jspf"])
def test_where_missing_files_lay_is_told_to_no_reader_of_a_public_playlist(anna, bert, form):
    written = "#EXTM3U\n#EXTINF:60,Nobody - Not here\n/home/anna/a.mp3\n/home/anna/b.mp3\n"
    playlist_id = anna.send(written).json["playlist"]["playlist_id"]
    anna.do(playlist_id, {"kind": "show", "visibility": "public"})
    assert "/home/anna" in anna.get(f"/playlists/{playlist_id}/export?format={form}").text
    told = bert.get(f"/playlists/{playlist_id}/export?format={form}")
    assert "anna" not in told.text
    titles = [entry.title for entry in read_playlist(told.data, name=f"x.{form}").entries]
    assert titles == ["Not here", "b"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": ""}, 422), ({"name": "  "}, 422), ({"name": "x" * 201}, 422), ({}, 422),
        ({"name": "x", "track_ids": ["nope"]}, 404), ({"name": "x", "visibility": "secret"}, 422),
        ({"name": "x", "nope": 1}, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_refused_in_words(anna, body, status):
    answer = anna.post("/playlists", body)
    assert (answer.status_code, bool(answer.json["detail"])) == (status, True)


@pytest.mark.parametrize(
    ("operation", "status"),
    [
        ({"kind": "nope"}, 422), ({"kind": "move", "entry_ids": []}, 422), ({"kind": "add", "entries": []}, 422),
        ({"kind": "rename", "name": "x", "also": 1}, 422), (add("nope"), 404), ({"kind": "invite"}, 422),
        ({"kind": "invite", "invitation": INVITATION}, 400), ({"kind": "remove", "entry_ids": ["short"]}, 422),
    ],
)  # fmt: skip
def test_operations_that_cannot_be_change_nothing(anna, operation, status):
    playlist_id = anna.make("k00-t00")
    answer = anna.do(playlist_id, {"kind": "rename", "name": "Changed"}, operation)
    assert (answer.status_code, bool(answer.json["detail"])) == (status, True)
    assert anna.get(f"/playlists/{playlist_id}").json["name"] == "Mine"


def test_a_file_that_is_no_playlist_is_refused_and_nothing_is_made(anna):
    answer = anna.send(b"\x00\x01", name="x.mp3")
    assert (answer.status_code, "M3U8" in answer.json["detail"]) == (400, True)
    assert anna.get("/playlists").json["total"] == 0
