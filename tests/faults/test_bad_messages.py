"""Messages as other clients, older versions and accidents write them: folded, or buried with their reason."""

import random
from collections.abc import Iterator

import pytest

from streaming.dead_letters import KEPT_BYTES
from streaming.messages import decode_event, encode
from tests.builders.events import event
from tests.faults.stream_checks import letters_of, send_raw, wait_until_nothing_waits

pytestmark = pytest.mark.live
GOOD = encode(event("started", "t1"))

SINGLE = {
    "year 1 with an offset": GOOD.replace(b"2026-11-21T12:00:00Z", b"0001-01-01T00:00:00+14:00"),
    "year 9999 with an offset": GOOD.replace(b"2026-11-21T12:00:00Z", b"9999-12-31T23:59:59-14:00"),
    "neither key nor value": None,
    "empty": b"",
    "as large as the topic takes": b"x" * 1_048_400,
    "nested 100,000 times": b"[" * 100_000,
    "half a character": b'{"kind": "\xff\xfe"}',
    "half a surrogate": GOOD.replace(b'"t1"', b'"\\ud800"'),
    "a number without end": GOOD.replace(b"180.0", b"1" * 5_000),
    "not a number": GOOD.replace(b"180.0", b"NaN"),
    "another version": GOOD.replace(b"{", b'{"schema_version": 99, ', 1),
}


@pytest.mark.parametrize("what", SINGLE)
def test_a_bad_message_is_buried_once_and_the_stream_goes_on(stack, what):
    good = event("finished", "t2", number=1)
    send_raw(stack, [(None if SINGLE[what] is None else b"anna", SINGLE[what])])
    stack.worker()
    stack.publish([good])
    wait_until_nothing_waits(stack)
    (letter,) = letters_of(stack)
    assert (letter.value, letter.whole, set(letter.handlers)) == (SINGLE[what], True, {"taste", "archive"})
    assert letter.reason
    stack.check([good])


@pytest.mark.parametrize("codec", ["gzip", "snappy", "lz4", "zstd"])
def test_a_compressed_message_is_a_message(stack, codec):
    sent = event("finished", "t1")
    send_raw(stack, [(b"anna", encode(sent))], codec=codec)
    stack.worker()
    wait_until_nothing_waits(stack)
    stack.check([sent])


def test_blanks_that_only_compressed_fit_into_the_topic_are_buried_in_part_and_committed(stack):
    good = event("finished", "t2", number=1)
    send_raw(stack, [(b"anna", b" " * (5 << 20))], codec="gzip")
    stack.worker()
    stack.publish([good])
    wait_until_nothing_waits(stack)
    (letter,) = letters_of(stack)
    assert (letter.value, letter.whole, set(letter.handlers)) == (b" " * KEPT_BYTES, False, {"taste", "archive"})
    stack.check([good])


def test_one_good_message_in_twenty_gets_through(stack, extent, report):
    good = [event("finished", "t1", number=n, listener_id=f"l{n % 7}") for n in range(extent.n_messages // 20)]
    messages = []
    for one in good:
        key = one.listener_id.encode()
        messages += [(key, b"malformed"), *[(key, b"{}")] * 18, (key, encode(one))]
    send_raw(stack, messages)
    stack.worker()
    wait_until_nothing_waits(stack)
    assert len(letters_of(stack)) == 19 * len(good)
    stack.check(good)
    report(
        "19 of 20 messages malformed",
        tried=f"{len(messages):,} messages", good=len(good), lost=0, buried=19 * len(good),
    )  # fmt: skip


def test_fuzzed_messages_are_folded_or_buried(stack, extent, report):
    messages = list(fuzzed(extent.n_messages, random.Random(20261128)))
    good = [decode_event(value) for _, value in messages if is_good(value)]
    send_raw(stack, messages)
    stack.worker()
    wait_until_nothing_waits(stack)
    letters = letters_of(stack)
    distinct = {each.event_id for each in good}
    stored = {each["_id"] for each in stack.database["activity"].find({}, {"_id": 1})}
    assert stored == distinct
    assert len(letters) == len(messages) - len(good)
    report(
        "fuzzed activity messages",
        tried=f"{len(messages):,} messages", good=len(distinct), lost=len(distinct - stored), buried=len(letters),
    )  # fmt: skip


def is_good(value: bytes | None) -> bool:
    """Whether a message can be decoded; what happens to it then is another matter."""
    try:
        decode_event(value)
    except Exception:
        return False
    return True


def fuzzed(n: int, rng: random.Random) -> Iterator[tuple[bytes | None, bytes | None]]:
    """Good events and what cutting, flipping, swapping and inventing makes of them."""
    for number in range(n):
        listener = f"l{number % 11}"
        raw = encode(event("finished", f"t{number % 30}", number=number, listener_id=listener))
        key: bytes | None = listener.encode()
        mutation = rng.randrange(8)
        if mutation == 0:
            raw = raw[: rng.randrange(len(raw))]
        elif mutation == 1:
            place = rng.randrange(len(raw))
            raw = raw[:place] + bytes([raw[place] ^ (1 << rng.randrange(8))]) + raw[place + 1 :]
        elif mutation == 2:
            raw = rng.randbytes(rng.randrange(200))
        elif mutation == 3:
            raw = raw.replace(b"180.0", rng.choice([b"-1", b"1e999", b"null", b'"180"', b"[]", b"{}", b"1e6", b"0"]))
        elif mutation == 4:
            year = rng.choice([b"0001", b"0999", b"1969", b"1970", b"2099", b"2101", b"9999"])
            raw = raw.replace(b"2026", year, 1)
        elif mutation == 5:
            key = rng.choice([None, b"", b"\xff\x00", b"x" * 5_000])
        elif mutation == 6:
            raw = raw.replace(b'"finished"', rng.choice([b'"shown"', b'"eaten"', b"7", b'"searched"', b'"disliked"']))
        yield key, raw
