"""Moods where nobody has named any: the quarters of the plane of valence and energy, out of FMA's tables.

Psychology lays moods out on that plane (Russell 1980; Thayer 1989). The Echo Nest has judged both of 13,129 tracks of
FMA; duration comes from `tracks.csv` and loudness from the root mean square in `features.csv`.
"""

import math
from pathlib import Path

import numpy as np
import pandas as pd

from etl.tables.echonest_table import read_echonest_frame
from etl.tables.table_frame import read_frame
from etl.tables.written_names import texts_of
from etl.tables.written_numbers import id_written, numbers_of
from recommender.errors import BadInput
from recommender.prediction.mood.features import INPUTS
from recommender.prediction.mood.records import MoodName

LABELLED_BY = "quarters of valence and energy"
MIN_DISTANCE = 0.05
"""Tracks nearer to the middle than this, in valence or energy, are of no mood."""
_RMS_UNIT = math.sqrt(2048 * 0.375 * 2048 / 2 / 1025)
"""FMA's root mean square is that of a spectrum of 1,025 bins (2,048 samples under a Hann window), not of samples."""
_JUDGED = ("danceability", "acousticness", "energy", "instrumentalness", "liveness", "valence", "speechiness", "tempo")
_TRACKS = {
    "track_id": ("track_id",),
    "artist": ("artist.name",),
    "duration_s": ("track.duration",),
    "released": ("album.date_released",),
}
_RMS = "rmse.mean.01"
_HEADER = ("track_id", "artist", "release_date", *INPUTS, "mood", "labelled_by")


def write_quarters(metadata: Path, target: Path) -> int:
    """Write a table that `segue train mood` reads from the folder of FMA's metadata; return how many tracks it has.

    Raises `BadInput` naming the file that is not what FMA publishes.
    """
    judged = read_echonest_frame(metadata / "echonest.csv", _JUDGED).dropna(subset=list(_JUDGED))
    songs = (
        judged[["track_id", *_JUDGED]]
        .merge(_read_loudness(metadata / "features.csv"), on="track_id")
        .merge(_read_tracks(metadata / "tracks.csv"), on="track_id")
    )
    if songs.empty:
        raise BadInput(f"{metadata} has no tracks with the Echo Nest's metrics; fetch FMA's metadata again")
    middle = judged["valence"].median(), judged["energy"].median()
    moods = [quarter(*place, middle) for place in zip(songs["valence"], songs["energy"], strict=True)]
    table = songs.assign(mood=moods, labelled_by=LABELLED_BY).dropna(subset=["mood", "duration_ms"])
    part = target.with_name(target.name + ".part")
    table.to_csv(part, index=False, columns=list(_HEADER))
    part.replace(target)
    return len(table)


def quarter(valence: float, energy: float, middle: tuple[float, float]) -> MoodName | None:
    """Return the mood of a place on the plane; None too near to the middle of either."""
    high, strong = valence - middle[0], energy - middle[1]
    if min(abs(high), abs(strong)) < MIN_DISTANCE:
        return None
    if strong > 0:
        return "Happy" if high > 0 else "Energetic"
    return "Calm" if high > 0 else "Sad"


def _read_tracks(path: Path) -> pd.DataFrame:
    table = read_frame(path, _TRACKS)
    if missing := [names[0] for field, names in _TRACKS.items() if field not in table.frame]:
        raise BadInput(f"{path} has no column {', '.join(missing)}; it is not FMA's tracks.csv")
    return pd.DataFrame(
        {
            "track_id": texts_of(table.frame["track_id"], id_written),
            "artist": texts_of(table.frame["artist"]),
            "duration_ms": 1000 * numbers_of(table.frame["duration_s"]),
            "release_date": texts_of(table.frame["released"]).str[:10],
        }
    )


def _read_loudness(path: Path) -> pd.DataFrame:
    """Return each track's loudness in dB below full scale."""
    table = read_frame(path, {"track_id": ("track_id",), "rms": (_RMS,)})
    if not {"track_id", "rms"} <= set(table.frame):
        raise BadInput(f"{path} has no column {_RMS}; it is not FMA's features.csv")
    rms = numbers_of(table.frame["rms"])
    loudness = 20 * np.log10(np.where(rms > 0, rms, np.nan) / _RMS_UNIT)
    frame = pd.DataFrame({"track_id": texts_of(table.frame["track_id"], id_written), "loudness": loudness})
    return frame.dropna(subset=["loudness"])
