"""What comes by the live socket names nothing that its listener does not see."""

from typing import Any

import msgspec
import pytest

from recommender.records import Pick, Slate, TrackId
from tests.builders.hidden_library import ANNA, HiddenLibrary
from tests.builders.web import NOW, made_event

HIDDEN_ID, SEEN_ID = TrackId("k02-t01"), TrackId("k00-t01")


class Socket:
    """A page of Anna's, and what it was sent."""

    def __init__(self, player: HiddenLibrary, who: str = "anna") -> None:
        app = player.accounts.app
        self.namespace = app.live.namespace
        self.socketio = app.live.socketio
        self.client = self.socketio.test_client(app, namespace="/live", flask_test_client=player.accounts.log_in(who))
        self.wait()

    def wait(self) -> None:
        for task in self.tasks:
            task()
        self.tasks.clear()

    @property
    def tasks(self) -> list[Any]:
        return self.socketio.waiting

    def slates(self) -> list[dict[str, Any]]:
        self.wait()
        return [each["args"][0] for each in self.client.get_received("/live") if each["name"] == "slate"]


@pytest.fixture
def socket(player, monkeypatch) -> Socket:
    """A socket whose background tasks run when the test asks for what came."""
    socketio = player.accounts.app.live.socketio
    socketio.waiting = []
    monkeypatch.setattr(
        socketio, "start_background_task", lambda work, *given: socketio.waiting.append(lambda: work(*given))
    )
    made = Socket(player)
    yield made
    made.client.disconnect("/live")


def slate_of(*track_ids: TrackId) -> bytes:
    picks = tuple(Pick(track_id=each, score=1.0, source="fresh", reason="") for each in track_ids)
    return msgspec.json.encode(
        Slate(slate_id="s", listener_id=ANNA, picks=picks, model_version="from a worker", made_at=NOW)
    )


def picked(slate: dict[str, Any]) -> set[str]:
    return {pick["track_id"] for pick in slate["picks"]}


def test_the_first_slate_holds_nothing_hidden(socket, player):
    (first,) = socket.slates()
    assert first["picks"]
    assert not player.words & picked(first)
    assert "zephyrine" not in str(first).casefold()


def test_a_workers_slate_comes_as_it_is_when_all_of_it_is_seen(socket):
    socket.slates()
    socket.namespace.deliver(ANNA, slate_of(SEEN_ID))
    (slate,) = socket.slates()
    assert (picked(slate), slate["model_version"]) == ({SEEN_ID}, "from a worker")


def test_a_workers_slate_of_a_moment_ago_is_made_anew_when_something_of_it_is_hidden_now(socket, player):
    socket.slates()
    socket.namespace.deliver(ANNA, slate_of(SEEN_ID, HIDDEN_ID))
    (slate,) = socket.slates()
    assert slate["model_version"] == "made-1"
    assert not player.words & picked(slate)


def test_when_who_sees_what_has_changed_a_page_gets_another_slate(socket, player):
    socket.slates()
    player.show_to("id-anna")
    socket.namespace.send_again()
    (slate,) = socket.slates()
    assert "Zephyrine" in str(slate)


def test_an_event_of_a_hidden_track_is_refused_as_one_of_no_track(socket, player):
    hidden, unknown = made_event(1, track_id=HIDDEN_ID), made_event(2, track_id="nothing")
    answer = socket.client.emit("activity", [hidden, unknown], namespace="/live", callback=True)
    reasons = [each["reason"] for each in answer["rejected"]]
    assert reasons == [f"track {HIDDEN_ID} is not in the catalogue", "track nothing is not in the catalogue"]
    assert player.web.published == []
    carl = Socket(player, "carl")
    answer = carl.client.emit("activity", [made_event(3, track_id=HIDDEN_ID)], namespace="/live", callback=True)
    assert len(answer["accepted"]) == 1
    carl.client.disconnect("/live")
