"""What the benchmark of the analysis rests on: turns, files of their own, other checkouts."""

import random

import numpy as np
import pytest
import soundfile

from benchmarks.etl.checkout import opened_checkout, worst_difference
from benchmarks.etl.folder import vary, write_variations
from benchmarks.etl.turns import measure
from etl.analysis.analyse import analyse
from etl.decode.decode import decode
from etl.ingest.identity import audio_identity
from tests.builders.audio import make_sound
from tests.paths import ROOT


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "clip.mp3"
    noise = np.random.default_rng(0).normal(size=(3 * 44_100, 2)) * 0.1
    soundfile.write(path, noise, 44_100, format="MP3", bitrate_mode="CONSTANT", compression_level=0.2)
    return path


def test_every_way_takes_its_turn_at_every_clip():
    taken = []

    def way(name):
        return lambda clip: taken.append((name, clip)) or {"all": float(ord(clip)), "part": 1.0}

    measured = measure({"ours": way("ours"), "theirs": way("theirs")}, ["a", "c"], rounds=3)
    assert measured == {name: {"all": 98.0, "part": 1.0} for name in ("ours", "theirs")}
    assert [clip for _, clip in taken] == ["a", "a", "c", "c"] * 4
    assert all(taken[i][0] != taken[i + 1][0] for i in range(0, len(taken), 2))
    assert {taken[i][0] for i in range(0, len(taken), 2)} == {"ours", "theirs"}, "the order is drawn anew each time"


def test_the_first_round_does_not_count():
    times = iter([9.0, 1.0])
    assert measure({"ours": lambda _: {"all": next(times)}}, ["a"], rounds=1) == {"ours": {"all": 1.0}}


def test_drawing_the_order_leaves_the_chance_of_others_alone():
    state = random.getstate()
    measure({"ours": lambda _: {"all": 1.0}, "theirs": lambda _: {"all": 1.0}}, ["a"], rounds=1)
    assert random.getstate() == state


def test_variations_of_a_clip_are_tracks_of_their_own_that_sound_the_same(clip, tmp_path):
    files = write_variations([clip], tmp_path, n_files=3)
    assert len({audio_identity(file) for file in files}) == 3
    assert all(np.array_equal(decode(file).samples, decode(clip).samples) for file in files)


def test_a_file_without_room_for_a_number_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"sound\.wav does not begin with a frame that has room"):
        vary(make_sound(tmp_path / "sound.wav", seconds=2), 1)


def test_a_checkout_analyses_in_a_process_of_its_own(clip):
    with opened_checkout(ROOT) as one, opened_checkout(ROOT) as other:
        assert one(clip)["all"] > 0
        assert other(clip)["all"] > 0
        assert np.array_equal(one.vectors[clip], analyse(clip).vector)
        assert worst_difference(one, other, [clip]) == 0


def test_a_difference_is_told_by_the_spread_of_its_column():
    with opened_checkout(ROOT) as one, opened_checkout(ROOT) as other:
        one.vectors = {1: np.array([0.0, 5.0]), 2: np.array([4.0, 5.0])}
        other.vectors = {1: np.array([0.0, 5.0]), 2: np.array([4.5, 5.0])}
        assert worst_difference(one, other, [1, 2]) == pytest.approx(0.25)


def test_a_folder_without_segue_is_no_checkout(tmp_path):
    with pytest.raises(RuntimeError, match="is no checkout of segue"), opened_checkout(tmp_path):
        pass
