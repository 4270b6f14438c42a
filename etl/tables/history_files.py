"""The old place of `etl.histories.files`, for programs of others that import it from here."""

from etl.histories.files import open_histories

__all__ = ["open_histories"]
