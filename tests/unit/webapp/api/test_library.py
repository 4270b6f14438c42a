from datetime import date, timedelta

import msgspec
import pytest

from recommender.catalogue.building import build_catalogue
from tests.builders.web import NOW, MadeWeb, changed, made_web


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def web(made) -> MadeWeb:
    made.reset()
    return made


@pytest.fixture
def client(web):
    return web.client()


def pages(client, url: str) -> list[dict]:
    items, cursor = [], None
    while True:
        page = client.get(url + (f"&cursor={cursor}" if cursor else "")).json
        items += page["items"]
        if (cursor := page["next_cursor"]) is None:
            return items


def test_pages_by_cursor_hold_every_track_once_in_order(client):
    items = pages(client, "/api/v1/tracks?sort=title&limit=7")
    titles = [item["title"] for item in items]
    assert titles == sorted(titles)
    assert len({item["track_id"] for item in items}) == 48


def test_a_track_in_a_list_has_what_the_contract_says(client):
    item = client.get("/api/v1/tracks?limit=1").json["items"][0]
    assert set(item) == {
        "track_id", "title", "artist", "album", "album_id", "artist_id", "genres", "track_number", "duration_s",
        "playable", "audio_url", "cover_url",
    }  # fmt: skip
    assert item["audio_url"] == f"/audio/{item['track_id']}"


def test_start_jumps_to_a_row_and_past_the_end_is_empty(client):
    whole = client.get("/api/v1/tracks?limit=500").json["items"]
    page = client.get("/api/v1/tracks?start=40&limit=5").json
    assert page["items"] == whole[40:45]
    assert client.get("/api/v1/tracks?start=9999").json == {"items": [], "next_cursor": None, "total": 48}


def test_descending_is_the_reverse(client):
    up = client.get("/api/v1/tracks?sort=added&limit=500").json["items"]
    down = client.get("/api/v1/tracks?sort=added&order=desc&limit=500").json["items"]
    assert up == down[::-1]


def test_filters_by_genre_name_artist_id_and_album_id(client):
    one = client.get("/api/v1/tracks?genre=GENRE 2&limit=1").json
    assert one["total"] == 12
    artist = one["items"][0]["artist_id"]
    by_artist = client.get(f"/api/v1/tracks?artist={artist}").json
    assert {each["artist_id"] for each in by_artist["items"]} == {artist}
    album = one["items"][0]["album_id"]
    assert {each["album_id"] for each in client.get(f"/api/v1/tracks?album={album}").json["items"]} == {album}
    assert client.get("/api/v1/tracks?genre=nothing").json["total"] == 0
    assert client.get("/api/v1/tracks?artist=nobody").json["total"] == 0


def test_ids_keep_their_order_and_unknown_ones_are_left_out(client):
    page = client.get("/api/v1/tracks?ids=k02-t01,nope,k00-t00").json
    assert [each["track_id"] for each in page["items"]] == ["k02-t01", "k00-t00"]


def test_a_cursor_goes_on_after_the_last_track_when_the_catalogue_changed(web, client):
    first = client.get("/api/v1/tracks?sort=title&limit=5").json
    seen = [each["track_id"] for each in first["items"]]
    without_first = [t for t in web.catalogue.tracks if t.track_id != seen[0]]
    web.catalogue = build_catalogue(without_first, revision="2")
    rest = client.get(f"/api/v1/tracks?sort=title&limit=500&cursor={first['next_cursor']}").json["items"]
    assert len(rest) == 43
    assert not {each["track_id"] for each in rest} & set(seen)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=501", "limit=1e9", "limit=x", "limit=-1", "start=-1", "start=99999999999999999999",
        "cursor=x", "cursor=" + "A" * 4000, "cursor=%00", "sort=price", "order=up", "nope=1",
        "ids=" + ",".join("x" * 2 for _ in range(101)), "artist=" + "a" * 65, "genre=" + "g" * 201,
    ],
)  # fmt: skip
def test_queries_that_cannot_be_are_refused_with_a_problem(client, query):
    answer = client.get(f"/api/v1/tracks?{query}")
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"] == "urn:segue:problem:bad-input"


def test_a_cursor_of_another_list_is_refused(client):
    cursor = client.get("/api/v1/tracks?sort=title&limit=5").json["next_cursor"]
    assert client.get(f"/api/v1/tracks?sort=artist&limit=5&cursor={cursor}").status_code == 400
    assert client.get(f"/api/v1/artists?limit=5&cursor={cursor}").status_code == 400
    assert client.get(f"/api/v1/tracks?sort=title&start=3&cursor={cursor}").status_code == 400


