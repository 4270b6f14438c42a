"""The one error tree: each message says what is wrong, which thing, and what to do."""


class SegueError(Exception):
    """Anything segue refuses or cannot do; its text is meant for the person at the keyboard."""


class BadInput(SegueError):
    """What came from outside is not what it should be; trying again with the same input cannot help."""


class BadRecord(BadInput):
    """A message or document does not follow its record's schema."""


class BadAudio(BadInput):
    """A file cannot be analysed; `reason` is one of the words that `segue ingest --report` lists."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class OutOfRange(BadInput):
    """The input is well-formed, but a value in it is not one that can be answered for."""


class NotFound(SegueError):
    """The named thing does not exist here."""


class UnknownTrack(NotFound):
    """No such track in the catalogue."""

    def __init__(self, track_id: str) -> None:
        super().__init__(f"track {track_id} is not in the catalogue; run `segue ingest PATH` to add music")
        self.track_id = track_id


class NotReady(SegueError):
    """Something this answer needs is not there yet; the message names the command that makes it."""


class NoIndex(NotReady):
    """No similarity index has been published."""

    def __init__(self) -> None:
        super().__init__("there is no similarity index yet; run `segue build index`")


class FingerprintMismatch(SegueError):
    """Something was made of other inputs than those declared now."""

    def __init__(self, *, actual: str, expected: str, remedy: str = "") -> None:
        """`remedy` is the command that makes it anew; without it, the one for feature vectors."""
        super().__init__(
            f"made of inputs with fingerprint {actual}, but this version of segue has {expected}; run `{remedy}`"
            if remedy
            else f"feature vectors have fingerprint {actual}, but this version makes {expected}; "
            "run `segue ingest --reanalyse PATH`"
        )


class BadArtifact(SegueError):
    """A published version is damaged or was made by something incompatible; the one in use stays."""


class ServerUnavailable(SegueError):
    """A server (MongoDB, Kafka, Spark) does not answer; trying again later may help."""


class StaleTaste(ServerUnavailable):
    """Another worker has stored a newer taste of this listener; load it and fold again."""


UNAVAILABLE = "a server behind the player does not answer at the moment; try again in a few seconds"


def describe(error: Exception) -> str:
    """Return the error's text for listeners; servers' addresses are only for the log."""
    return UNAVAILABLE if isinstance(error, ServerUnavailable) else str(error)


class BadSetting(BadInput):
    """A setting has a value that cannot be used."""


class NameTaken(BadInput):
    """Another account has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"name: {name} is taken; choose another")


class LastAdmin(BadInput):
    """Nobody would be left who may manage this instance."""

    def __init__(self) -> None:
        super().__init__("this is the only admin; make somebody else admin first")
