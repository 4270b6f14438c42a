import numpy as np
import pytest

from etl.analysis.fma_recipe import MOMENT_BLOCKS, with_published
from etl.tables.fma_features import read_fma_features
from recommender.errors import BadInput
from recommender.records import Analysis, SoundFacts
from recommender.similarity.features import COLUMNS, N_COLUMNS, columns_of

PUBLISHED = [column for column in COLUMNS if column.feature in MOMENT_BLOCKS]


def file_with(path, rows, columns=PUBLISHED):
    """Write a features.csv whose columns stand in FMA's order, which is alphabetical."""
    columns = sorted([*columns, ("chroma_cens", "kurtosis", "01")])
    lines = [[name, *(column[i] for column in columns)] for i, name in enumerate(("feature", "statistics", "number"))]
    lines.append(["track_id", *[""] * len(columns)])
    lines += [[str(track_id), *(str(value) for value in values)] for track_id, values in rows]
    path.write_text("\n".join(",".join(line) for line in lines) + "\n")
    return path, columns


def numbered(columns):
    """Give each column the place where it stands in our vector; what we lack gets -1."""
    return [COLUMNS.index(column) if column in COLUMNS else -1 for column in columns]


def test_columns_find_their_place_by_name_and_not_by_order(tmp_path):
    columns = sorted([*PUBLISHED, ("chroma_cens", "kurtosis", "01")])
    path, _ = file_with(tmp_path / "features.csv", [(7, numbered(columns))])
    (row,) = read_fma_features(path)
    assert row.track_id == "7"
    assert row.blocks == MOMENT_BLOCKS
    np.testing.assert_array_equal(row.vector[: len(PUBLISHED)], np.arange(len(PUBLISHED)))
    assert np.isnan(row.vector[columns_of("fluctuation")]).all()


def test_an_empty_row_comes_without_blocks(tmp_path):
    path, columns = file_with(tmp_path / "features.csv", [(2, [""] * (len(PUBLISHED) + 1))])
    assert [row.blocks for row in read_fma_features(path)] == [()]
    assert columns


def test_a_row_that_is_cut_off_is_left_out_and_told(tmp_path):
    columns = sorted([*PUBLISHED, ("chroma_cens", "kurtosis", "01")])
    path, _ = file_with(tmp_path / "features.csv", [(7, numbered(columns)), (8, numbered(columns))])
    path.write_text(path.read_text().rstrip("\n").rsplit(",", 3)[0])
    cut_off = []
    assert [row.track_id for row in read_fma_features(path, cut_off)] == ["7"]
    assert [row[:2] for row in cut_off] == ["8,"]


def test_a_cell_that_is_no_number_costs_its_block(tmp_path):
    mfcc = [column for column in PUBLISHED if column.feature == "mfcc"]
    path, _ = file_with(tmp_path / "features.csv", [(7, ["x7", *range(140)]), (8, [1, "x", *range(139)])], mfcc)
    assert [row.blocks for row in read_fma_features(path)] == [("mfcc",), ()]


def test_part_of_the_columns_is_enough(tmp_path):
    mfcc = [column for column in PUBLISHED if column.feature == "mfcc"]
    path, columns = file_with(tmp_path / "features.csv", [(7, range(141))], mfcc)
    assert [row.blocks for row in read_fma_features(path)] == [("mfcc",)]
    assert len(columns) == 141


@pytest.mark.parametrize("text", ["", "track_id,title\n1,a\n", "feature,a\nstatistics,b\nnumber,c\n1,2\n"])
def test_another_kind_of_file_is_refused(tmp_path, text):
    path = tmp_path / "features.csv"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"features\.csv"):
        list(read_fma_features(path))


def test_published_blocks_replace_computed_ones_and_nothing_else(tmp_path):
    mfcc = [column for column in PUBLISHED if column.feature == "mfcc"]
    path, _ = file_with(tmp_path / "features.csv", [(7, range(141))], mfcc)
    (row,) = read_fma_features(path)
    sound = SoundFacts(duration_s=1, loudness_lufs=-9, tempo_bpm=0, key=0, mode="major")
    computed = Analysis(vector=np.full(N_COLUMNS, -5, np.float32), sound=sound, seconds=1)
    found = with_published(computed, row)
    assert (found.vector[columns_of("mfcc")] > 0).all()
    assert (np.delete(found.vector, np.r_[columns_of("mfcc")]) == -5).all()
    assert (computed.vector == -5).all()
