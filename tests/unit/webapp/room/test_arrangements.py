"""`/api/v1/room/arrangements`."""

from recommender.catalogue.building import build_catalogue
from recommender.room.arrangements import MAX_ARRANGEMENTS, MAX_PLACES

ADDRESS = "/api/v1/room/arrangements"
HERE = {"x": 0.5, "y": -0.25, "z": 1.15}


def place(track_id, **more):
    return {"track_id": track_id, **HERE, **more}


def put(client, arrangement_id="mine", *places, name="Mine", revision=0):
    sent = {"name": name, "places": list(places), "revision": revision}
    return client.put(f"{ADDRESS}/{arrangement_id}", json=sent)


def test_an_arrangement_is_kept_listed_read_and_deleted(client):
    made = put(client, "mine", place("k00-t00"), name="  For   the evening ").json
    assert (made["name"], made["revision"], made["places"]) == ("For the evening", 1, [place("k00-t00")])
    assert client.get(f"{ADDRESS}/mine").json == made
    (listed,) = client.get(ADDRESS).json["items"]
    assert (listed["arrangement_id"], listed["n_places"], "places" in listed) == ("mine", 1, False)
    assert client.delete(f"{ADDRESS}/mine").json == {"arrangement_id": "mine"}
    assert client.get(ADDRESS).json["items"] == []
    assert client.delete(f"{ADDRESS}/mine").status_code == 404


def test_it_is_nobody_elses(web, client):
    put(client, "mine", place("k00-t00"))
    other = web.client()
    other.get("/api/v1/listener")
    assert other.get(ADDRESS).json["items"] == []
    assert other.get(f"{ADDRESS}/mine").status_code == 404
    assert put(other, "mine", revision=1).status_code == 404
    assert put(other, "mine", name="Another").json["revision"] == 1
    assert client.get(f"{ADDRESS}/mine").json["name"] == "Mine"


def test_who_changes_an_older_one_is_told_and_nothing_is_lost(client):
    put(client, "mine", place("k00-t00"))
    assert put(client, "mine", place("k00-t01"), revision=1).json["revision"] == 2
    for revision in (0, 1, 3):
        late = put(client, "mine", revision=revision)
        assert (late.status_code, "changed elsewhere" in late.json["detail"]) == (409, True)
    assert client.get(f"{ADDRESS}/mine").json["places"] == [place("k00-t01")]
    assert put(client, "gone", revision=4).status_code == 404


def test_the_same_change_once_more_is_no_conflict_since_the_first_answer_may_have_been_lost(client):
    put(client, "mine", place("k00-t00"))
    for _ in range(2):
        assert put(client, "mine", place("k00-t01"), revision=1).json["revision"] == 2
    assert put(client, "mine", place("k00-t02"), revision=1).status_code == 409


def test_of_a_track_that_is_put_twice_the_last_place_counts(client):
    made = put(client, "mine", place("k00-t00"), place("k00-t01"), place("k00-t00", x=-1.0)).json
    assert made["places"] == [place("k00-t00", x=-1.0), place("k00-t01")]


def test_a_track_that_is_not_there_at_the_moment_stays_where_it_was_put(web, client):
    put(client, "mine", place("k00-t00"), place("k00-t01"))
    whole = web.catalogue
    web.catalogue = build_catalogue([t for t in whole.tracks if t.track_id != "k00-t00"], revision="2")
    assert client.get(f"{ADDRESS}/mine").json["places"] == [place("k00-t01")]
    assert client.get(ADDRESS).json["items"][0]["n_places"] == 1
    put(client, "mine", revision=1)
    web.catalogue = whole
    assert client.get(f"{ADDRESS}/mine").json["places"] == [place("k00-t00")]


def test_there_are_bounds_and_what_is_wrong_is_said(client):
    many = [place(f"t{n}") for n in range(MAX_PLACES + 1)]
    assert put(client, "mine", *many[:-1]).status_code == 200
    for answer, words in (
        (put(client, "other", *many), "length <= 1000"),
        (put(client, "other", place("k00-t00", x=1.2)), "<= 1.15"),
        (put(client, "other", name="   "), "needs a name"),
        (put(client, "other", name="n" * 81), "length <= 80"),
        (put(client, "no.dots"), "letters, digits"),
        (put(client, "n" * 65), "letters, digits"),
        (client.put(f"{ADDRESS}/other", json={"name": "Without places"}), "places"),
    ):
        assert (answer.status_code, words in answer.json["detail"]) == (422, True), answer.json
    for number in range(MAX_ARRANGEMENTS - 1):
        assert put(client, f"no-{number}").status_code == 200
    full = put(client, "one-too-many")
    assert (full.status_code, "delete one first" in full.json["detail"]) == (400, True)


def test_a_body_that_is_too_long_is_refused(client):
    assert client.put(f"{ADDRESS}/mine", data=b"[" * 300_000, content_type="application/json").status_code == 413


def test_nobody_has_none(web):
    nobody = web.client()
    answers = [nobody.get(ADDRESS), nobody.get(f"{ADDRESS}/mine"), put(nobody), nobody.delete(f"{ADDRESS}/mine")]
    assert [answer.status_code for answer in answers] == [401] * 4
