from datetime import UTC, timedelta, timezone

import gevent
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.clock import MIN_OCCURRED_AT, bound
from recommender.errors import UNAVAILABLE, BadRecord, ServerUnavailable
from recommender.records import Steering
from tests.builders.web import NOW, MadeWeb, made_event, made_web
from webapp import activity
from webapp.rate_limit import RateLimit


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> MadeWeb:
    return made_web(tmp_path_factory.mktemp("web"))


@pytest.fixture
def web(made) -> MadeWeb:
    made.reset()
    return made


@pytest.fixture
def client(web):
    client = web.client()
    client.get("/api/v1/listener")
    return client


def post(client, message, **headers):
    body = message if isinstance(message, bytes) else msgspec.json.encode(message)
    return client.post("/api/v1/activity", data=body, content_type="application/json", headers=headers)


def test_events_are_published_with_the_listener_of_the_cookie_and_the_time_of_the_server(web, client):
    listener = client.get("/api/v1/listener").json["listener_id"]
    answer = post(client, [made_event(1), made_event(2, kind="liked")])
    assert answer.json == {"accepted": [made_event(1)["event_id"], made_event(2)["event_id"]], "rejected": []}
    assert [(e.listener_id, e.kind, e.recorded_at) for e in web.published] == [
        (listener, "started", NOW),
        (listener, "liked", NOW),
    ]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (made_event(kind="danced"), "kind"),
        (made_event(event_id="7"), "UUID"),
        (made_event(track_id="nope"), "not in the catalogue"),
        (made_event(track_id=None), "needs a track_id"),
        (made_event(kind="rated"), "needs a rating"),
        (made_event(kind="rated", rating=6), "rating"),
        (made_event(kind="liked", rating=3), "has no rating"),
        (made_event(kind="steered", track_id=None), "needs a steering"),
        (made_event(kind="steered", track_id=None, steering={"familiarity": 1.5}), "familiarity"),
        (made_event(kind="steered", track_id=None, steering={"energy": -1.01}), "energy"),
        (made_event(kind="steered", track_id=None, steering={"half_life_days": 0.5}), "half_life_days"),
        (made_event(kind="steered", track_id=None, steering={"half_life_days": 366}), "half_life_days"),
        (made_event(kind="steered", track_id=None, steering={"artist_cap": 0}), "artist_cap"),
        (made_event(kind="steered", track_id=None, steering={"artist_cap": 2.5}), "artist_cap"),
        (made_event(kind="steered", track_id=None, steering={"loudness": 1}), "loudness"),
        (made_event(kind="steered", steering={}), "of no track"),
        (made_event(kind="liked", steering={"energy": 1}), "has no steering"),
        (made_event(listener_id="somebody"), "another listener's"),
        (made_event(occurred_at="2026-01-05T11:59:00"), "datetime"),
        (made_event(occurred_at="0001-01-01T00:00:00+14:00"), "before 1970"),
        (made_event(occurred_at="0001-01-01T00:00:00-14:00"), "before 1970"),
        (made_event(occurred_at="1970-01-01T00:00:00+00:01"), "before 1970"),
        (made_event(position_s=-1), "position_s"),
        (made_event(position_s=1e300), "position_s"),
        (made_event(source="simulated"), "reserved"),
        (made_event(source="x" * 65), "source"),
        (made_event(schema_version=2), "schema_version"),
        ({}, "event_id"),
        ("started", "object"),
        (None, "object"),
        ([[]], "object"),
    ],
)
def test_a_bad_event_is_rejected_with_its_reason_and_the_good_ones_go_on(web, client, event, reason):
    answer = post(client, [made_event(1), event, made_event(2)]).json
    assert answer["accepted"] == [made_event(1)["event_id"], made_event(2)["event_id"]]
    assert reason in answer["rejected"][0]["reason"]
    assert len(web.published) == 2


def test_whole_numbers_are_integers_however_they_are_written(web, client):
    body = msgspec.json.encode([made_event(1, position_s=12)]).replace(
        b'"position_s":12', b'"schema_version":1.0,"position_s":1.2e1'
    )
    assert post(client, body).json["rejected"] == []
    assert (web.published[0].schema_version, web.published[0].position_s) == (1, 12.0)


