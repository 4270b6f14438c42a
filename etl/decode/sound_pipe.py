"""A file that ffmpeg cannot open, as sound that it can.

`python -m etl.decode.sound_pipe FILE START_S` writes it as AU to standard output.
"""

import struct
import sys
from pathlib import Path
from typing import BinaryIO

import numpy as np

from etl.decode.decode import open_for_reading
from etl.decode.mix import READ_SAMPLES

_HEADER_BYTES = 24
_UNKNOWN_LENGTH = 0xFFFFFFFF
_FLOAT_32 = 6


def pipe_command(path: Path, *, start_s: float) -> list[str]:
    """Return the command that writes the file's sound from `start_s` on, as AU of 32-bit floats."""
    return [sys.executable, "-m", "etl.decode.sound_pipe", str(path), f"{start_s:.3f}"]


def write_sound(path: Path, out: BinaryIO, *, start_s: float) -> None:
    """Decode with libsndfile, block by block; raises `LibsndfileError`, and `OSError` when nobody reads."""
    with open_for_reading(path) as file:
        layout = (_HEADER_BYTES, _UNKNOWN_LENGTH, _FLOAT_32, file.samplerate, file.channels)
        out.write(b".snd" + struct.pack(">5I", *layout))
        file.seek(min(round(start_s * file.samplerate), file.frames))
        block = np.empty((max(1, READ_SAMPLES // file.channels), file.channels), np.float32)
        while len(got := file.read(len(block), out=block)):
            out.write(got.astype(">f4").tobytes())


if __name__ == "__main__":
    try:
        write_sound(Path(sys.argv[1]), sys.stdout.buffer, start_s=float(sys.argv[2]))
    except BrokenPipeError:
        sys.exit(0)
