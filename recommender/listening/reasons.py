"""Why a pick is there, and why a slate changed, in one short sentence."""

from recommender.listening.mood_wish import MoodWish
from recommender.listening.scoring import PARTS, Scored
from recommender.listening.situation import Situation
from recommender.listening.taste import Taste
from recommender.similarity.likeness import likeness_shares
from recommender.similarity.track_table import TrackTable

DONE = {
    "finished": "which you finished",
    "liked": "which you like",
    "queued": "which you queued",
    "skipped": "which you heard",
}
CAUSES = {
    "started": "because {title} is playing",
    "finished": "because you finished {title}",
    "skipped": "because you skipped {title}",
    "liked": "because you like {title}",
    "unliked": "because you no longer like {title}",
    "disliked": "because you do not want {title}",
    "queued": "because you queued {title}",
}
STANDS_OUT = 0.4
"""Share of a likeness from which one kind of feature is worth naming."""
SKIPS_IN_A_ROW = {2: "two", 3: "three"}


def source_and_reason(situation: Situation, scored: Scored, position: int) -> tuple[str, str]:
    """Return the part that carries the pick's score and what it means to the listener."""
    source, reason = _without_mood(situation, scored, position)
    if situation.wish is None:
        return source, reason
    fit = situation.wish.words(int(scored.rows[position]))
    return ("mood", fit) if source == "fresh" else (source, f"{fit}, {reason}")


def _without_mood(situation: Situation, scored: Scored, position: int) -> tuple[str, str]:
    table = situation.index.table
    parts = scored.parts[position]
    pulls = {"now_playing": parts[0], "taste": parts[1], "popular": parts[2]}
    source = max(pulls, key=lambda name: float(pulls[name]))
    if pulls[source] <= parts[PARTS.index("chance")]:
        return "fresh", _unheard(situation, table, int(scored.rows[position]))
    if source == "now_playing" and situation.playing is not None:
        near = _close_in(situation, scored, position, situation.playing)
        return source, f"sounds like {_title(table, situation.playing)}{near}"
    if source == "taste":
        return source, _taste_reason(situation, scored, position)
    return source, "played often here lately"


def because_of_mood(taste: Taste, table: TrackTable, wish: MoodWish) -> str:
    """Return the visible cause of a slate of mood radio."""
    asked = f"{wish.mood.lower()} music, as you asked"
    cause = because(taste, table)
    return f"{asked}; {cause}" if cause else asked


def because(taste: Taste, table: TrackTable) -> str:
    """Return the visible cause of a slate, or nothing for a listener who has done nothing."""
    if taste.last is None or taste.last.track_id is None:
        return ""
    row = table.row(taste.last.track_id)
    title = _title(table, row) if row is not None else "a track"
    if taste.last.kind == "skipped" and taste.skip_run > 1:
        return f"because you skipped {_count(taste.skip_run)} in a row, {title} the last"
    return CAUSES[taste.last.kind].format(title=title)


def _close_in(situation: Situation, scored: Scored, position: int, row: int) -> str:
    """Return what two sounds share most, where one thing stands out."""
    shares = likeness_shares(situation.index, scored.vectors[position], situation.index.vectors[row])
    if not shares or shares[0][1] < STANDS_OUT:
        return ""
    return f", close in {shares[0][0]}"


def _taste_reason(situation: Situation, scored: Scored, position: int) -> str:
    table = situation.index.table
    centre = situation.centres[int(scored.closest_centre[position])]
    liked = _title(table, centre.row)
    run = situation.taste.skip_run
    if run > 1 and situation.skips:
        return f"you skipped {_count(run)} like {_title(table, situation.skips[0])}, so more like {liked}"
    near = _close_in(situation, scored, position, centre.row)
    return f"like {liked}, {DONE.get(centre.why, 'which you heard')}{near}"


def _unheard(situation: Situation, table: TrackTable, row: int) -> str:
    if table.track_ids[row] in situation.taste.heard:
        return "not heard for a while"
    return "you have not heard it yet"


def _title(table: TrackTable, row: int) -> str:
    return f"“{table.titles[row]}”"


def _count(n: int) -> str:
    return SKIPS_IN_A_ROW.get(n, str(n))
