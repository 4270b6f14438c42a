"""The mel scale and its filters are librosa's, without librosa."""

import subprocess
import sys

import librosa
import numpy as np
import pytest

from etl.analysis.mel import N_MELS, mel_filters, mel_frequencies
from recommender.similarity.features import N_FFT
from tests.builders.audio import make_sound
from tests.paths import ROOT

RATES = (8_000, 22_050, 44_100, 48_000)


@pytest.mark.parametrize("rate", RATES)
def test_the_filters_are_librosas_to_the_last_bit(rate):
    assert np.array_equal(mel_filters(rate), librosa.filters.mel(sr=rate, n_fft=N_FFT, n_mels=N_MELS))


@pytest.mark.parametrize("max_hz", [500.0, 1_000.0, 11_025.0])
def test_the_scale_is_librosas_below_and_above_a_thousand_hertz(max_hz):
    assert np.array_equal(mel_frequencies(40, max_hz=max_hz), librosa.mel_frequencies(40, fmin=0.0, fmax=max_hz))


def test_an_analysis_loads_nothing_that_takes_longer_than_itself(tmp_path):
    sound = make_sound(tmp_path / "sound.wav", seconds=3)
    code = (
        "import sys; from pathlib import Path; from etl.analysis.analyse import analyse; "
        "analyse(Path(sys.argv[1])); "
        "print(sorted({'librosa', 'numba', 'scipy', 'numpy.f2py', 'sklearn', 'pandas'} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", code, sound], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")
