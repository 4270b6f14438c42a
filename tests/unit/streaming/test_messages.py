from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from recommender.errors import BadRecord
from recommender.records import ShownPick, Steering, TrackId
from streaming.messages import decode_event, encode
from tests.builders.events import START, event

RECORDED = encode(replace(event("started", "t1"), recorded_at=START.replace(year=2027)))


@pytest.mark.parametrize("name", ["2026", "2027"])
@pytest.mark.parametrize("moment", ["0001-01-02T00:00:00Z", "0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59Z"])
def test_neither_moment_of_an_event_is_before_1970(name, moment):
    with pytest.raises(BadRecord, match="moments before 1970"):
        decode_event(RECORDED.replace(f"{name}-11-21T12:00:00Z".encode(), moment.encode()))


@pytest.mark.parametrize("name", ["2026", "2027"])
def test_a_moment_far_ahead_is_set_right_or_refused(name):
    raw = RECORDED.replace(f"{name}-11-21T12:00:00Z".encode(), b"9999-12-31T23:59:59-14:00")
    if name == "2026":
        assert decode_event(raw).occurred_at == datetime(2027, 11, 21, 12, tzinfo=UTC)
        return
    with pytest.raises(BadRecord, match="nothing after"):
        decode_event(raw)


def test_steering_travels_whole_and_is_refused_when_it_is_out_of_bounds():
    steered = event("steered", None, steering=Steering(familiarity=0.25, artist_cap=3))
    assert decode_event(encode(steered)) == steered
    with pytest.raises(BadRecord, match="familiarity"):
        decode_event(encode(steered).replace(b"0.25", b"1.25"))
    with pytest.raises(BadRecord, match="needs a steering"):
        decode_event(encode(event("steered", None)))


SHOWN = replace(
    event("shown", None),
    slate_id="s1",
    model_version="v1",
    arm="trial/as_set",
    shown_picks=(ShownPick(track_id=TrackId("t1"), position=3, source="taste", team="as_set"),),
)


def test_what_was_shown_travels_whole_and_an_old_event_without_it_is_read():
    assert decode_event(encode(SHOWN)) == SHOWN
    old = replace(event("shown", None), slate_id="s1")
    assert b"shown_picks" not in encode(old)
    assert decode_event(encode(old)) == old


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (replace(SHOWN, kind="started", track_id=TrackId("t1")), "has no shown_picks"),
        (replace(event("started", "t1"), arm="trial/as_set"), "has no shown_picks, model_version or arm"),
        (replace(SHOWN, track_id=TrackId("t1")), "leave the track_id out"),
        (replace(SHOWN, slate_id=None), "need the slate_id"),
        (replace(SHOWN, shown_picks=SHOWN.shown_picks * 51), "shown_picks"),
    ],
)
def test_what_was_shown_belongs_to_shown_and_to_a_slate(wrong, reason):
    with pytest.raises(BadRecord, match=reason):
        decode_event(encode(wrong))
