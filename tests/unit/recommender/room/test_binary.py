import re

import msgspec
import numpy as np
import pytest

from recommender.errors import BadInput
from recommender.room.binary import MapHeader, MethodHeader, RegionHeader, box_of, column_header, read_map, write_map
from recommender.room.quantities.encoding import decode, encode
from recommender.room.quantities.quantity import read_column
from recommender.room.quantities.sources import Listening, Sources
from recommender.room.quantities.table import QUANTITIES
from tests.builders.room import made_library
from tests.paths import ROOT

METHOD = MethodHeader(name="pacmap", seed=3, n_neighbours=15, neighbours_kept=0.6, global_order=None, n_placed=0)


def columns_of(library, *names):
    sources = Sources(library, Listening.nothing(len(library.seen.catalogue)))
    return [encode(QUANTITIES[name], read_column(QUANTITIES[name], sources)) for name in names]


def made_bytes(library, *names):
    columns = columns_of(library, *names)
    header = MapHeader(
        version="v",
        map_version="m",
        method=METHOD,
        box=box_of(library.seen.positions),
        columns=tuple(map(column_header, columns)),
        regions=(RegionHeader(name="Füße & ♫", centre=(0.0, 0.5, 1.0), radius=0.2, n_tracks=3),),
        n_missing=0,
    )
    return header, columns, write_map(header, library.seen.positions, columns)


@pytest.mark.parametrize("names", [(), ("genre",), ("genre", "tempo", "brightness", "loudness", "key", "length")])
def test_what_is_written_is_read_back(names):
    library = made_library()
    header, columns, data = made_bytes(library, *names)
    read = read_map(data)
    assert read.header == header
    extent = np.array(header.box.max) - np.array(header.box.min)
    assert (np.abs(read.positions - library.seen.positions) <= extent / 65_535).all()
    for column in columns:
        assert np.array_equal(read.columns[column.name], decode(column), equal_nan=True)


def test_a_track_takes_six_bytes_and_one_for_each_quantity():
    library = made_library()
    n = len(library.seen)
    sizes = []
    for names in ((), ("genre", "tempo", "brightness", "loudness", "key", "length")):
        _, _, data = made_bytes(library, *names)
        header_bytes = int.from_bytes(data[12:16], "little")
        assert (16 + header_bytes) % 4 == 0
        sizes.append((len(data) - 16 - header_bytes) / n)
    assert sizes == [6, 12]


def test_a_map_of_one_track_and_of_none_are_maps():
    for n in (0, 1):
        library = made_library(made_library().seen.tracks[:n])
        _, _, data = made_bytes(library, "length")
        read = read_map(data)
        assert np.array_equal(read.positions, library.seen.positions)
        assert len(read.columns["length"]) == n


@pytest.mark.parametrize(
    "spoil",
    [lambda data: data[:10], lambda data: b"XXXX" + data[4:], lambda data: data[:-1], lambda data: data + b"\0",
     lambda data: data[:4] + b"\2\0" + data[6:], lambda data: data[:16] + b"!" + data[17:]],
)  # fmt: skip
def test_what_is_no_such_map_is_refused(spoil):
    _, _, data = made_bytes(made_library(), "tempo")
    with pytest.raises(BadInput, match="not a map of segue's format 1"):
        read_map(spoil(data))


def test_the_reader_in_the_documentation_reads_the_same():
    text = (ROOT / "docs" / "api.md").read_text()
    code = next(block for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "SGMP" in block)
    namespace: dict[str, object] = {}
    exec(code, namespace)
    library = made_library()
    header, _, data = made_bytes(library, "genre", "tempo", "brightness")
    read_header, positions, columns = namespace["read"](data)  # type: ignore[operator]
    assert read_header == msgspec.json.decode(msgspec.json.encode(header))
    ours = read_map(data)
    assert np.allclose(positions, ours.positions, atol=1e-6)
    assert columns.keys() == ours.columns.keys()
    for name, values in ours.columns.items():
        assert np.allclose(columns[name], values, rtol=1e-6, equal_nan=True)
