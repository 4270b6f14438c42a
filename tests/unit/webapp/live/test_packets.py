import pytest

from webapp.live.packets import FastJson


def test_json_of_the_socket_refuses_what_is_not_json_and_what_nests_too_deeply():
    assert FastJson.loads(FastJson.dumps(["activity", {"a": 1}])) == ["activity", {"a": 1}]
    for text in ("{", "[" * 100_000, "NaN"):
        with pytest.raises(ValueError):  # noqa: PT011 - the message is msgspec's
            FastJson.loads(text)
