"""What the web says to the process that reads a history; nothing heavy is imported for it."""

from msgspec import Struct


class HistoryJob(Struct, frozen=True, kw_only=True):
    """One file that was sent."""

    import_id: str
    path: str
