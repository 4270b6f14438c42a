from pathlib import Path

import numpy as np
import pytest

from etl.tables.published_features import read_published_blocks
from recommender.errors import BadInput
from recommender.records import Analysis, SoundFacts, TrackId
from recommender.similarity.features import COLUMNS, N_COLUMNS, columns_of

FACTS = SoundFacts(duration_s=2.0, loudness_lufs=-14.0, tempo_bpm=120.0, key=0, mode="major")


@pytest.fixture
def features_csv(tmp_path: Path) -> Path:
    mfcc = [column for column in COLUMNS if column.feature == "mfcc"]
    header = [
        ",".join([name, *(getattr(column, name_of) for column in mfcc)])
        for name, name_of in (("feature", "feature"), ("statistics", "statistic"), ("number", "number"))
    ]
    rows = [f"{track_id}," + ",".join("7.5" for _ in mfcc) for track_id in ("2", "5")]
    path = tmp_path / "features.csv"
    path.write_text("\n".join([*header, "track_id" + "," * len(mfcc), *rows, "10" + "," * len(mfcc)]) + "\n")
    return path


def test_published_blocks_stand_in_and_the_others_stay_computed(features_csv):
    published = read_published_blocks(features_csv, {"2", "10"})
    analysis = Analysis(np.zeros(N_COLUMNS, np.float32), FACTS, 0.1)
    adjusted = published(TrackId("2"), analysis)
    assert (adjusted.vector[columns_of("mfcc")] == 7.5).all()
    assert (adjusted.vector[columns_of("fluctuation")] == 0).all()
    assert adjusted.sound == FACTS
    assert published(TrackId("10"), analysis) is analysis
    assert str(published).startswith("1 analysed with FMA's published numbers, 1 without; features.csv: 1 empty rows")


def test_features_that_are_not_there_are_bad_input(tmp_path):
    with pytest.raises(BadInput, match="fma_metadata"):
        read_published_blocks(tmp_path / "features.csv", set())
