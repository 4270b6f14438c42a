"""Why a file's tags are not written."""

from recommender.errors import BadInput


class CannotWrite(BadInput):
    """The tags of this file are not written; it is as it was, byte for byte."""


class ChangedMeanwhile(CannotWrite):
    """The file is not the one that is known."""

    def __init__(self) -> None:
        super().__init__("the file has changed since it was read last; run `segue ingest`, then try again")
