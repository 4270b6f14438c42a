"""Quantities that models estimate: moods, the judged features among the thirteen, and popularity."""

import numpy as np

from recommender.prediction.mood.records import MOODS
from recommender.prediction.sound.audio_features import NAMES
from recommender.room.quantities.quantity import Need, Quantity
from recommender.room.quantities.sources import Sources
from recommender.room.quantities.values import Categories, Numbers
from recommender.room.what_if import expect_popularity

JUDGED = (
    "danceability", "energy", "valence", "acousticness", "instrumentalness", "speechiness", "liveness",
)  # fmt: skip
"""Those of the thirteen that are shares; tempo, loudness, key, mode and length are measured by the analysis."""
_DESCRIBED = Need(lambda library: library.moods is not None, "segue build moods")
_POPULARITY = Need(lambda library: library.popularity is not None, "segue train popularity FILE")


def _described(name: str, unit: str = "") -> Quantity:
    def read(sources: Sources) -> Numbers:
        moods = sources.library.moods
        features = moods.features[:, NAMES.index(name)] if moods else np.empty(0)
        return Numbers(sources.library.by_mood_row(features))

    return Quantity(name=name, origin="estimated", scale="linear", unit=unit, read=read, needs=(_DESCRIBED,))


def _likeliest_mood(sources: Sources) -> Categories:
    likeliest = sources.library.moods.likeliest if sources.library.moods else np.empty(0)
    codes = np.append(likeliest.astype(np.int16), np.int16(-1))[sources.library.mood_rows]
    return Categories(MOODS, codes)


def _popularity(sources: Sources) -> Numbers:
    assert sources.library.popularity is not None
    return Numbers(expect_popularity(sources.library.popularity, sources.library))


DESCRIBED: tuple[Quantity, ...] = (
    *map(_described, JUDGED),
    _described("time_signature", "beats"),
    Quantity(name="mood", origin="estimated", scale="categories", read=_likeliest_mood, needs=(_DESCRIBED,)),
    Quantity(
        name="popularity", origin="estimated", scale="linear", unit="of 100", read=_popularity, is_slow=True,
        needs=(_POPULARITY, _DESCRIBED),
    ),
)  # fmt: skip
