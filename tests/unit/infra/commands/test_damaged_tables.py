"""What a person sees who gives a damaged table: one sentence with the file's name, exit code 2, no traceback."""

import gzip
import sys

import pytest

from infra.cli import main
from tests.builders import written_tables as tables
from tests.builders.written_tables import parquet_of, text_of

TOPICS = {
    "charts": ("position", tables.CHARTS, ["charts", "{}"]),
    "popularity": ("tempo", tables.POPULARITY, ["popularity", "{}"]),
    "popularity --test": ("tempo", tables.POPULARITY, ["popularity", "{good}", "--test", "{}"]),
    "charts --test": ("position", tables.CHARTS, ["charts", "{charts}", "--test", "{}"]),
    "mood": ("valence", tables.MOOD, ["mood", "{}"]),
    "mood --test": ("valence", tables.MOOD, ["mood", "{mood}", "--test", "{}"]),
    "mood --features": (
        "track_id", tables.FEATURES_CSV, ["mood", "{mood}", "--features", "{}", "--echonest", "{echonest}"],
    ),
    "releases": ("release_date", tables.RELEASES, ["releases", "{}"]),
    "releases --test": ("release_date", tables.RELEASES, ["releases", "{releases}", "--test", "{}"]),
    "streams": ("time", tables.HISTORY, ["streams", "{}"]),
    "sessions": ("time", tables.HISTORY, ["sessions", "{}"]),
    "plays": ("weight", tables.PLAYS, ["artists", "--plays", "{}"]),
    "features": ("track_id", tables.FEATURES_CSV, ["descriptors", "--features", "{}", "--echonest", "{echonest}"]),
    "echonest": ("energy", tables.ECHONEST, ["descriptors", "--features", "{features}", "--echonest", "{}"]),
    "artists": (
        "artist_name", tables.ARTISTS,
        ["descriptors", "--features", "{features}", "--echonest", "{echonest}", "--artists", "{}"],
    ),
}  # fmt: skip
DAMAGE = {
    "gz breaks off": lambda rows, _: gzip.compress(text_of(rows * 50).encode())[:-12],
    "parquet breaks off": lambda rows, _: parquet_of(rows)[:-20],
    "json breaks off": lambda rows, _: b'[{"' + rows[0][0].encode(),
    "another column": lambda rows, needed: text_of(rows).replace(needed, "another").encode(),
    "a few rows": lambda rows, _: text_of(rows).encode(),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("topic", TOPICS)
def test_a_damaged_table_ends_in_one_sentence(topic, damage, tmp_path, monkeypatch, capsys):
    needed, rows, arguments = TOPICS[topic]
    given = {
        "good": tables.POPULARITY,
        "charts": tables.CHARTS,
        "mood": tables.MOOD,
        "releases": tables.RELEASES,
        "features": tables.FEATURES_CSV,
        "echonest": tables.ECHONEST,
    }
    files = {name: tmp_path / f"{name}.csv" for name in given}
    for name, good in given.items():
        files[name].write_text(text_of(good), encoding="utf-8")
    table = tmp_path / "table.csv"
    table.write_bytes(DAMAGE[damage](rows, needed))
    monkeypatch.setenv("SEGUE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "argv", ["segue", "evaluate", *(part.format(table, **files) for part in arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    *_, last = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert last.startswith("segue: ")
    assert damage == "a few rows" or "table.csv" in last
