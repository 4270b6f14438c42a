import subprocess
import sys

PROGRAM = """
import os, sys
from etl.decode.decoder_noise import silence_decoders
silence_decoders()
os.write(2, b"from a C library")
print("from Python", file=sys.stderr)
"""


def test_only_python_is_still_heard():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stderr == "from Python\n"
