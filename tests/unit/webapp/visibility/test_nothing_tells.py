"""No route tells of a hidden library: made from the route table itself, so that none is left out."""

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
import pytest
from flask.testing import FlaskClient

from recommender.accounts.roles import allows
from recommender.room.knobs import KNOBS
from tests.builders.hidden_library import HiddenLibrary
from tests.builders.web import made_event

HIDDEN_ID, SEEN_ID = "k02-t01", "k00-t01"
REQUIRED = {
    "stations": f"track:{HIDDEN_ID},track:{SEEN_ID}", "like": f"track:{SEEN_ID}",
    "minutes": "15", "energy": "30,60", "song": "ZephyrineTitle 2.0", "track_id": SEEN_ID,
    "track_ids": f"{HIDDEN_ID},{SEEN_ID}", "rows": ",".join(map(str, range(24))),
}  # fmt: skip
"""Parameters without which there is no answer."""
TELLING = {
    "api.list_tracks", "api.get_track", "api.list_artists", "api.get_artist", "api.list_albums", "api.get_album",
    "api.list_genres", "api.search", "api.get_similar_artists", "api.list_parts", "api.get_part", "api.get_similar",
    "api.get_slate", "api.get_opinions", "api.get_queue", "api.list_heard_tracks", "api.list_plays",
    "api.list_most_played", "api.list_rediscoveries", "api.list_favourite_tracks", "api.list_favourite_albums",
    "api.list_favourite_artists", "api.list_playlists", "api.get_playlist", "api.get_playlist_file", "api.get_smart",
    "api.get_path", "api.get_blend", "api.get_mixes", "api.get_discovery", "api.get_past_weeks", "api.get_arc",
    "api.get_radio", "api.get_map", "api.get_map_tracks", "api.get_map_node", "api.get_ghost", "api.get_prediction",
    "api.get_summary", "api.get_artists", "api.get_arrangement", "api.get_map_taste",
}  # fmt: skip
"""Routes that name tracks of the library to those who see it; the others would find nothing to hide."""
HEARD = msgspec.json.encode(
    [{"endTime": "2026-01-01 05:41", "artistName": "Nobody", "trackName": "Unknown", "msPlayed": 200_000}]
)
SENT: dict[str, list[dict[str, Any]]] = {
    "api.post_sound": [{"data": {"file": (io.BytesIO(b"tone"), "a.mp3")}, "query_string": {"n": "30"}}],
    "api.put_queue": [{"json": {"entries": [{"track_id": HIDDEN_ID}], "index": 0}}],
    "api.put_arrangement": [
        {"json": {"name": "Mine", "places": [{"track_id": HIDDEN_ID, "x": 0, "y": 0, "z": 0}], "revision": 1}}
    ],
    "api.post_activity": [{"json": [made_event(1, track_id=HIDDEN_ID), made_event(2)]}],
    "api.post_playlist": [{"json": {"name": "New", "track_ids": [HIDDEN_ID]}}, {"json": {"name": "New"}}],
    "api.post_operations": [
        {"json": {"operations": [{"kind": "add", "entries": [{"entry_id": "e" * 16, "track_id": HIDDEN_ID}]}]}},
        {"json": {"operations": [{"kind": "rename", "name": "Renamed"}]}},
    ],
    "api.post_join": [{"json": {"invitation": "0" * 32}}],
    "api.post_smart_preview": [{"json": {"definition": {}}}],
    "api.post_smart": [{"json": {"name": "New", "definition": {}}}],
    "api.put_smart": [{"json": {"name": "New", "definition": {"refresh": "daily"}, "revision": 1}}],
    "api.post_smart_file": [{"data": {"file": (io.BytesIO(b'{"all": []}'), "a.nsp")}}],
    "api.post_playlist_file": [{"data": {"file": (io.BytesIO(b"#EXTM3U\nclosed/k02-t01.mp3\n"), "a.m3u8")}}],
    "api.post_in_common": [{"json": {"track_ids": [HIDDEN_ID, SEEN_ID, "k00-t02"]}}],
    "api.post_track_file": [{"json": {"name": "Some", "track_ids": [HIDDEN_ID, SEEN_ID]}}],
    "api.post_map_table": [{"json": {"version": "x", "columns": ["genre"]}}],
    "api.post_map_table_file": [{"json": {"version": "x", "columns": ["genre"]}}],
    "api.post_history_import": [{"data": {"file": (io.BytesIO(HEARD), "StreamingHistory0.json")}}],
    "api.post_predict": [{"json": {"n": 4}}],
    "api.post_compare": [{"json": {"songs": [{"name": "a", "track_id": HIDDEN_ID}], "genre": "rock"}}],
    "api.post_regression": [
        {"json": {"artist": "Zephyrineartist 2.1", "year": 2016}},
        {"json": {"artist": "Zephyrinear", "year": 2016}},
    ],
}  # fmt: skip
"""What is sent to routes that answer with something of the library."""
BARE = {
    "api.put_favourite_album", "api.delete_favourite_album", "api.put_favourite_artist", "api.delete_favourite_artist",
    "api.delete_arrangement",
    "api.delete_playlist", "api.post_restore", "api.delete_smart", "api.post_smart_restore", "api.post_smart_refresh",
}  # fmt: skip
"""Routes without a body whose variables say everything."""
NAMELESS = {
    "api.post_predicted", "api.post_curves", "api.post_song_sound", "api.post_mood", "api.post_logout",
    "api.post_password", "api.delete_session", "api.post_token", "api.delete_token",
}  # fmt: skip
"""Routes that know nothing of the library."""