@pytest.mark.parametrize(
    "url", ["/api/v1/tracks?limit=3", "/api/v1/artists", "/api/v1/albums", "/api/v1/genres", "/api/v1/tracks/k00-t00",
            "/api/v1/tracks/k00-t00/similar"]
)  # fmt: skip
def test_lists_carry_an_etag_that_lasts_until_the_catalogue_changes(web, client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    etag = {"If-None-Match": answer.headers["ETag"]}
    again = client.get(url, headers=etag)
    assert (again.status_code, again.data) == (304, b"")
    changed(web, "k00-t00", title="Another")
    assert client.get(url, headers=etag).status_code == 200


def test_one_track_has_its_sound_tags_and_licence(client):
    track = client.get("/api/v1/tracks/k00-t00").json
    assert track["sound"] == {
        "duration_s": 180.0,
        "loudness_lufs": -14.0,
        "tempo_bpm": 120.0,
        "key": 9,
        "mode": "minor",
    }
    assert {"tags", "licence", "released_on", "album_artist", "disc_number", "added_at"} <= set(track)


@pytest.mark.parametrize("path", ["tracks/nope", "albums/nope", "artists/nope", "tracks/nope/similar", "tracks/%00"])
def test_what_is_not_there_is_a_404_problem(client, path):
    answer = client.get(f"/api/v1/{path}")
    assert (answer.status_code, answer.json["status"]) == (404, 404)
    assert answer.mimetype == "application/problem+json"


def test_albums_and_artists_link_to_each_other(client):
    album = pages(client, "/api/v1/albums?limit=3")[0]
    detail = client.get(f"/api/v1/albums/{album['album_id']}").json
    assert detail["n_tracks"] == len(detail["tracks"])
    artist = client.get(f"/api/v1/artists/{detail['artist_id']}").json
    assert album["album_id"] in [each["album_id"] for each in artist["albums"]]
    assert artist["n_tracks"] == len(artist["tracks"])
    assert len(pages(client, "/api/v1/artists?limit=7")) == 20


def test_genres_are_counted(client):
    first = client.get("/api/v1/genres").json["items"][0]
    assert (first["name"], first["n_tracks"]) == ("genre 0", 12)


def test_the_picture_of_a_genre_is_that_of_a_track_which_has_one(web):
    tracks = [
        msgspec.structs.replace(track, cover="embedded" if track.track_id == "k00-t06" else "")
        for track in web.catalogue.tracks
    ]
    web.catalogue = build_catalogue(tracks)
    genres = web.client().get("/api/v1/genres").json["items"]
    assert "k00-t06" in next(genre["cover_url"] for genre in genres if genre["name"] == "genre 0")


def test_albums_come_by_title_or_those_with_the_newest_track_first(web, client):
    by_title = client.get("/api/v1/albums").json["items"]
    last = web.catalogue.tracks[web.catalogue.albums_by_id[by_title[-1]["album_id"]].positions[-1]]
    changed(web, last.track_id, added_at=NOW + timedelta(days=1))
    newest = client.get("/api/v1/albums?sort=added").json["items"]
    assert newest[0] == by_title[-1]
    assert sorted(album["album_id"] for album in newest) == sorted(album["album_id"] for album in by_title)
    assert client.get("/api/v1/albums").json["items"] == by_title


def test_search_finds_tracks_artists_and_albums_with_a_typo(client):
    found = client.get("/api/v1/search?q=artst 2.3").json
    assert found["artists"][0]["name"] == "artist 2.3"
    assert "artist 2.3" in [each["artist"] for each in found["tracks"][:6]]
    assert client.get("/api/v1/search?q=album 1").json["albums"][0]["title"] == "album 1"
    assert found["took_ms"] >= 0


def test_search_for_nothing_finds_nothing_and_too_long_a_query_is_refused(client):
    assert client.get("/api/v1/search").json["tracks"] == []
    assert client.get("/api/v1/search?q=" + "a" * 201).status_code == 400


def test_similar_tracks_say_how_close_and_why(client):
    answer = client.get("/api/v1/tracks/k01-t03/similar?n=5").json
    assert answer["model_version"] == "made-1"
    assert len(answer["items"]) == 5
    closeness = [each["closeness"] for each in answer["items"]]
    assert closeness == sorted(closeness, reverse=True)
    for each in answer["items"]:
        assert each["track"]["track_id"].startswith("k01")
        assert each["facts"] == "both around 120 bpm, in A minor"
        assert sum(why["share"] for why in each["why"]) == pytest.approx(1, abs=0.05)
        assert {why["name"] for why in each["why"]} <= {
            "timbre", "brightness", "noisiness", "contrast", "rhythm texture",
        }  # fmt: skip


def test_similar_artists_are_of_the_same_kind_of_sound(web, client):
    artist = client.get("/api/v1/tracks/k01-t03").json["artist_id"]
    answer = client.get(f"/api/v1/artists/{artist}/similar?n=4").json
    assert answer["model_version"] == "made-1"
    names = [each["artist"]["name"] for each in answer["items"]]
    assert sorted(names) == ["artist 1.0", "artist 1.1", "artist 1.2", "artist 1.4"]
    likeness = [each["likeness"] for each in answer["items"]]
    assert likeness == sorted(likeness, reverse=True)
    assert client.get("/api/v1/artists/nope/similar").status_code == 404
    web.index = None
    assert client.get(f"/api/v1/artists/{artist}/similar").status_code == 503


def test_without_an_index_similar_says_how_to_build_one(web, client):
    web.index = None
    answer = client.get("/api/v1/tracks/k01-t03/similar")
    assert answer.status_code == 503
    assert "segue build index" in answer.json["detail"]


def test_a_track_that_the_index_does_not_know_yet_has_no_similar_ones(web, client):
    tracks = [*web.catalogue.tracks, type(web.catalogue.tracks[0])(track_id="new", title="New")]
    web.catalogue = build_catalogue(tracks, revision="2")
    assert client.get("/api/v1/tracks/new/similar").json["items"] == []


def test_an_empty_library_answers_everywhere(web, client):
    web.catalogue, web.index = build_catalogue(()), None
    for path in ("tracks", "artists", "albums"):
        assert client.get(f"/api/v1/{path}").json == {"items": [], "next_cursor": None, "total": 0}
    assert client.get("/api/v1/genres").json == {"items": []}
    assert client.get("/api/v1/search?q=x").json["tracks"] == []


def test_an_album_says_which_tracks_are_on_which_disc(web, client):
    album = client.get("/api/v1/albums?limit=1").json["items"][0]
    whole = client.get(f"/api/v1/albums/{album['album_id']}").json
    assert whole["discs"] == [{"number": 1, "n_tracks": whole["n_tracks"], "duration_s": whole["duration_s"]}]
    first, *others = whole["tracks"]
    changed(web, first["track_id"], disc_number=2)
    discs = client.get(f"/api/v1/albums/{album['album_id']}").json
    assert [(disc["number"], disc["n_tracks"]) for disc in discs["discs"]] == [(1, len(others)), (2, 1)]
    assert discs["tracks"][-1]["track_id"] == first["track_id"]


def test_parts_of_the_library_and_their_tracks(web, client):
    client.get("/api/v1/listener")
    changed(web, "k00-t00", released_on=date(1994, 1, 1), tags={"composer": "Amy Beach"})
    changed(web, "k00-t01", released_on=date(1999, 1, 1))
    (decade,) = client.get("/api/v1/parts/decade").json["items"]
    assert (decade["name"], decade["n_tracks"]) == ("1990s", 2)
    for path in ("tracks", "history/tracks"):
        page = client.get(f"/api/v1/{path}?part=decade:{decade['key']}").json
        assert {each["track_id"] for each in page["items"]} == {"k00-t00", "k00-t01"}
    composer, _ = client.get("/api/v1/parts/composer").json["items"]
    assert client.get(f"/api/v1/parts/composer/{composer['key']}").json["name"] == "Amy Beach"
    assert client.get("/api/v1/parts/label").json["total"] == 0


def test_a_track_names_its_contributors_and_each_leads_to_its_part(web, client):
    changed(web, "k00-t00", tags={"composer": "Ann; Bob", "producer": "Pia", "label": "Rec"})
    changed(web, "k00-t01", tags={"composer": "bob"})
    made_by = client.get("/api/v1/tracks/k00-t00").json["contributors"]
    assert [(each["kind"], each["name"]) for each in made_by] == [
        ("composer", "Ann"), ("composer", "Bob"), ("producer", "Pia"), ("label", "Rec"),
    ]  # fmt: skip
    sizes = [client.get(f"/api/v1/parts/{each['kind']}/{each['key']}").json["n_tracks"] for each in made_by]
    assert sizes == [1, 2, 1, 1]
    of_bob = client.get(f"/api/v1/tracks?part=composer:{made_by[1]['key']}").json["items"]
    assert {track["track_id"] for track in of_bob} == {"k00-t00", "k00-t01"}
    assert client.get(f"/api/v1/tracks?part=producer:{made_by[2]['key']}").json["total"] == 1
    assert client.get("/api/v1/parts/writer").json["total"] == 0


def test_unknown_parts_are_named_and_no_folder_tells_the_servers_paths(web, client):
    folders = client.get("/api/v1/parts/folder").get_data(as_text=True)
    assert str(web.folder) not in folders
    assert web.folder.parent.name not in folders
    assert "there are decade" in client.get("/api/v1/parts/smell").json["detail"]
    assert client.get("/api/v1/parts/folder/nope").status_code == 404
    assert client.get("/api/v1/tracks?part=smell:1").status_code == 400
    assert client.get("/api/v1/tracks?part=folder:0").json["total"] == 0
