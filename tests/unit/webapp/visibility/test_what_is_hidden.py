"""What those see, hear and keep from whom a library is hidden."""

import re

import pytest
from msgspec.structs import replace

from tests.builders.libraries import made_libraries
from tests.builders.playlists import entry, playlist
from webapp.listener import Listeners
from webapp.visibility.sight import Sight

HIDDEN_ID, SEEN_ID = "k02-t01", "k00-t01"


@pytest.mark.parametrize(
    ("who", "n_tracks"), [("boss", 48), ("carl", 48), ("anna", 24), ("gus", 24)],
    ids=["an admin", "who is shown it", "another", "a guest"],
)  # fmt: skip
def test_who_sees_how_much(player, who, n_tracks):
    assert player.accounts.log_in(who).get("/api/v1/version").json["n_tracks"] == n_tracks


def test_a_guest_sees_no_more_when_chosen(player):
    player.show_to("id-gus")
    assert player.accounts.log_in("gus").get("/api/v1/version").json["n_tracks"] == 24


def test_what_is_hidden_is_answered_as_what_is_not_there(player):
    client = player.accounts.log_in("anna")
    at = player.whole.positions[HIDDEN_ID]
    hidden = {
        "track_id": HIDDEN_ID,
        "artist_id": player.whole.artist_ids[at],
        "album_id": player.whole.album_ids[at],
    }
    hidden["key"] = next(f.key for f in player.whole.facets["composer"] if f.name.startswith("Zephyrine"))
    n_asked = 0
    for rule in player.accounts.app.url_map.iter_rules():
        names = sorted(rule.arguments & hidden.keys())
        if not names or rule.endpoint == "page" or rule.methods & {"DELETE"}:
            continue
        pattern = re.sub(r"<(?:\w+:)?kind>", "composer", rule.rule)
        method = next(iter(rule.methods - {"HEAD", "OPTIONS"}))
        of_hidden = client.open(re.sub(r"<\w+>", hidden[names[0]], pattern), method=method)
        of_nothing = client.open(re.sub(r"<\w+>", "nothing", pattern), method=method)
        said = of_nothing.text.replace("nothing", hidden[names[0]])
        assert (of_hidden.status_code, of_hidden.text) == (404, said), rule
        n_asked += 1
    assert n_asked >= 10


def test_sound_and_pictures_are_not_there(player):
    client = player.accounts.log_in("anna")
    player.web.pictures = {HIDDEN_ID: b"\xff\xd8\xff picture"}
    for path in (f"/audio/{HIDDEN_ID}", f"/audio/{HIDDEN_ID}?format=opus", f"/covers/{HIDDEN_ID}"):
        assert client.get(path).status_code == 404
    carl = player.accounts.log_in("carl")
    assert carl.get(f"/audio/{HIDDEN_ID}").status_code == 200
    assert carl.get(f"/covers/{HIDDEN_ID}").status_code == 200


def test_no_cache_between_keeps_a_drawn_cover_for_others_while_something_is_hidden(player):
    client = player.accounts.log_in("anna")
    assert client.get(f"/covers/{SEEN_ID}?v=1").headers["Cache-Control"].startswith("private")
    player.web.libraries.show_to("closed", None)
    assert client.get(f"/covers/{SEEN_ID}?v=1").headers["Cache-Control"].startswith("public")


def test_what_was_asked_before_is_not_said_to_be_the_same_after_a_library_was_hidden(player):
    player.web.libraries.show_to("closed", None)
    client = player.accounts.log_in("anna")
    first = client.get("/api/v1/tracks?limit=50")
    assert first.json["total"] == 48
    player.show_to("id-carl")
    again = client.get("/api/v1/tracks?limit=50", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.json["total"]) == (200, 24)


def test_with_nothing_hidden_everybody_is_handed_the_same_catalogue(player):
    sight = Sight(lambda: player.whole, made_libraries(lambda: player.whole), Listeners(b"a key for tests"))
    assert sight.catalogue() is player.whole
    assert sight.catalogue_of(None) is player.whole


def test_entries_of_hidden_tracks_are_missing_and_nameless_and_stay_as_they_are(player):
    client = player.accounts.log_in("anna")
    shown = client.get("/api/v1/playlists/own").json
    missing = [one for one in shown["entries"] if one["track"] is None]
    assert (len(shown["entries"]), len(missing), shown["n_missing"]) == (48, 24, 24)
    assert {(one["title"], one["artist"], one["album"], one["location"]) for one in missing} == {("",) * 4}
    stored = player.web.playlists.playlists["own"].entries
    assert all(one.named.title and one.track_id for one in stored)


def test_a_file_of_a_playlist_leaves_hidden_entries_out(player):
    text = player.accounts.log_in("anna").get("/api/v1/playlists/own/export").text
    assert text.count(".mp3") == 24


def test_a_hidden_entry_is_not_taken_for_a_track_of_the_same_name(player):
    web = player.web
    seen = web.catalogue.track(SEEN_ID)
    named = replace(entry("a").named, title=seen.title, artist=seen.artist)
    twin = replace(entry("a"), named=named, track_id=HIDDEN_ID)
    web.playlists.add(playlist(playlist_id="twin", owner="id-anna", entries=(twin,)))
    player.accounts.log_in("anna").get("/api/v1/playlists/twin")
    assert web.playlists.playlists["twin"].entries[0].track_id == HIDDEN_ID


def test_a_public_smart_list_stays_as_its_owner_made_it_when_others_look(player):
    before = player.web.smart_playlists.playlists["smart-public"]
    stale = replace(before.kept, at=before.kept.at.replace(year=2025))
    player.web.smart_playlists.playlists["smart-public"] = replace(before, kept=stale)
    player.show_to("id-bert")
    assert player.accounts.log_in("anna").get("/api/v1/smart-playlists/smart-public").json["made"]["n_tracks"] == 24
    assert len(player.web.smart_playlists.playlists["smart-public"].kept.track_ids) == 48


def test_mixes_that_were_made_when_more_was_seen_are_made_anew(player):
    client = player.accounts.log_in("anna")
    player.show_to("id-anna")
    before = client.get("/api/v1/lists/mixes").text.casefold()
    player.show_to()
    after = client.get("/api/v1/lists/mixes").text.casefold()
    assert "zephyrine" in before
    assert "zephyrine" not in after


def test_what_sounds_alike_is_as_many_as_asked_for_although_nearer_ones_are_hidden(player):
    client = player.accounts.log_in("anna")
    assert len(client.get(f"/api/v1/tracks/{SEEN_ID}/similar?n=20").json["items"]) == 20


def test_the_queue_goes_on_with_what_is_seen(player):
    queue = player.accounts.log_in("anna").get("/api/v1/queue").json
    assert len(queue["entries"]) == 24
    assert (queue["index"], queue["position_s"]) == (23, 0.0)
