"""Why a slate changed, in a few words."""

import numpy as np

from recommender.listening.folding import ALLOWED
from recommender.listening.taste import Taste
from recommender.listening.wishes.wish import Wish
from recommender.similarity.track_table import TrackTable

CAUSES = {
    "started": "because {title} is playing",
    "finished": "because you finished {title}",
    "skipped": "because you skipped {title}",
    "liked": "because you like {title}",
    "unliked": "because you no longer like {title}",
    ALLOWED: "because you allow {title} again",
    "disliked": "because you do not want {title}",
    "rated": "because you rated {title}",
    "queued": "because you queued {title}",
}
STEERED = "because you steered your picks"
SKIPS_IN_A_ROW = {2: "two", 3: "three"}


def because_of_wish(taste: Taste, table: TrackTable, wish: Wish, *, hidden: np.ndarray | None = None) -> str:
    """Return the visible cause of a radio's slate."""
    cause = because(taste, table, hidden=hidden)
    return f"{wish.asked}; {cause}" if cause else wish.asked


def because(taste: Taste, table: TrackTable, *, hidden: np.ndarray | None = None) -> str:
    """Return the visible cause of a slate, or nothing for a listener who has done nothing.

    What is `hidden` from the listener, bool [n_tracks], is not named.
    """
    if taste.last is not None and taste.last.kind == "steered":
        return STEERED
    if taste.last is None or taste.last.track_id is None:
        return ""
    row = table.row(taste.last.track_id)
    is_named = row is not None and (hidden is None or not hidden[row])
    title = f"“{table.titles[row]}”" if row is not None and is_named else "a track"
    if taste.last.kind == "skipped" and taste.skip_run > 1:
        n = SKIPS_IN_A_ROW.get(taste.skip_run, str(taste.skip_run))
        return f"because you skipped {n} in a row, {title} the last"
    return CAUSES[taste.last.kind].format(title=title)
