"""Admins say who sees a library, and it counts at the next question."""

import pytest

from recommender.records import ListenerId

PATH = "/api/v1/libraries/closed/visibility"


def n_seen(player, who: str) -> int:
    return int(player.accounts.log_in(who).get("/api/v1/version").json["n_tracks"])


def test_a_library_is_shown_to_accounts_and_to_everybody(player):
    boss = player.accounts.log_in("boss")
    answer = boss.put(PATH, json={"visible_to": ["id-anna", "id-anna"]})
    assert answer.json == {"library_id": "closed", "visible_to": ["id-anna"]}
    assert (n_seen(player, "anna"), n_seen(player, "carl")) == (48, 24)
    assert boss.put(PATH, json={"visible_to": None}).json["visible_to"] is None
    assert n_seen(player, "gus") == 48
    assert boss.put(PATH, json={"visible_to": []}).json["visible_to"] == []
    assert (n_seen(player, "anna"), n_seen(player, "boss")) == (24, 48)


@pytest.mark.parametrize(
    ("visible_to", "why"),
    [
        (["id-nobody"], "there is no account 'id-nobody'; there are: anna, bert, boss, carl, gus"),
        (
            ["id-anna", "id-gus"],
            "gus is a guest, who sees what is everybody's; make it a listener with "
            "`segue accounts role`, or on the page People",
        ),
    ],
    ids=["unknown", "a guest"],
)
def test_who_cannot_be_shown_it_is_named(player, visible_to, why):
    answer = player.accounts.log_in("boss").put(PATH, json={"visible_to": visible_to})
    assert (answer.status_code, answer.json["detail"]) == (422, why)
    assert player.web.libraries.get("closed").visible_to == ("id-carl",)


def test_a_question_that_does_not_say_who_is_refused(player):
    boss = player.accounts.log_in("boss")
    assert boss.put(PATH, json={}).status_code == 422
    assert boss.put(PATH, json={"visible_to": "id-anna"}).status_code == 422


def test_an_unknown_library_is_not_there(player):
    answer = player.accounts.log_in("boss").put("/api/v1/libraries/none/visibility", json={"visible_to": None})
    assert (answer.status_code, answer.json["detail"]) == (404, "no library none; `GET /api/v1/libraries` lists them")


def test_a_deleted_account_is_in_no_list_any_more(player):
    player.show_to("id-anna", "id-carl")
    assert player.accounts.log_in("boss").delete("/api/v1/accounts/id-carl").status_code == 200
    assert player.web.libraries.get("closed").visible_to == (ListenerId("id-anna"),)


def test_a_role_that_is_taken_away_counts_at_once(player):
    boss = player.accounts.log_in("boss")
    boss.post("/api/v1/accounts/id-anna/role", json={"role": "admin"})
    assert n_seen(player, "anna") == 48
    boss.post("/api/v1/accounts/id-anna/role", json={"role": "listener"})
    assert n_seen(player, "anna") == 24
