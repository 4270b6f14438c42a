"""Plays in JSON rows of any tool that calls things by their names: title, artist and time, the track maybe apart."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from etl.histories.csv_rows import COLUMNS
from etl.histories.json_entries import rows_of
from etl.histories.rows import BadRow, NoMusic, Read, Unusable, check_play
from etl.tables.delimited import places_of
from etl.tables.written_dates import NoDate, moment_written
from recommender.prediction.streams.records import Play

_UNIT_S = {"ms": 1e-3, "seconds": 1.0}
_decode = msgspec.json.Decoder().decode


def is_named(row: dict[str, Any]) -> bool:
    """Return whether title, artist and time are found in the row."""
    renamed = _rename(row)
    return {"title", "artist"} <= renamed.keys() and bool({"unix", "text"} & renamed.keys())


def read_named(content: bytes) -> Iterator[Read]:
    """Yield the plays."""
    for number, raw in enumerate(rows_of(content), 1):
        try:
            row = _decode(raw)
            play = _play(_rename(row)) if isinstance(row, dict) else None
        except (msgspec.DecodeError, UnicodeDecodeError, Unusable) as error:
            yield BadRow(number, str(error))
            continue
        yield NoMusic(number) if play is None else play


def _rename(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the row holds by our names; what is told of the track apart counts like the row's own."""
    whole = dict(row)
    if isinstance(track := whole.pop("track", None), dict):
        whole = {**track, **whole}
    elif track is not None:
        whole["track"] = track
    keys = list(whole)
    return {field: whole[keys[i]] for field, i in places_of(keys, COLUMNS).items()}


def _play(row: Mapping[str, Any]) -> Play | None:
    """Return the play; None for a row without a time: it plays now, or is something else."""
    at = next((row[name] for name in ("unix", "text") if row.get(name) not in (None, "")), None)
    if at is None:
        return None
    lengths = (row[name] * unit for name, unit in _UNIT_S.items() if isinstance(row.get(name), int | float))
    try:
        moment = moment_written(f"{at:.0f}" if isinstance(at, float) else str(at))
    except NoDate as error:
        raise Unusable(f"its time {error}") from error
    return check_play(
        at=moment, title=row.get("title"), artist=_credit(row.get("artist")), listened_s=next(lengths, None)
    )


def _credit(given: Any) -> object:
    """Return an artist, or several, told as texts or as objects with a name."""
    if isinstance(given, dict):
        return given.get("name") or given.get("#text")
    if isinstance(given, list):
        return ", ".join(str(name) for artist in given if (name := _credit(artist)))
    return given
