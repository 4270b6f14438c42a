"""One's own account, and everybody's for admins."""

import pytest

from tests.builders.accounts import PASSWORD, problem_of
from tests.builders.web import AUDIO
from webapp.media.audio import audio_file


@pytest.fixture(autouse=True)
def people(accounts):
    accounts.add("Admin", "admin")
    accounts.add("Anna")


def test_changing_the_password_ends_the_other_sessions(accounts):
    here, there = accounts.log_in("Anna"), accounts.log_in("Anna", browser="Safari on iPhone")
    wrong = here.post("/api/v1/me/password", json={"old": "not this one", "new": "quite another one"})
    assert problem_of(wrong) == (401, "wrong-password")
    assert there.get("/api/v1/tracks").status_code == 200
    changed = here.post("/api/v1/me/password", json={"old": PASSWORD, "new": "quite another one"})
    assert changed.json["name"] == "Anna"
    assert here.get("/api/v1/tracks").status_code == 200
    assert there.get("/api/v1/tracks").status_code == 401


def test_sessions_are_listed_with_their_devices_and_ended_one_by_one(accounts):
    here, there = accounts.log_in("Anna"), accounts.log_in("Anna", browser="Safari on iPhone")
    accounts.log_in("Admin")
    items = here.get("/api/v1/me/sessions").json["items"]
    assert {(one["device"], one["is_this"]) for one in items} == {
        ("Firefox on Linux", True),
        ("Safari on iPhone", False),
    }
    other = next(one["session"] for one in items if not one["is_this"])
    assert len(here.delete(f"/api/v1/me/sessions/{other}").json["items"]) == 1
    assert there.get("/api/v1/tracks").status_code == 401


def test_a_token_is_shown_once_and_says_when_it_was_used(accounts):
    client = accounts.log_in("Anna")
    made = client.post("/api/v1/me/tokens", json={"name": "phone", "scopes": ["play", "write"]}).json
    secret = made["secret"]
    assert made["items"][0]["used_at"] is None
    program = accounts.app.test_client()
    assert program.get("/api/v1/tracks", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert program.get("/api/v1/tracks", auth=("Anna", secret)).status_code == 200
    listed = client.get("/api/v1/me/tokens")
    assert (listed.json["secret"], secret in listed.text, listed.json["items"][0]["used_at"] is None) == (
        "",
        False,
        False,
    )
    client.delete(f"/api/v1/me/tokens/{listed.json['items'][0]['token']}")
    assert program.get("/api/v1/tracks", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_nobody_makes_a_token_with_rights_of_others(accounts):
    refusal = accounts.log_in("Anna").post("/api/v1/me/tokens", json={"name": "x", "scopes": ["admin"]})
    assert problem_of(refusal) == (403, "not-allowed")


def test_a_wrong_token_is_not_made_good_by_a_cookie(accounts):
    client = accounts.log_in("Anna")
    assert client.get("/api/v1/tracks", headers={"Authorization": "Bearer nonsense"}).status_code == 401


def test_a_role_that_is_taken_away_counts_at_once(accounts):
    admin, anna = accounts.log_in("Admin"), accounts.log_in("Anna")
    assert anna.get("/api/v1/me/tokens").status_code == 200
    admin.post("/api/v1/accounts/id-Anna/role", json={"role": "guest"})
    assert anna.get("/api/v1/me/tokens").status_code == 403
    assert anna.get("/api/v1/tracks").status_code == 200


def test_a_deleted_account_is_out_at_once_with_its_tokens(accounts):
    admin, anna, headers = accounts.log_in("Admin"), accounts.log_in("Anna"), accounts.token("Anna", "play")
    assert anna.get("/api/v1/tracks").status_code == 200
    names = [one["name"] for one in admin.delete("/api/v1/accounts/id-Anna").json["items"]]
    assert names == ["Admin"]
    assert anna.get("/api/v1/tracks").status_code == 401
    assert accounts.app.test_client().get("/api/v1/tracks", headers=headers).status_code == 401


def test_the_last_admin_cannot_leave_the_others_alone(accounts):
    admin = accounts.log_in("Admin")
    for refusal in (
        admin.delete("/api/v1/accounts/id-Admin"),
        admin.post("/api/v1/accounts/id-Admin/role", json={"role": "guest"}),
    ):
        assert (refusal.status_code, "only admin" in refusal.json["detail"]) == (400, True)


def test_a_stream_ends_when_its_account_is_deleted(accounts, web):
    web.reset()
    admin, anna = accounts.log_in("Admin"), accounts.log_in("Anna")
    track = web.catalogue.tracks[0]
    audio_file(track).write_bytes(AUDIO * 1000)
    answer = anna.get(f"/audio/{track.track_id}", buffered=False)
    assert len(accounts.app.connections) == 1
    admin.delete("/api/v1/accounts/id-Anna")
    with pytest.raises(BrokenPipeError):
        list(answer.response)
    answer.close()
    assert len(admin.get(f"/audio/{track.track_id}").data) == len(AUDIO) * 1000
    assert len(accounts.app.connections) == 0


def test_a_stream_that_began_as_its_account_ended_breaks_off_too(accounts, web, monkeypatch):
    web.reset()
    admin, anna = accounts.log_in("Admin"), accounts.log_in("Anna")
    track = web.catalogue.tracks[0]
    audio_file(track).write_bytes(AUDIO * 1000)
    add = accounts.app.connections.add

    def add_late(*given):
        monkeypatch.undo()
        admin.delete("/api/v1/accounts/id-Anna")
        return add(*given)

    monkeypatch.setattr(accounts.app.connections, "add", add_late)
    with pytest.raises(BrokenPipeError):
        anna.get(f"/audio/{track.track_id}")


def test_a_guest_plays_and_keeps_no_opinions(accounts, web):
    accounts.add("Guest", "guest")
    web.reset()
    guest = accounts.log_in("Guest")

    def event(number, kind):
        return {
            "event_id": f"0197c2a0-0000-7000-8000-00000000000{number}", "kind": kind,
            "occurred_at": "2026-01-05T11:59:00Z", "track_id": web.catalogue.tracks[0].track_id,
        }  # fmt: skip

    steered = {**event(3, "steered"), "track_id": None, "steering": {"energy": 1}}
    receipt = guest.post("/api/v1/activity", json=[event(1, "started"), event(2, "liked"), steered]).json
    assert (len(receipt["accepted"]), len(receipt["rejected"])) == (1, 2)
    assert all("needs the right `write`" in each["reason"] for each in receipt["rejected"])
