import msgspec

from recommender.catalogue.building import build_catalogue
from recommender.room.connections import Connections
from tests.builders.index import made_tracks


def connected(track_id, **changes):
    """Return kind and name of what a track shares, with the ids of the others; `changes` are tags by track id."""
    tracks = [
        msgspec.structs.replace(track, album_artist="A band", tags=changes.get(track.track_id.replace("-", "_"), {}))
        for track in made_tracks(2, 6, artists_per_kind=3)
    ]
    catalogue = build_catalogue(tracks)
    found = Connections(catalogue).of(catalogue.positions[track_id])
    return {
        (each.kind, each.name): [catalogue.tracks[row].track_id for row in each.catalogue_rows.tolist()]
        for each in found
    }


def test_artist_and_album_connect_with_their_other_tracks():
    found = connected("k00-t01")
    assert found[("artist", "artist 0.1")] == ["k00-t04"]
    assert found[("album", "album 0")] == ["k00-t00", "k00-t02", "k00-t03", "k00-t04", "k00-t05"]
    assert found.keys() == {("artist", "artist 0.1"), ("album", "album 0")}


def test_each_of_several_writers_is_a_connection_of_its_own():
    found = connected(
        "k00-t00",
        k00_t00={"writer": "Ann Bee; Cal Dee", "producer": "Eve"},
        k01_t00={"writer": "ann  bee"},
        k01_t01={"writer": "Cal Dee; Gus", "producer": "Eve; Hal"},
    )
    assert found[("writer", "Ann Bee")] == ["k01-t00"]
    assert found[("writer", "Cal Dee")] == ["k01-t01"]
    assert found[("producer", "Eve")] == ["k01-t01"]


def test_label_and_composer_connect_and_what_nobody_else_has_is_left_out():
    found = connected(
        "k00-t00", k00_t00={"label": "Small", "composer": "Clara; "}, k01_t03={"label": "small"}, k01_t04={"label": " "}
    )
    assert found[("label", "Small")] == ["k01-t03"]
    assert ("composer", "Clara") not in found


def test_a_name_of_nothing_that_can_be_seen_connects_nobody():
    found = connected("k00-t00", k00_t00={"writer": "\u0301"}, k00_t01={"writer": "\u0301"})
    assert not [name for kind, name in found if kind == "writer"]


def test_every_artist_of_a_credit_connects():
    tracks = made_tracks(2, 4, artists_per_kind=4)
    tracks[0] = msgspec.structs.replace(tracks[0], artists=("artist 0.1", "artist 1.2"))
    catalogue = build_catalogue(tracks)
    found = {each.name for each in Connections(catalogue).of(0) if each.kind == "artist"}
    assert found == {"artist 0.1", "artist 1.2"}