class Call(NamedTuple):
    """One request, and what of it may be found in the answer again."""

    endpoint: str
    method: str
    path: str
    given: dict[str, Any]
    echoes: frozenset[str]


def values(player: HiddenLibrary) -> dict[str, list[str]]:
    """Return, by the name of a variable or parameter, hidden things and seen ones."""
    whole = player.whole
    hidden, seen = player.hidden[1], whole.track(SEEN_ID)
    artists = [whole.artist_ids[whole.positions[each.track_id]] for each in (hidden, seen)]
    albums = [whole.album_ids[whole.positions[each.track_id]] for each in (hidden, seen)]
    parts = [f"{kind}:{facet.key}" for kind, facets in whole.facets.items() for facet in facets]
    things = [f"track:{HIDDEN_ID}", f"artist:{artists[0]}", f"album:{albums[0]}", "genre:Zephyrinegenre 2", "mood:calm"]
    return {
        "track_id": [HIDDEN_ID, SEEN_ID], "artist_id": artists, "album_id": albums, "artist": [*artists, ""],
        "album": albums, "genre": [hidden.genres[0], seen.genres[0]], "part": parts, "ids": [f"{HIDDEN_ID},{SEEN_ID}"],
        "kind": list(whole.facets), "key": [part.partition(":")[2] for part in parts], "q": ["zephyrine", "title", "a"],
        "playlist_id": ["own", "public"], "smart_id": ["smart-own", "smart-public"],
        "like": things, "unlike": things, "stations": [f"{thing},track:{SEEN_ID}" for thing in things],
        "song": ["ZephyrineTitle 2.0", "Title 2.1", "Song 1"], "mood": ["calm", "happy"], "only": ["never-played"],
        "sort": ["title", "added", "plays"], "order": ["desc"], "window": ["week", "all"], "which": ["mine", "public"],
        "format": ["m3u8", "xspf", "jspf"], "limit": ["50"], "start": ["0"], "n": ["30"], "new": ["0", "100"],
        **{knob: ["0.5"] for knob in KNOBS}, "minutes": ["60"], "energy": ["20,80", "0.5"],
        "cursor": ["x"], "folder": ["x"], "time_zone": ["UTC"],
        "topic": ["charts", "streams", "releases"], "session": ["x"], "token": ["x"], "account": ["x"],
        "columns": ["genre,plays,likes"], "track_ids": [f"{HIDDEN_ID},{SEEN_ID}"], "rows": ["0,23", "24,47"],
        "version": ["x"], "arrangement_id": ["mine"],
        "library_id": ["closed"], "scan_id": ["x"], "library": ["closed"], "name": ["x"], "path": ["x"],
    }  # fmt: skip