def test_an_event_that_breaks_something_here_keeps_no_other_from_being_stored(client, monkeypatch):
    taken = activity.bound
    monkeypatch.setattr(activity, "bound", lambda at, latest: 1 / 0 if at.minute == 13 else taken(at, latest=latest))
    answer = post(client, [made_event(1), made_event(2, occurred_at="2026-01-05T11:13:00Z"), made_event(3)]).json
    assert (len(answer["accepted"]), answer["rejected"][0]["event_id"]) == (2, made_event(2)["event_id"])


def test_a_rejected_event_is_named_by_its_id(client):
    event = made_event(3, kind="danced")
    assert post(client, [event]).json["rejected"][0]["event_id"] == event["event_id"]


@pytest.mark.parametrize("ahead", ["2031-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"])
def test_a_clock_that_is_ahead_is_set_right(web, client, ahead):
    post(client, [made_event(occurred_at=ahead)])
    assert web.published[0].occurred_at == NOW


def test_a_moment_with_an_offset_is_published_in_utc(web, client):
    post(client, [made_event(occurred_at="2026-01-05T01:00:00+14:00")])
    assert web.published[0].occurred_at.isoformat() == "2026-01-04T11:00:00+00:00"


@given(st.datetimes(timezones=st.timedeltas(timedelta(hours=-23), timedelta(hours=23)).map(timezone)))
def test_any_moment_is_bounded_or_refused_never_an_accident(moment):
    try:
        taken = bound(moment, latest=NOW)
    except BadRecord:
        assert moment < MIN_OCCURRED_AT
    else:
        assert (taken, taken.tzinfo) == (min(moment, NOW), UTC)


def test_searched_needs_no_track(client):
    event = made_event(kind="searched")
    del event["track_id"]
    assert post(client, [event]).json["rejected"] == []


def test_steering_is_taken_without_a_track_as_it_was_sent(web, client):
    steering = {"familiarity": 0.25, "half_life_days": 30}
    assert post(client, [made_event(kind="steered", track_id=None, steering=steering)]).json["rejected"] == []
    assert web.published[0].steering == Steering(familiarity=0.25, half_life_days=30.0)


def test_the_same_event_twice_in_a_message_is_published_once(web, client):
    assert len(post(client, [made_event(1), made_event(1)]).json["accepted"]) == 1
    assert len(web.published) == 1


@pytest.mark.parametrize(
    "body", [b"", b"{", b"{}", b"null", b'"x"', b"\xff\xfe", b"[" * 30_000, b'[{"a":' * 2_000, b"[1e999]"]
)
def test_what_is_no_list_of_events_is_a_problem_or_rejected_never_an_accident(client, body):
    answer = post(client, body)
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert answer.json["accepted"] == []


def test_too_many_events_and_too_many_bytes_are_refused(client):
    assert post(client, [made_event(i) for i in range(101)]).status_code == 400
    assert post(client, [made_event(source="x" * 70_000)]).status_code == 413


def test_without_a_cookie_nobody_is_asking(web):
    answer = post(web.client(), [made_event()])
    assert answer.status_code == 401
    assert "/api/v1/listener" in answer.json["detail"]


@pytest.mark.parametrize("cookie", ["x", "a.b", "." * 50, "a" * 3000, "57873f14e436f54f95f19f92253d295d.AAAA", "é.é"])
def test_a_cookie_that_we_did_not_sign_is_none(web, cookie):
    client = web.client()
    client.set_cookie("segue_listener", cookie)
    assert post(client, [made_event()]).status_code == 401


def test_when_kafka_is_away_nothing_is_acknowledged(web, client):
    web.publish_fails = ServerUnavailable("Kafka at 10.1.2.3:9092 does not answer, topology <...>")
    answer = post(client, [made_event()])
    assert (answer.status_code, answer.json["type"]) == (503, "urn:segue:problem:server-unavailable")
    assert answer.json["detail"] == UNAVAILABLE
    assert "Retry-After" in answer.headers


def test_a_flood_is_told_to_wait(web):
    client = web.client(events_per_s=1.0, events_burst=5)
    client.get("/api/v1/listener")
    assert post(client, [made_event(i) for i in range(5)]).status_code == 200
    assert post(client, [made_event(9)]).status_code == 429


