"""The channel mean of a stream of blocks, and what is needed to undo the mean for loudness."""

import numpy as np

from recommender.errors import BadAudio

ENERGY_STEP_S = 0.2
"""How finely the energy of the channels is followed."""
READ_SAMPLES = 1 << 17
"""Samples of all channels that are read at a time: they stay in the cache until they are mixed."""
WHOLE_SHARE = 0.95
"""A file whose sound ends before this share of the announced length is truncated."""


def middle(n: int, wanted: float) -> tuple[int, int]:
    """Return start and length of the middle part of `n` frames, the whole when it is short enough."""
    return (0, n) if n <= wanted else ((n - round(wanted)) // 2, round(wanted))


class Mix:
    """Collects blocks of frames as their channel mean and its energies."""

    def __init__(self, *, rate: int, channels: int, duration_s: float, n_frames: int) -> None:
        self.rate = rate
        self.channels = channels
        self.duration_s = duration_s
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
        np.matmul(block, np.full(self.channels, 1 / self.channels, np.float32), out=mono)
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
        if self._filled < WHOLE_SHARE * len(self._mono):
            found_s, announced_s = self._filled / self.rate, len(self._mono) / self.rate
            raise BadAudio("truncated", f"{found_s:.1f} s of sound where {announced_s:.1f} s were announced")

    @property
    def mono(self) -> np.ndarray:
        """float32 [frames], the mean of the channels."""
        return self._mono[: self._filled]

    def channel_gain(self) -> np.ndarray:
        """Return the summed energy of the channels over that of their mean, per `ENERGY_STEP_S`, float64 [m]."""
        if not self._mono_energy:
            return np.full(1, float(self.channels))
        mono = np.concatenate(self._mono_energy).astype(float)
        channels = np.concatenate(self._channel_energy).astype(float)
        gain: np.ndarray = (channels + 1e-9) / (mono + 1e-9)
        return gain