def paths(rule: Any, known: dict[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Yield the paths of a route with each of the values of its variables, and the values."""
    pattern = re.sub(r"<any\((\w+)[^)]*\):\w+>", r"\1", rule.rule)
    names = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
    found: list[tuple[str, list[str]]] = [(pattern, [])]
    for name in names:
        found = [
            (re.sub(rf"<(?:\w+:)?{name}>", value, path), [*used, value])
            for path, used in found
            for value in known[name]
        ]
    yield from found


def calls(player: HiddenLibrary, methods: set[str]) -> Iterator[Call]:
    """Yield requests of every route with these methods, with everything that it may be asked by."""
    known, app = values(player), player.accounts.app
    endpoints = {endpoint.name: endpoint for endpoint in app.endpoints}
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods & methods):
            for path, used in paths(rule, known):
                for given in asked(rule.endpoint, method, endpoints.get(rule.endpoint), known):
                    words = {*used, *strings(given.get("query_string")), *strings(given.get("json"))}
                    yield Call(rule.endpoint, method, path, given, frozenset(words - {"", "zephyrine"}))


def asked(name: str, method: str, endpoint: Any, known: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    if method != "GET":
        yield from SENT.get(name, [{}])
        return
    fields = endpoint.query.__struct_fields__ if endpoint else ()
    declared = msgspec.structs.fields(endpoint.query) if endpoint else ()
    required = {field.name: REQUIRED[field.name] for field in declared if field.required}
    yield {"query_string": required}
    for field in fields:
        for value in known[field]:
            yield {"query_string": {**required, field: value}}


def strings(value: Any) -> Iterator[str]:
    """Yield every text in a question, and what it is put together of."""
    if isinstance(value, str):
        yield from (value, *re.split("[,:]", value))
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(inner)


def told(player: HiddenLibrary, client: FlaskClient, call: Call) -> set[str]:
    """Return which words of the hidden library are in the answer, save those of the question itself."""
    given = dict(call.given)
    if "data" in given:
        given["data"] = {name: (io.BytesIO(file.getvalue()), title) for name, (file, title) in given["data"].items()}
    answer = client.open(call.path, method=call.method, **given)
    assert answer.status_code < 500 or answer.status_code == 503, (call, answer.data)
    text = " ".join([answer.data.decode(errors="replace"), *answer.headers.values()]).casefold()
    for echo in sorted(call.echoes, key=len, reverse=True):
        text = text.replace(echo.casefold(), "")
    return {word for word in player.words if word in text}


@pytest.mark.parametrize("who", ["anna", "gus"])
def test_no_answer_names_anything_of_a_library_that_the_asker_does_not_see(player, who):
    client = player.accounts.log_in(who)
    for call in calls(player, {"GET"}):
        assert not told(player, client, call), call


def test_a_token_names_nothing_that_its_owner_does_not_see(player):
    headers = player.accounts.token("anna", "play", "write", "admin")
    client = player.accounts.app.test_client()
    for call in calls(player, {"GET"}):
        given = {**call.given, "headers": headers}
        assert not told(player, client, call._replace(given=given)), call


def test_the_same_questions_are_answered_to_those_who_see_it(player):
    player.show_to("id-anna")
    player.web.pictures = {track.track_id: b"no picture" for track in player.hidden}
    client = player.accounts.log_in("anna")
    assert {call.endpoint for call in calls(player, {"GET"}) if told(player, client, call)} >= TELLING


def test_what_is_sent_brings_nothing_of_it_back(player):
    client = player.accounts.log_in("anna")
    for call in calls(player, {"POST", "PUT", "DELETE"}):
        if call.endpoint in SENT.keys() | BARE:
            assert not told(player, client, call), call


def test_every_route_by_which_something_is_sent_is_looked_at(player):
    app = player.accounts.app
    sending = {rule.endpoint for rule in app.url_map.iter_rules() if rule.methods & {"POST", "PUT", "DELETE"}}
    listeners = {name for name in sending if allows(frozenset(("play", "write")), app.gate.access[name])}
    open_to_all = {name for name in sending if app.gate.access[name] == "open"}
    assert listeners - open_to_all == SENT.keys() | BARE | NAMELESS
