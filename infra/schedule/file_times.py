"""When files were last changed: what the schedule trains again on."""

from datetime import UTC, datetime
from pathlib import Path


def newest_change(*files: Path) -> datetime:
    """Return when the newest of the files was written, UTC."""
    return datetime.fromtimestamp(max(file.stat().st_mtime for file in files), tz=UTC)
