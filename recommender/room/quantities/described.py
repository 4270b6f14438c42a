"""Quantities that models estimate: moods, the judged features among the thirteen, and popularity."""

import numpy as np

from recommender.prediction.mood.records import MOODS
from recommender.prediction.sound.audio_features import NAMES
from recommender.room.quantities.quantity import Quantity
from recommender.room.quantities.sources import RoomLibrary, Sources
from recommender.room.quantities.values import Categories, Numbers
from recommender.room.what_if import expect_popularity

JUDGED = (
    "danceability", "energy", "valence", "acousticness", "instrumentalness", "speechiness", "liveness",
)  # fmt: skip
"""Those of the thirteen that are shares; tempo, loudness, key, mode and length are measured by the analysis."""
_NOT_DESCRIBED = "no song has been described yet; run `segue build moods`"
_NO_POPULARITY = "there is no model of popularity, or no song is described; run `segue fetch lab`, `segue build moods`"


def _has_moods(library: RoomLibrary) -> bool:
    return library.moods is not None


def _described(name: str, unit: str = "") -> Quantity:
    def read(sources: Sources) -> Numbers:
        moods = sources.library.moods
        features = moods.features[:, NAMES.index(name)] if moods else np.empty(0)
        return Numbers(sources.library.by_mood_row(features))

    return Quantity(
        name=name, origin="estimated", scale="linear", unit=unit, read=read, is_there=_has_moods, why=_NOT_DESCRIBED
    )


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
    Quantity(
        name="mood", origin="estimated", scale="categories", read=_likeliest_mood, is_there=_has_moods,
        why=_NOT_DESCRIBED,
    ),
    Quantity(
        name="popularity", origin="estimated", scale="linear", unit="of 100", read=_popularity, why=_NO_POPULARITY,
        is_slow=True, is_there=lambda library: library.popularity is not None and library.moods is not None,
    ),
)  # fmt: skip
