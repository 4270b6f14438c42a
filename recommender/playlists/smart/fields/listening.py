"""What the listener heard and thinks; of somebody else's list it is its owner's."""

from collections.abc import Callable, Iterable

import numpy as np

from recommender.listening.taste import decay
from recommender.playlists.smart.columns import Numbers
from recommender.playlists.smart.fields.field import Field, FieldKind, Topic
from recommender.playlists.smart.sources import Heard, Listening, Sources

_PERCENT = 100.0
WINDOWS_DAYS = (7, 30, 90, 365)


def _own(
    name: str, kind: FieldKind, words: str, read: Callable[[Sources], np.ndarray], *, unit: str = "",
    topic: Topic = "Your listening",
) -> Field:  # fmt: skip
    return Field(name, kind, topic, words, lambda sources: Numbers(read(sources)), unit, is_own=True)


def _heard(name: str, kind: FieldKind, words: str, of: Callable[[Heard], np.ndarray], unit: str = "") -> Field:
    return _own(name, kind, words, lambda sources: of(sources.listening.heard), unit=unit)


def _skip_rate(heard: Heard) -> np.ndarray:
    """Return the share of hearings that were skipped, percent; NaN for what was never heard."""
    hearings = heard.plays + heard.skips
    return _share(_PERCENT * heard.skips, hearings)


def _share_listened(sources: Sources) -> np.ndarray:
    """Return how much of a track was heard on average, percent; NaN for what was never heard or has no length."""
    heard, tracks = sources.listening.heard, sources.library.catalogue.tracks
    whole_s = np.array([track.duration_s or 0.0 for track in tracks]) * (heard.plays + heard.skips)
    return np.asarray(np.minimum(_share(_PERCENT * heard.listened_s, whole_s), _PERCENT))


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return part of whole; NaN where there is no whole."""
    return np.asarray(np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0))


def _plays_in(days: int) -> Field:
    return _own(
        f"plays_{days}_days", "number", f"Plays in the last {days} days",
        lambda sources: sources.listening.plays_in(days).astype(np.float64), unit="plays",
    )  # fmt: skip


def _sum_by(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return for each track the sum over its group; its own where it is in none."""
    sums = np.bincount(groups[groups >= 0], values[groups >= 0], minlength=max(1, int(groups.max(initial=-1)) + 1))
    return np.where(groups >= 0, sums[groups], values)


def _latest_by(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Return for each track the latest of its group; NaN where there is none."""
    latest = np.full(max(1, int(groups.max(initial=-1)) + 1), -np.inf)
    is_known = (groups >= 0) & ~np.isnan(values)
    np.maximum.at(latest, groups[is_known], values[is_known])
    found = np.where(groups >= 0, latest[groups], np.where(np.isnan(values), -np.inf, values))
    return np.where(np.isfinite(found), found, np.nan)


def _marked(sources: Sources, track_ids: Iterable[str]) -> np.ndarray:
    marked = np.zeros(sources.n_tracks)
    marked[sources.positions(track_ids)] = 1.0
    return marked


def _is_among(sources: Sources, ids: tuple[str, ...], liked: Callable[[Listening], frozenset[str]]) -> np.ndarray:
    wanted = liked(sources.listening)
    return np.fromiter((one in wanted for one in ids), np.float64, len(ids))


def _of_tracks(sources: Sources, values: dict[str, float]) -> np.ndarray:
    column = np.full(sources.n_tracks, np.nan)
    column[sources.positions(values)] = [
        value for track_id, value in values.items() if track_id in sources.library.catalogue.positions
    ]
    return column


def _liking(sources: Sources) -> np.ndarray:
    """Return the weight that the taste gives each track today; NaN for what it does not know."""
    listening = sources.listening
    half_life_days = listening.half_life_days
    known = listening.taste.affinities
    return _of_tracks(sources, {i: decay(a, listening.now, half_life_days=half_life_days) for i, a in known.items()})


OWN_FIELDS: tuple[Field, ...] = (
    _heard("plays", "number", "Plays", lambda heard: heard.plays, "plays"),
    *(_plays_in(days) for days in WINDOWS_DAYS),
    _heard("skips", "number", "Skips", lambda heard: heard.skips, "skips"),
    _heard("skip_rate", "number", "Skip rate", _skip_rate, "%"),
    _own("share_listened", "number", "Share listened to", _share_listened, unit="%"),
    _heard("listened", "number", "Time listened", lambda heard: heard.listened_s / 60.0, "min"),
    _heard("last_played", "moment", "Last played", lambda heard: heard.last_played_s),
    _heard("first_played", "moment", "First played", lambda heard: heard.first_played_s),
    _heard("last_skipped", "moment", "Last skipped", lambda heard: heard.last_skipped_s),
    _own("album_plays", "number", "Plays of the album",
         lambda s: _sum_by(s.listening.heard.plays, s.library.album_numbers), unit="plays"),
    _own("artist_plays", "number", "Plays of the artist",
         lambda s: _sum_by(s.listening.heard.plays, s.library.artist_numbers), unit="plays"),
    _own("album_last_played", "moment", "Album last played",
         lambda s: _latest_by(s.listening.heard.last_played_s, s.library.album_numbers)),
    _own("artist_last_played", "moment", "Artist last played",
         lambda s: _latest_by(s.listening.heard.last_played_s, s.library.artist_numbers)),
    _own("is_liked", "flag", "Liked", lambda s: _marked(s, s.listening.taste.liked), topic="Your opinion"),
    _own("is_refused", "flag", "Refused", lambda s: _marked(s, s.listening.taste.disliked), topic="Your opinion"),
    _own("is_album_liked", "flag", "Album liked",
         lambda s: _is_among(s, s.library.catalogue.album_ids, lambda own: own.liked_albums()), topic="Your opinion"),
    _own("is_artist_liked", "flag", "Artist liked",
         lambda s: _is_among(s, s.library.catalogue.artist_ids, lambda own: own.liked_artists()),
         topic="Your opinion"),
    _own("rating", "number", "Stars",
         lambda s: _of_tracks(s, {i: float(r.rating) for i, r in s.listening.taste.rated.items()}), unit="stars",
         topic="Your opinion"),
    _own("rated_at", "moment", "Stars given",
         lambda s: _of_tracks(s, {i: r.at.timestamp() for i, r in s.listening.taste.rated.items()}),
         topic="Your opinion"),
    _own("liking", "number", "Liking, as your taste has it", _liking, topic="Your opinion"),
)  # fmt: skip
