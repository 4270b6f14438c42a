"""One question about one song: its features, its forecast, and the answer in words."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from recommender.errors import NotReady
from recommender.prediction.count_interval import counts_around
from recommender.prediction.song_names import first_artist
from recommender.prediction.streams.baselines import ARTIST_MEAN, DECAYED
from recommender.prediction.streams.finding import NamedSong
from recommender.prediction.streams.forecast import Forecast
from recommender.prediction.streams.heard import features as heard_features
from recommender.prediction.streams.listener_model import ListenerModel
from recommender.prediction.streams.measures import part_of
from recommender.prediction.streams.unheard import features as unheard_features

HEARD_MODEL = "decayed plays and ridge on logs"
_UNLIKELY = 0.2
UNHEARD_MODEL = "what became of new songs by such artists"


_NOT_PREDICTABLE = (
    "That is what became of new songs by artists like this; of the song itself one listener's history says nothing."
)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of one song; of one never heard, only the artist's rate of replays counts."""

    heard: bool
    names: tuple[str, ...]
    units: tuple[str, ...]
    raw: np.ndarray
    """float [k]: plays, days, songs."""
    scaled: np.ndarray
    """float [k]: what the regression sees, in standard deviations of the logarithm."""
    is_weighted: np.ndarray
    """bool [k]: whether the answer hangs on it."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How often a song will be played."""

    facts: Facts
    expected: float
    typical: int
    low: int
    high: int
    chance_any: float
    in_words: str
    from_day: datetime
    baseline: float
    baseline_model: str
    model: str


class Artists:
    """The artists of one listener by normalised name."""

    def __init__(self, model: ListenerModel) -> None:
        self._rows: dict[str, int] = {}
        for row, name in enumerate(model.facts.artists):
            self._rows.setdefault(first_artist(name), row)

    def row(self, artist: str) -> int | None:
        """Return the artist's position, None for one never heard."""
        return self._rows.get(first_artist(artist))


def facts_of(model: ListenerModel, artists: Artists, song: NamedSong) -> Facts:
    """Return the features of a song; raise `NotReady` when songs never heard cannot be answered for."""
    if song.heard is not None:
        raw, units, ridge = model.songs[song.heard], heard_features.UNITS, model.facts.heard.score
        is_weighted = np.ones(len(units), bool)
    elif model.facts.unheard is not None:
        raw, units = model.unheard_row(song.title, song.artist, artists.row(song.artist)), unheard_features.UNITS
        ridge, is_weighted = model.facts.unheard.on_logs, model.facts.unheard.is_weighted
    else:
        raise NotReady(
            "the history has too few first plays to say anything of a song never heard; "
            "import more with `segue import history FILES`, then `segue train streams`"
        )
    scaled = (np.log1p(np.maximum(raw, 0.0)) - np.array(ridge.mean)) / np.array(ridge.std)
    return Facts(
        heard=song.heard is not None,
        names=tuple(units),
        units=tuple(units.values()),
        raw=raw,
        scaled=scaled,
        is_weighted=is_weighted,
    )


def answer(model: ListenerModel, artists: Artists, song: NamedSong) -> Answer:
    """Return the forecast of a song."""
    facts = facts_of(model, artists, song)
    if song.heard is not None:
        forecast, baseline = part_of(model.forecast, np.array([song.heard])), model.heard_baseline(song.heard)
    else:
        assert model.facts.unheard is not None
        forecast = model.facts.unheard.forecast(facts.raw[None])
        known = artists.row(song.artist) is not None
        per_song = float(facts.raw[facts.names.index("artist_plays_per_song")])
        baseline = per_song if known else model.facts.first_play_mean
    return _answer(facts, forecast, baseline, model.facts.last_play)


def _answer(facts: Facts, forecast: Forecast, baseline: float, from_day: datetime) -> Answer:
    expected, chance = float(forecast.mean[0]), float(forecast.chance_any[0])
    low, high = counts_around(expected, float(forecast.low[0]), float(forecast.high[0]))
    typical = min(max(int(forecast.median[0]), low), high)
    return Answer(
        facts=facts,
        expected=expected,
        typical=typical,
        low=low,
        high=high,
        chance_any=chance,
        in_words=in_words(heard=facts.heard, low=low, high=high, typical=typical, expected=expected, chance=chance),
        from_day=from_day,
        baseline=baseline,
        baseline_model=DECAYED if facts.heard else ARTIST_MEAN,
        model=HEARD_MODEL if facts.heard else UNHEARD_MODEL,
    )


def in_words(*, heard: bool, low: int, high: int, typical: int, expected: float, chance: float) -> str:
    """Return the forecast as sentences."""
    days = heard_features.WINDOW_DAYS
    if high == 1 and chance < _UNLIKELY:
        high = 0
    if heard:
        sentence = f"You will probably {_plays_in_words(low, high)} in the next {days} days"
    else:
        played = _plays_in_words(low, high, " again")
        sentence = f"If you hear it for the first time, you will probably {played} in the {days} days after"
    more = f"; {expected:.1f} times on average over songs like this" if expected >= 0.05 else ""
    middle = f" Half of the songs like this are played {_times(typical)} or less." if typical else ""
    doubt = "" if heard else f" {_NOT_PREDICTABLE}"
    return f"{sentence}{more}. The chance that you play it at all is {chance:.0%}.{middle}{doubt}"


def _plays_in_words(low: int, high: int, again: str = "") -> str:
    if high == 0:
        return f"not play it{again}"
    if low == high:
        return f"play it{again} {_times(high)}"
    return f"play it{again} at most {_times(high)}" if low == 0 else f"play it{again} {low} to {_times(high)}"


def _times(n: int) -> str:
    return "once" if n == 1 else f"{n} times"
