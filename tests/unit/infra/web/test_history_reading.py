"""What a listener is told of a sent history, and what stays of it."""

import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from infra.web.histories import reading
from recommender.listening.history.imports import INTERRUPTED, UnmatchedSong
from recommender.records import ListenerId, Track, TrackId
from tests.builders.history_imports import MadeImports
from tests.contracts.fakes.plays import FakePlayStore

ANNA = ListenerId("anna")
NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
TRACKS = [Track(track_id=TrackId("1"), title="Stay", artist="Ann")]
ROWS = [
    ("2026-01-01 05:41", "ANN", "Stay", 200_000),
    ("2026-01-02 05:41", "Ann", "Stay", 210_000),
    ("2026-01-02 05:41", "Ann", "Stay", 210_000),
    ("2026-01-03 05:46", "Nobody", "Unknown", 200_000),
    ("2026-01-03 05:50", "", "Broken", 200_000),
]


@pytest.fixture
def made(tmp_path):
    sent = []
    made = MadeImports(tmp_path / "sent", lambda: NOW, FakePlayStore(), lambda: TRACKS, sent.extend)
    made.sent = sent
    return made


def spotify(rows=ROWS):
    names = ("endTime", "artistName", "trackName", "msPlayed")
    return json.dumps([dict(zip(names, row, strict=True)) for row in rows])


def ended(made, tmp_path, content, *, dry_run=False, name="StreamingHistory0.json"):
    path = tmp_path / "arrived"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    made.arrival_folder(0)
    sent = made.begin(ANNA, path, name, dry_run=dry_run)
    return made.store.find(sent.import_id, NOW)


def test_an_import_tells_what_came_of_each_play_and_the_taste_hears_of_it(made, tmp_path):
    one = ended(made, tmp_path, spotify())
    figures = one.figures
    assert (one.state, one.reason, figures.forms) == ("done", "", ("Spotify, last year",))
    assert (figures.rows, figures.new, figures.known, figures.unmatched, figures.bad) == (5, 3, 1, 1, 1)
    assert figures.unmatched_songs == (UnmatchedSong("Unknown", "Nobody"),)
    assert figures.bad_rows == ("StreamingHistory0.json, row 5: it has no artist",)
    assert (figures.first_at, figures.last_at) == (
        datetime(2026, 1, 1, 5, 41, tzinfo=UTC),
        datetime(2026, 1, 3, 5, 46, tzinfo=UTC),
    )
    assert figures.told == len(made.sent) == 2


def test_a_dry_run_tells_the_same_figures_and_keeps_nothing(made, tmp_path):
    looked_at = ended(made, tmp_path, spotify(), dry_run=True)
    assert list(made.histories.of_listener(ANNA)) == []
    assert (made.sent, made.plays.hearings) == ([], [])
    imported = ended(made, tmp_path, spotify())
    assert replace(looked_at.figures, told=2) == imported.figures
    again = ended(made, tmp_path, spotify(), dry_run=True).figures
    assert (again.new, again.known) == (0, 4)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "a.json is empty"),
        ('{"a": 1}', "a.json is no listening history that is known"),
        (b"PK\x03\x04 broken", "a.json is a damaged zip"),
    ],
)
def test_a_file_that_is_no_history_fails_with_the_commands_words_and_no_path_of_the_server(
    made, tmp_path, content, words
):
    one = ended(made, tmp_path, content, name="a.json")
    assert one.state == "failed"
    assert one.reason.startswith(words)
    assert str(tmp_path) not in one.reason


def test_what_is_no_history_in_a_zip_is_named_and_left_aside(made, tmp_path):
    with zipfile.ZipFile(tmp_path / "my.zip", "w") as packed:
        packed.writestr("StreamingHistory0.json", spotify())
        packed.writestr("ReadMe.txt", "Hello")
    one = ended(made, tmp_path, (tmp_path / "my.zip").read_bytes(), name="my.zip")
    assert (one.state, one.figures.new) == ("done", 3)
    assert one.figures.left_aside[0].startswith("my.zip (ReadMe.txt)")


def test_a_file_that_needs_too_much_memory_says_what_to_do(made, tmp_path, monkeypatch):
    def full(*_args, **_named):
        raise MemoryError

    monkeypatch.setattr(reading, "import_histories", full)
    assert ended(made, tmp_path, spotify()).reason == f"StreamingHistory0.json: {reading.TOO_LARGE}"


def test_an_import_that_counts_as_failed_goes_no_further(made, tmp_path):
    def fall_silent():
        late = NOW + timedelta(hours=1)
        one = made.of_listener(ANNA)[0]
        made.store.tell(replace(one, state="failed", reason=INTERRUPTED, told_at=late))
        return TRACKS

    made.tracks = fall_silent
    one = ended(made, tmp_path, spotify())
    assert (one.state, one.reason) == ("failed", INTERRUPTED)
    assert made.sent == []
