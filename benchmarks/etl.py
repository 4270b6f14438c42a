"""P1: CPU seconds of the analysis of a 30 s stereo clip, beside plain librosa and beside the bare decode.

`python -m benchmarks.etl`. One thread, process time, medians over clips of the median over rounds; in a round every
contestant takes its turn on every clip, so that drift of the machine hits all alike. FMA clips from `../shared`, else
clips made on the spot.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import librosa
import numpy as np
import soundfile
from scipy import stats
from threadpoolctl import threadpool_limits

from benchmarks.results_file import Goal, Table, write_result
from etl.analysis.analyse import analyse
from etl.analysis.contrast import N_BANDS, contrast, peaks_and_valleys
from etl.analysis.fluctuation import fluctuation_patterns
from etl.analysis.loudness import integrated_loudness, power_weights
from etl.analysis.mel import N_MELS, decibels, mel_power
from etl.analysis.moments import moments
from etl.analysis.spectrum import n_frames, spectrum_blocks
from etl.analysis.tempo import onset_strength, tempo_bpm
from etl.analysis.timbre import mfcc, spectral_centroid, zero_crossing_rate
from etl.analysis.tonality import key_and_mode, tonal_bins
from etl.decode.decode import at_rate, decode
from recommender.similarity.features import SAMPLE_RATE

CLIPS = Path(__file__).parents[2] / "shared/data/fma/fma_small/000"
LIBROSA_SHARE = 0.6
DECODE_SHARE = 2.0

Steps = dict[str, float]


class Stopwatch:
    """CPU seconds per named step; a step may be entered many times."""

    def __init__(self) -> None:
        self.seconds: Steps = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add the CPU time of the block to a step."""
        started = time.process_time()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.process_time() - started


def bare_decode(clip: Path) -> Steps:
    """Read the file as float32 and throw it away."""
    watch = Stopwatch()
    with watch.step("all"):
        soundfile.read(clip, dtype="float32")
    return watch.seconds


def plain_librosa(clip: Path) -> Steps:
    """Do what one writes with librosa's own calls: 154 numbers."""
    watch = Stopwatch()
    with watch.step("load at 22,050"):
        samples, rate = librosa.load(clip, sr=SAMPLE_RATE)
    with watch.step("mfcc"):
        first = librosa.feature.mfcc(y=samples, sr=rate, n_mfcc=20)
    with watch.step("centroid"):
        second = librosa.feature.spectral_centroid(y=samples, sr=rate)
    with watch.step("zero crossings"):
        third = librosa.feature.zero_crossing_rate(samples)
    with watch.step("7 moments"):
        for series in (first, second, third):
            _plain_moments(series)
    return _with_sum(watch.seconds)


def _plain_moments(series: np.ndarray) -> np.ndarray:
    summaries = (stats.kurtosis, np.max, np.mean, np.median, np.min, stats.skew, np.std)
    return np.stack([summary(series, axis=1) for summary in summaries])


def ours(clip: Path) -> Steps:
    """Return the time of the declared set as the product makes it: 363 numbers and the facts."""
    watch = Stopwatch()
    with watch.step("all"):
        analyse(clip)
    return watch.seconds


def ours_without_extras(clip: Path) -> Steps:
    """Make the same 154 numbers as plain librosa by our means: no contrast, no fluctuation, no facts."""
    watch = Stopwatch()
    with watch.step("all"):
        samples = decode(clip).samples
        mel = np.empty((n_frames(len(samples)), N_MELS), np.float32)
        centroid = np.empty(len(mel), np.float32)
        for block in spectrum_blocks(samples):
            mel_power(block.power, out=mel[block.at])
            centroid[block.at] = spectral_centroid(block.magnitude)
        moments(np.concatenate([mfcc(decibels(mel)).T, centroid[None], zero_crossing_rate(samples)[None]]))
    return watch.seconds


def ours_by_step(clip: Path) -> Steps:
    """Make the declared set again, taken apart."""
    watch = Stopwatch()
    with watch.step("decode, channel mean, resample"):
        sound = decode(clip)
    samples = sound.samples
    n = n_frames(len(samples))
    mel, weighted = np.empty((n, N_MELS), np.float32), np.empty((n, 1), np.float32)
    peaks, valleys = np.empty((n, N_BANDS), np.float32), np.empty((n, N_BANDS), np.float32)
    centroid = np.empty(n, np.float32)
    blocks = spectrum_blocks(samples)
    while True:
        with watch.step("STFT with magnitude and power"):
            block = next(blocks, None)
        if block is None:
            break
        with watch.step("mel, sparse"):
            mel_power(block.power, out=mel[block.at])
        with watch.step("centroid as a product"):
            centroid[block.at] = spectral_centroid(block.magnitude)
        with watch.step("contrast"):
            peaks_and_valleys(block.magnitude, peaks[block.at], valleys[block.at])
        with watch.step("facts: loudness, tempo, key"):
            np.matmul(block.power, power_weights(), out=weighted[block.at])
    with watch.step("dB and MFCC"):
        mel_db = decibels(mel)
        coefficients = mfcc(mel_db)
    with watch.step("zero crossings"):
        crossings = zero_crossing_rate(samples)
    with watch.step("contrast"):
        contrasts = contrast(peaks, valleys)
    with watch.step("7 moments"):
        moments(np.concatenate([coefficients.T, centroid[None], crossings[None], contrasts.T]))
    with watch.step("fluctuation"):
        fluctuation_patterns(mel)
    with watch.step("facts: loudness, tempo, key"):
        integrated_loudness(weighted[:, 0], sound.channel_gain, lost_power=sound.lost_power)
        tempo_bpm(onset_strength(mel_db))
        key_and_mode(np.ones(tonal_bins().stop - tonal_bins().start))
    return _with_sum(watch.seconds)


