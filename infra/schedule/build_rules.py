"""When the index, and the map of it, are to be built again: pure rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as time_of_day

from recommender.errors import BadSetting

RETRY_AFTER = timedelta(minutes=30)
"""After a build, good or bad, new tracks wait at least this long."""
AWAITED_AFTER = timedelta(minutes=2)
"""After a build, what somebody waits for who asked for a scan."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What the rule looks at."""

    last_build: datetime | None
    """When the newest version was made, aware; None before the first."""
    n_indexed: int
    """Tracks in the newest version."""
    n_new: int
    """Tracks analysed since that version's data cut-off."""
    last_tried: datetime | None = None
    """When this scheduler last ran a build, successful or not."""
    is_awaited: bool = False
    """Whether somebody asked for a scan that has found new tracks, and no build was tried since."""

    @property
    def share_new(self) -> float:
        """New tracks per indexed one; 1 when there is no index yet but something to index."""
        if self.n_indexed == 0:
            return 1.0 if self.n_new else 0.0
        return self.n_new / self.n_indexed


def due(now: datetime, progress: Progress, *, at: time_of_day, new_share: float) -> str:
    """Return why a build is due at `now` (aware), in words; empty when it is not.

    Nightly: the last moment of the day `at` (in `now`'s time zone) has passed since the last build or attempt, also
    when the machine slept through it. Sooner: at least `new_share` of the tracks are new, or somebody waits for one,
    and the last attempt is not too recent. Without any analysed track nothing is due.
    """
    if progress.n_indexed + progress.n_new == 0:
        return ""
    tried = max((moment for moment in (progress.last_build, progress.last_tried) if moment is not None), default=None)
    if progress.share_new >= new_share and (tried is None or now - tried >= RETRY_AFTER):
        return f"{progress.n_new} of {progress.n_indexed + progress.n_new} tracks are new"
    if progress.is_awaited and progress.n_new and (tried is None or now - tried >= AWAITED_AFTER):
        return "somebody waits for what a scan has found"
    if progress.last_build is not None and tried is not None and tried < last_moment(now, at):
        return "nightly"
    return ""


def map_due(now: datetime, *, is_current: bool, last_tried: datetime | None) -> str:
    """Return why the map of the room is to be built at `now`, in words; empty when it is not.

    `is_current` says whether it was made of the index in use, which may also have been chosen by hand.
    """
    if is_current or (last_tried is not None and now - last_tried < RETRY_AFTER):
        return ""
    return "the index is newer than the map"


def sessions_due(
    now: datetime, *, made_at: datetime | None, has_enough: bool, last_tried: datetime | None, at: time_of_day
) -> str:
    """Return why the sessions are to be built at `now`, in words; empty when they are not.

    For the first time as soon as there are plays enough, then nightly, whether or not anything was played: a listener
    who was forgotten is in no version that is made later.
    """
    tried = max((moment for moment in (made_at, last_tried) if moment is not None), default=None)
    if made_at is None:
        return "there is listening" if has_enough and (tried is None or now - tried >= RETRY_AFTER) else ""
    return "nightly" if tried is not None and tried < last_moment(now, at) else ""


def last_moment(now: datetime, at: time_of_day) -> datetime:
    """Return the last time the clock showed `at` in `now`'s time zone, at or before `now`."""
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today <= now else today - timedelta(days=1)


def parse_time(text: str) -> time_of_day:
    """Read `HH:MM`; raises `BadSetting`."""
    try:
        return datetime.strptime(text, "%H:%M").time()
    except ValueError:
        raise BadSetting(f"SEGUE_SCHEDULE_AT={text!r}: a time of day as HH:MM is needed, such as 03:30") from None
