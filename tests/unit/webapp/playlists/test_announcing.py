import jsonschema
import pytest
import yaml

from recommender.playlists.records import PlaylistChange, PlaylistId
from recommender.records import ListenerId
from tests.builders.web import MadeWeb, made_web
from tests.paths import ROOT


@pytest.fixture(scope="module")
def web(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.mark.parametrize(
    ("visibility", "hearing"),
    [("private", ["owner"]), ("shared", ["owner", "collaborator"]), ("public", ["owner", "collaborator", "stranger"])],
)
def test_a_change_is_told_to_those_who_may_see_the_playlist(web, visibility, hearing):
    live, sockets, ids = web.app().live, {}, {}
    for name in ("owner", "collaborator", "stranger"):
        client = web.client()
        ids[name] = ListenerId(client.get("/api/v1/listener").json["listener_id"])
        sockets[name] = live.socketio.test_client(web.app(), namespace="/live", flask_test_client=client)
        sockets[name].get_received("/live")
    live.namespace.announce_playlist(
        PlaylistChange(
            playlist_id=PlaylistId("p1"),
            revision=3,
            owner=ids["owner"],
            visibility=visibility,
            collaborators=(ids["collaborator"],),
            is_deleted=False,
        )
    )
    heard = {
        name: [message["args"][0] for message in socket.get_received("/live") if message["name"] == "playlist"]
        for name, socket in sockets.items()
    }
    assert [name for name in heard if heard[name]] == hearing
    assert heard["owner"] == [{"playlist_id": "p1", "revision": 3, "is_deleted": False}]
    asyncapi = yaml.safe_load((ROOT / "docs" / "asyncapi.yaml").read_text())
    jsonschema.validate(heard["owner"][0], asyncapi["components"]["schemas"]["PlaylistNews"])
