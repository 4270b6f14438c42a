"""The last question before a new index replaces the one in use, whether something has gone badly wrong."""

from recommender.artifacts.manifest import Manifest
from recommender.errors import SegueError

MIN_SHARE = 0.5
"""A new index with a smaller share of the present one's tracks is probably a mistake."""


class GateClosed(SegueError):
    """A new version is so much smaller or worse than the present one that a person should look first."""


def require_no_collapse(new: Manifest, present: Manifest | None) -> None:
    """Raise `GateClosed` when most tracks of the present version would vanish; without one, anything goes."""
    if present is None:
        return
    before, after = present.counts["tracks"], new.counts["tracks"]
    if after < MIN_SHARE * before:
        raise GateClosed(
            f"the new index has {after:,} tracks, the present one {before:,}; nothing was published. "
            "If that is right, say `segue build index --force`"
        )
