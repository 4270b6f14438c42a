from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from recommender.errors import BadRecord
from recommender.records import Steering
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
