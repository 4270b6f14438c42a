import csv
import io
from base64 import b64encode

import numpy as np
import pytest

from recommender.errors import BadInput
from recommender.room.quantities.values import Categories, Numbers
from recommender.room.table.csv_lines import write_csv
from recommender.room.table.selecting import read_chosen, sort_rows


def bits(*rows, n):
    chosen = np.zeros(n, dtype=bool)
    chosen[list(rows)] = True
    return b64encode(np.packbits(chosen, bitorder="little").tobytes()).decode()


def test_chosen_rows_are_the_bits_that_are_set():
    assert read_chosen(bits(0, 7, 8, 12, n=13), 13).tolist() == [0, 7, 8, 12]
    assert read_chosen("", 0).tolist() == []
    assert b64encode(bytes([0b10000001, 0b10001])).decode() == bits(0, 7, 8, 12, n=13)


@pytest.mark.parametrize(
    ("text", "words"),
    [("?", "base64"), ("AA==é", "base64"), (bits(0, n=8), "2 bytes, not 1"), (bits(13, n=16), "counted from 0")],
)
def test_other_bits_are_refused(text, words):
    with pytest.raises(BadInput, match=words):
        read_chosen(text, 13)


def test_rows_go_by_their_numbers_with_the_unknown_last_and_equals_as_they_were():
    values = Numbers(np.array([2, np.nan, 5, 2, 1], dtype=np.float32))
    rows = np.array([3, 0, 1, 2])
    assert sort_rows(rows, values, descending=True).tolist() == [2, 3, 0, 1]
    assert sort_rows(rows, values, descending=False).tolist() == [3, 0, 2, 1]


def test_words_go_by_the_alphabet():
    values = Categories(("Rock", "ambient"), np.array([0, 1, -1, 1], dtype=np.int16))
    assert sort_rows(np.arange(4), values, descending=False).tolist() == [1, 3, 0, 2]


def test_a_table_is_read_again_as_it_was_with_crlf_and_quotes():
    cells = [('Ünï, "c"', 1.5, None), ("two\r\nlines", -3.0, "x")]
    text = "".join(write_csv(["name", "value", "word"], cells))
    assert text.startswith('name,value,word\r\n"Ünï, ""c""",1.5,\r\n')
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read[1:] == [['Ünï, "c"', "1.5", ""], ["two\r\nlines", "-3", "x"]]


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "  =", "\uff1d"])
def test_no_word_is_a_formula_and_numbers_stay_numbers(mark):
    text = "".join(write_csv(["a"], [(f"{mark}1+1",), (-1.0,)]))
    first, second = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert (first, second) == ([f"'{mark}1+1"], ["-1"])


def test_numbers_have_the_digits_that_they_have():
    written = "".join(write_csv(["a"], [(float(np.float32(0.1)),), (12.0,), (1e-7,), (3.4e10,)]))
    assert written.split("\r\n")[1:5] == ["0.1", "12", "0.0000001", "34000000000"]