def reading_steps(clip: Path) -> Steps:
    """Do what lies between the bare decode and the samples."""
    watch = Stopwatch()
    frames, rate = soundfile.read(clip, dtype="float32", always_2d=True)
    with watch.step("channel mean, as librosa"):
        librosa.to_mono(frames.T)
    with watch.step("channel mean, as ours"):
        mono = frames[:, 0] + frames[:, -1]
    with watch.step("resample to 22,050 (soxr HQ)"):
        at_rate(mono, rate=rate, wanted=SAMPLE_RATE)
    return watch.seconds


def _with_sum(steps: Steps) -> Steps:
    return {**steps, "all": sum(steps.values())}


CONTESTANTS: dict[str, Callable[[Path], Steps]] = {
    "bare decode": bare_decode,
    "plain librosa": plain_librosa,
    "ours": ours,
    "ours, without the extras": ours_without_extras,
    "ours, step by step": ours_by_step,
    "between decode and samples": reading_steps,
}


def measure(clips: list[Path], rounds: int) -> dict[str, Steps]:
    """Return the median over clips of the median over rounds, seconds per contestant and step."""
    times_of: dict[tuple[str, str], dict[Path, list[float]]] = {}
    for number in range(rounds + 1):
        for clip in clips:
            for name, contestant in CONTESTANTS.items():
                for step, seconds in contestant(clip).items():
                    if number:  # the first round only warms up
                        times_of.setdefault((name, step), {}).setdefault(clip, []).append(seconds)
    result: dict[str, Steps] = {}
    for (name, step), per_clip in times_of.items():
        median = statistics.median(statistics.median(times) for times in per_clip.values())
        result.setdefault(name, {})[step] = median
    return result


def make_clip(path: Path, seed: int) -> None:
    """Write 30 s of stereo chords, drums and noise as MP3 of about 256 kbit/s."""
    rng = np.random.default_rng(seed)
    times = np.arange(30 * 44_100) / 44_100
    sound = sum(np.sin(2 * np.pi * 110 * 2 ** (note / 12) * times) for note in rng.integers(0, 36, 6)) * 0.05
    drums = rng.normal(size=len(times)) * np.exp(-(times % 0.5) * 20) * 0.3
    channels = np.stack([sound + drums, sound - drums * 0.5], axis=1) + rng.normal(size=(len(times), 2)) * 0.01
    with soundfile.SoundFile(
        path, "w", 44_100, 2, format="MP3", bitrate_mode="CONSTANT", compression_level=0.2
    ) as file:
        for start in range(0, len(channels), 44_100):
            file.write(channels[start : start + 44_100])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(limits=1):
        clips = sorted(CLIPS.glob("*.mp3"))
        origin = f"{len(clips)} FMA clips"
        if not clips:
            clips = [Path(folder) / f"{seed}.mp3" for seed in range(4)]
            for seed, clip in enumerate(clips):
                make_clip(clip, seed)
            origin = f"{len(clips)} clips made on the spot (no FMA clips in ../shared)"
        report(measure(clips, rounds), origin)


def report(measured: dict[str, Steps], origin: str) -> None:
    """Print and keep the tables."""
    decode_s, librosa_s, ours_s = (measured[name]["all"] for name in ("bare decode", "plain librosa", "ours"))
    names = ("bare decode", "plain librosa", "ours", "ours, without the extras")
    whole = Table(
        title=f"CPU per 30 s stereo clip, one thread, {origin}",
        columns=("what", "ms", "x plain librosa", "x bare decode"),
        rows=tuple((name, s * 1000, s / librosa_s, s / decode_s) for name in names for s in (measured[name]["all"],)),
    )
    stepped = ("plain librosa", "ours, step by step", "between decode and samples")
    steps = Table(
        title="Where the time goes",
        columns=("who", "step", "ms"),
        rows=tuple((name, step, seconds * 1000) for name in stepped for step, seconds in measured[name].items()),
    )
    goals = [
        _goal("P1 analysis, CPU against plain librosa", ours_s / librosa_s, LIBROSA_SHARE),
        _goal("P1 analysis, CPU against the bare decode", ours_s / decode_s, DECODE_SHARE),
    ]
    write_result("etl", goals=goals, tables=[whole, steps])


def _goal(name: str, share: float, target: float) -> Goal:
    return Goal(goal=name, target=f"<= {target:.1f} x", measured=f"{share:.2f} x", holds=share <= target)


if __name__ == "__main__":
    main()
