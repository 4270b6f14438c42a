from pathlib import Path

import numpy as np
import pytest

from recommender.similarity.coded_vectors import VECTORS_FILE, CodedVectors, code_vectors, write_codes

N, DIMS = 5_000, 363
"""More than a block, and not a whole number of them."""


@pytest.fixture(scope="module")
def unit() -> np.ndarray:
    made = np.random.default_rng(1).standard_normal((N, DIMS)).astype(np.float32)
    made[3] = 0.0
    made[3, 7] = -1.0
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def coded(unit: np.ndarray) -> CodedVectors:
    return code_vectors(unit, np.empty(unit.shape, np.int8), np.empty(unit.shape, np.int8))


def test_vectors_by_the_upper_codes_have_unit_length_and_nearly_the_same_direction(
    unit: np.ndarray, coded: CodedVectors
):
    decoded = coded.decode_roughly(np.arange(N))
    assert decoded.dtype == np.float32
    assert np.linalg.norm(decoded, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert np.linalg.norm(decoded - unit, axis=1).max() < 0.015
    assert decoded[3].tolist() == unit[3].tolist()


def test_by_both_codes_they_are_the_same_but_for_rounding(unit: np.ndarray, coded: CodedVectors):
    decoded = coded.decode(np.arange(N))
    assert decoded.dtype == np.float32
    step = np.abs(unit).max(axis=1, keepdims=True) / 127 / 256
    assert (np.abs(decoded - unit) <= 0.7 * step + 1e-7).all()  # half of one, and the length
    assert np.linalg.norm(decoded, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_cosines_to_a_vector_are_those_of_both_codes(unit: np.ndarray, coded: CodedVectors):
    assert coded.cosines_to(unit[9]) == pytest.approx(coded.decode(range(N)) @ unit[9], abs=1e-5)
    assert coded.cosines_to(unit[9]) == pytest.approx(unit @ unit[9], abs=2e-5)


def test_rows_may_be_an_array_a_list_or_none_at_all(coded: CodedVectors):
    assert np.array_equal(coded.decode_roughly([4, 2]), coded.decode_roughly(np.array([4, 2], dtype=np.int32)))
    assert coded.decode_roughly([]).shape == coded.decode([]).shape == (0, DIMS)


def test_what_was_written_is_opened_again(tmp_path: Path, unit: np.ndarray, coded: CodedVectors):
    written = unit.copy()
    write_codes(tmp_path, written)
    assert np.array_equal(written, coded.decode(slice(None)))
    assert np.array_equal(CodedVectors.load(tmp_path).decode_to_disk(), written)


def test_a_version_of_before_there_were_codes_opens_as_well(tmp_path: Path, unit: np.ndarray, coded: CodedVectors):
    np.save(tmp_path / VECTORS_FILE, unit)
    assert np.array_equal(CodedVectors.load(tmp_path).upper, coded.upper)
