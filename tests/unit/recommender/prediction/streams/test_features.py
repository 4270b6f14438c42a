"""Every feature by its name: whoever gives one the computation of another fails here."""

import numpy as np
import pytest

from recommender.prediction.streams.heard import features as heard
from recommender.prediction.streams.known_songs import FACTS, KnownSongs
from recommender.prediction.streams.log import ListeningLog, log_of
from recommender.prediction.streams.unheard import features as unheard
from tests.builders.history import play

NOW_DAY = 110.0
OFTEN_AGES, ONCE_AGES, OTHER_AGES = (2.0, 2.2, 5.0, 50.0), (15.0,), (90.0,)
SKIP_AGE = 3.0


def small_log() -> ListeningLog:
    """Two songs of one artist, one of them skipped once, and a song of another artist."""
    return log_of(
        [
            *(play("Often", "A", day=NOW_DAY - age) for age in OFTEN_AGES),
            *(play("Once (feat. C)", "A", day=NOW_DAY - age) for age in ONCE_AGES),
            *(play("Other", "B", day=NOW_DAY - age) for age in OTHER_AGES),
            play("Often", "A", day=NOW_DAY - SKIP_AGE, listened_s=5.0),
        ]
    )


def moment(log: ListeningLog) -> float:
    return float(log.day.max()) + min(OFTEN_AGES)


def decayed(ages: tuple[float, ...], half_life: float) -> float:
    return float((0.5 ** (np.array(ages) / half_life)).sum())


def test_every_feature_of_a_heard_song_is_what_its_name_says():
    log = small_log()
    rows = heard.heard_rows(log, moment(log))
    often = {name: rows.column(name)[log.titles.index("Often")] for name in heard.NAMES}
    everything = (*OFTEN_AGES, *ONCE_AGES, *OTHER_AGES)
    assert often == pytest.approx(
        {
            "plays": 4,
            "days_heard": 3,
            "days_since_last_play": 2,
            "days_since_first_play": 50,
            **{f"plays_decayed_{days}d": decayed(OFTEN_AGES, days) for days in (2, 3, 5, 7, 14, 30, 120)},
            "days_heard_in_7d": 2,
            "days_heard_in_30d": 2,
            **{f"artist_other_plays_decayed_{days}d": decayed(ONCE_AGES, days) for days in (7, 30, 120)},
            "artist_songs": 2,
            **{f"skips_decayed_{days}d": decayed((SKIP_AGE,), days) for days in (7, 30, 120)},
            **{f"listener_plays_decayed_{days}d": decayed(everything, days) for days in (7, 30)},
            "plays_last_30d": 3,
        },
        rel=1e-4,
    )


def test_every_feature_of_an_unheard_song_is_what_its_name_says():
    log = small_log()
    facts = np.arange(1.0, len(FACTS) + 1).astype(np.float32)[None]
    known = KnownSongs(titles=("Often",), artists=("A",), genres=("pop",), facts=facts)
    x = unheard.FirstPlays(log, known).of_song(log.titles.index("Often"), moment(log))
    of_artist, firsts = (*OFTEN_AGES, *ONCE_AGES), (50.0, 15.0, 90.0)
    assert dict(zip(unheard.NAMES, x.tolist(), strict=True)) == pytest.approx(
        {
            **{f"artist_plays_decayed_{days}d": decayed(of_artist, days) for days in (1, 3, 7, 14, 30, 120)},
            "artist_songs": 2,
            "artist_plays": 5,
            "artist_plays_per_song": 2.5,
            "days_since_artist": 2,
            "days_since_artist_first": 50,
            "artist_new_songs_in_1d": 0,
            "artist_new_songs_in_7d": 0,
            "artist_new_songs_in_2h": 0,
            "artist_replays_of_new_songs": 0,
            **{f"new_songs_decayed_{days:g}d": decayed(firsts, days) for days in (0.1, 1, 7, 30)},
            "skips": 1,
            "title_has_guest": 0,
            "title_has_version": 0,
            **dict(zip(FACTS, facts[0].tolist(), strict=True)),
            "facts_known": 1,
            "plays_share_of_genre": 1,
        },
        rel=1e-4,
    )


@pytest.mark.parametrize(
    ("later", "in_2h", "in_1d", "in_7d"), [(0.05, 1, 1, 1), (0.5, 0, 1, 1), (3, 0, 0, 1), (9, 0, 0, 0)]
)
def test_songs_of_an_artist_are_new_for_a_while(later, in_2h, in_1d, in_7d):
    log = log_of([play("New", "A", day=5), play("New", "A", day=5.01)])
    x = unheard.FirstPlays(log, KnownSongs()).of_artist(0, float(log.day.min()) + later)
    found = dict(zip(unheard.NAMES, x.tolist(), strict=True))
    assert found["artist_new_songs_in_2h"] == in_2h
    assert found["artist_new_songs_in_1d"] == in_1d
    assert found["artist_new_songs_in_7d"] == in_7d
    assert found["artist_replays_of_new_songs"] == 0.5


def test_a_title_tells_of_guests_and_versions():
    guest, version = (unheard.about_song(title) for title in ("Once (feat. C)", "Once - Live"))
    assert [guest[unheard.NAMES.index(name)] for name in ("title_has_guest", "title_has_version")] == [1, 0]
    assert [version[unheard.NAMES.index(name)] for name in ("title_has_guest", "title_has_version")] == [0, 1]


def test_the_orders_are_those_of_the_models_in_use():
    assert (heard.FINGERPRINT, unheard.FINGERPRINT) == ("58ecd099bc46", "e222bfbae5f3")
