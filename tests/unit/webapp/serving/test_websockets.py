import pytest

from webapp.live_packets import FastJson
from webapp.serving.websockets import unmask


@pytest.mark.parametrize("n", [0, 1, 3, 4, 5, 1000])
def test_unmasking_is_xor_with_the_repeated_mask(n):
    payload = bytes(i % 251 for i in range(n))
    mask = b"\x01\x80\xff\x10"
    assert unmask(payload, mask) == bytes(c ^ mask[i % 4] for i, c in enumerate(payload))


def test_json_of_the_socket_refuses_what_is_not_json_and_what_nests_too_deeply():
    assert FastJson.loads(FastJson.dumps(["activity", {"a": 1}])) == ["activity", {"a": 1}]
    for text in ("{", "[" * 100_000, "NaN"):
        with pytest.raises(ValueError):  # noqa: PT011 - the message is msgspec's
            FastJson.loads(text)
