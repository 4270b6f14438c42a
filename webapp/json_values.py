"""JSON from outside as plain values."""

from typing import Any

import msgspec

_EXACT_BELOW = 2.0**53


def plain_values(text: str | bytes) -> Any:
    """Return what a JSON text says; whole numbers are integers, also when written as `2030.0`, as JSON has one kind.

    Raises `ValueError` for what is not JSON, or nests too deeply.
    """
    try:
        return _decoder.decode(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _number(text: str) -> float | int:
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < _EXACT_BELOW else number


_decoder = msgspec.json.Decoder(float_hook=_number)
