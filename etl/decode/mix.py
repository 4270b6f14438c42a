"""The channel mean of a stream of blocks, and what is needed to undo the mean for loudness."""

from dataclasses import dataclass

import numpy as np

from recommender.errors import BadAudio

ENERGY_STEP_S = 0.2
"""How finely the energy of the channels is followed."""
READ_SAMPLES = 1 << 17
"""Samples of all channels that are read at a time: they stay in the cache until they are mixed."""
SILENT_PEAK = 1e-4
"""A sound that never gets louder than this (-80 dB of full scale) is silent."""
MIN_KEPT_SHARE = 0.01
"""Share of the channels' energy below which their mean is no picture of the sound: they cancel each other out."""
WHOLE_SHARE = 0.95
"""A file whose sound ends before this share of the announced length is truncated."""

MAX_PADDING_S = 0.25
"""What some containers announce too much, because they count the last packet as full."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a sound is wanted."""

    length_s: float
    """At most so much."""
    at: float = 0.5
    """Where it lies: 0 at the beginning, 0.5 in the middle, 1 at the end."""
    channel: int | None = None
    """One channel instead of the mean of all."""

    def frames(self, n: int, rate: int) -> tuple[int, int]:
        """Return start and length in frames, of `n`; the whole when that is short enough."""
        wanted = self.length_s * rate
        return (0, n) if n <= wanted else (int((n - round(wanted)) * self.at), round(wanted))


class Mix:
    """Collects blocks of frames as their channel mean, or as one of the channels, and its energies."""

    def __init__(
        self, *, rate: int, channels: int, duration_s: float, n_frames: int, channel: int | None = None
    ) -> None:
        """`channel`: which one to take instead of the mean."""
        self.rate = rate
        self.channels = channels
        self.duration_s = duration_s
        self._weights = np.full(channels, 1 / channels, np.float32)
        if channel is not None:
            self._weights = np.eye(channels, dtype=np.float32)[channel]
        self._mono = np.empty(n_frames, np.float32)
        self._filled = 0
        self._step = max(1, round(rate * ENERGY_STEP_S))
        self._channel_energy: list[np.ndarray] = []
        self._mono_energy: list[np.ndarray] = []

    def add(self, block: np.ndarray) -> None:
        """Take float32 [frames, channels], as many as `read_frames` says."""
        n = len(block)
        mono = self._mono[self._filled : self._filled + n]
        # a product, because numpy's mean over the last axis costs as much as the decoding
        np.matmul(block, self._weights, out=mono)
        self._filled += n
        whole = n - n % self._step
        if whole:
            stepped = block[:whole].reshape(-1, self._step * self.channels)
            self._channel_energy.append(np.vecdot(stepped, stepped))
            stepped = mono[:whole].reshape(-1, self._step)
            self._mono_energy.append(np.vecdot(stepped, stepped))

    @property
    def missing(self) -> int:
        """Frames still to come."""
        return len(self._mono) - self._filled

    @property
    def read_frames(self) -> int:
        """Frames to read next: a whole number of energy steps, except at the end."""
        steps = max(1, READ_SAMPLES // (self._step * self.channels))
        return min(steps * self._step, self.missing)

    def check_whole(self) -> None:
        """Raise `BadAudio` (truncated) when far fewer frames came than were announced."""
        if self._filled < WHOLE_SHARE * len(self._mono) and self.missing > MAX_PADDING_S * self.rate:
            found_s, announced_s = self._filled / self.rate, len(self._mono) / self.rate
            raise BadAudio("truncated", f"{found_s:.1f} s of sound where {announced_s:.1f} s were announced")

    @property
    def mono(self) -> np.ndarray:
        """float32 [frames], the mean of the channels, or the one that was asked for."""
        return self._mono[: self._filled]

    def is_silent(self) -> bool:
        """Say whether what came never gets louder than `SILENT_PEAK`."""
        return not len(self.mono) or max(float(self.mono.max()), -float(self.mono.min())) < SILENT_PEAK

    def cancels_out(self) -> bool:
        """Say whether the channels are each other's opposite, so that their mean loses nearly all of the sound."""
        channels, mono = self._energies()
        return self.channels > 1 and self.channels * mono.sum() < MIN_KEPT_SHARE * channels.sum()

    def channel_gain(self) -> np.ndarray:
        """Return the summed energy of the channels over that of their mean, per `ENERGY_STEP_S`, float64 [m]."""
        channels, mono = self._energies()
        if not len(mono):
            return np.full(1, float(self.channels))
        gain: np.ndarray = (channels + 1e-9) / (mono + 1e-9)
        return gain

    def _energies(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the summed energy of the channels and that of the mix, per `ENERGY_STEP_S`."""
        if not self._mono_energy:
            return np.zeros(0), np.zeros(0)
        return np.concatenate(self._channel_energy).astype(float), np.concatenate(self._mono_energy).astype(float)