def test_the_rate_limit_fills_again_with_time():
    moment = [0.0]
    limit = RateLimit(per_s=2.0, burst=4, now=lambda: moment[0])
    assert limit.wait_s("a", 4) == 0
    assert limit.wait_s("a", 1) == 0.5
    assert limit.wait_s("b", 4) == 0
    moment[0] = 0.5
    assert limit.wait_s("a", 1) == 0
    moment[0] = 100.0
    assert limit.wait_s("a", 5) > 0


class TestSocket:
    @pytest.fixture
    def app(self, web):
        return web.app()

    def connected(self, app, *, cookie: bool = True, **headers):
        client = app.test_client()
        if cookie:
            client.get("/api/v1/listener")
        socket = app.live.socketio.test_client(app, namespace="/live", flask_test_client=client, headers=headers)
        return client, socket

    def test_the_current_slate_comes_at_once(self, app):
        _, socket = self.connected(app)
        gevent.sleep(0.01)
        received = socket.get_received("/live")
        assert [(each["name"], each["args"][0]["slate_id"]) for each in received] == [("slate", "s1")]

    def test_without_a_cookie_nobody_gets_in(self, app):
        _, socket = self.connected(app, cookie=False)
        assert not socket.is_connected("/live")

    def test_a_page_of_another_site_does_not_get_in(self, app):
        _, socket = self.connected(app, Origin="https://evil.example")
        assert not socket.is_connected("/live")

    def test_the_acknowledgement_names_what_was_taken(self, app, web):
        _, socket = self.connected(app)
        answer = socket.emit("activity", [made_event(1), {}], namespace="/live", callback=True)
        assert answer["accepted"] == [made_event(1)["event_id"]]
        assert answer["rejected"][0]["event_id"] is None
        assert len(web.published) == 1

    def test_when_kafka_is_away_the_events_are_in_neither_list(self, app, web):
        _, socket = self.connected(app)
        web.publish_fails = ServerUnavailable("away")
        answer = socket.emit("activity", [made_event(1)], namespace="/live", callback=True)
        assert (answer["accepted"], answer["rejected"]) == ([], [])
        assert answer["retry_after_s"] > 0

    @pytest.mark.parametrize("message", [None, "x", 7, {}, {"a": []}])
    def test_what_is_no_list_is_answered_with_a_problem(self, app, message):
        _, socket = self.connected(app)
        answer = socket.emit("activity", message, namespace="/live", callback=True)
        assert "list" in answer["problem"]

    def test_slates_go_to_every_socket_of_their_listener_and_to_nobody_else(self, app):
        client, one = self.connected(app)
        listener = client.get("/api/v1/listener").json["listener_id"]
        two = app.live.socketio.test_client(app, namespace="/live", flask_test_client=client)
        _, other = self.connected(app)
        gevent.sleep(0.01)
        for socket in (one, two, other):
            socket.get_received("/live")
        app.live.namespace.deliver(listener, b'{"slate_id":"s2"}')
        app.live.namespace.deliver("nobody", b"not even JSON")
        assert [s.get_received("/live") and True for s in (one, two, other)] == [True, True, []]

    def test_who_left_gets_nothing_more(self, app):
        client, socket = self.connected(app)
        listener = client.get("/api/v1/listener").json["listener_id"]
        socket.disconnect("/live")
        app.live.namespace.deliver(listener, b"this is never decoded")

    @pytest.mark.parametrize("message", [b"no JSON", b'{"slate_id":"s2"', b'{"picks":[]}', b"\xff"])
    def test_what_is_no_slate_is_sent_to_nobody(self, app, message):
        client, socket = self.connected(app)
        gevent.sleep(0.01)
        socket.get_received("/live")
        with pytest.raises(msgspec.DecodeError):
            app.live.namespace.deliver(client.get("/api/v1/listener").json["listener_id"], message)
        assert not socket.get_received("/live")

    def test_everybody_hears_of_a_new_index(self, app):
        _, socket = self.connected(app)
        gevent.sleep(0.01)
        socket.get_received("/live")
        app.live.namespace.announce_index("v2")
        assert socket.get_received("/live")[0]["args"] == [{"model_version": "v2"}]
