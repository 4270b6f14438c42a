import pickle
from pathlib import Path

import numpy as np
import pytest
import soundfile

from etl.analysis.altered_copies import (
    SAME_RECORDING,
    Alteration,
    AnalysedCopies,
    CopyWork,
    analyse_copies,
    write_copy,
)
from etl.decode.decode import decode_at_own_rate
from recommender.errors import BadAudio

RATE = 22_050


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Four seconds of noise that gets louder."""
    samples = np.random.default_rng(2).standard_normal(4 * RATE) * np.linspace(0.01, 0.1, 4 * RATE)
    path = tmp_path / "noise.wav"
    soundfile.write(path, samples.astype(np.float32), RATE, subtype="FLOAT")
    return path


def test_what_is_left_of_a_recording() -> None:
    samples = np.arange(1_000, dtype=np.float32)
    altered = Alteration(name="x", cut_start_s=1.0, cut_end_share=0.1, gain_db=-20.0).apply(samples, rate=100)
    assert (len(altered), altered[0], altered[-1]) == (800, pytest.approx(10.0), pytest.approx(89.9))


def test_a_louder_copy_is_not_clipped(tmp_path: Path) -> None:
    loud = tmp_path / "loud.wav"
    soundfile.write(loud, np.sin(np.arange(2 * RATE, dtype=np.float32)), RATE, subtype="FLOAT")
    as_another_process_has_it = pickle.loads(pickle.dumps(Alteration(name="louder", gain_db=6.0)))
    copy = write_copy(loud, as_another_process_has_it, tmp_path)
    assert decode_at_own_rate(copy)[0].max() == pytest.approx(10 ** (6 / 20), rel=1e-3)


@pytest.mark.parametrize("alteration", SAME_RECORDING, ids=lambda each: each.name)
def test_every_copy_can_be_read_and_is_as_long_as_it_says(source: Path, tmp_path: Path, alteration: Alteration) -> None:
    samples, rate = decode_at_own_rate(write_copy(source, alteration, tmp_path))
    expected_s = (4.0 - alteration.cut_start_s) - alteration.cut_end_share * 4.0
    assert len(samples) / rate == pytest.approx(expected_s, abs=0.15)


def test_a_track_is_analysed_with_its_copies(source: Path) -> None:
    result = analyse_copies(CopyWork(source, SAME_RECORDING[4:6]))
    assert isinstance(result, AnalysedCopies)
    assert [round(copy.sound.duration_s) for copy in result.copies] == [3, 2]
    assert round(result.original.sound.duration_s) == 4
    assert not np.array_equal(result.original.vector, result.copies[0].vector)


def test_a_file_that_is_no_music_comes_back_as_its_error(tmp_path: Path) -> None:
    path = tmp_path / "text.mp3"
    path.write_text("no music")
    assert isinstance(analyse_copies(CopyWork(path, SAME_RECORDING[:1])), BadAudio)
