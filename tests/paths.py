"""Where the project lies, and the real data beside it that not everybody has."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
