from pathlib import Path

import numpy as np
import pytest

from etl.analysis.altered_copies import SAME_RECORDING
from infra.jobs.evaluate_duplicates import COSINE, SEGUE, alterations_of, evaluate_duplicates, report_on
from infra.settings import Settings
from recommender.errors import BadInput
from recommender.similarity.duplicates.evaluation import Copies
from recommender.similarity.features import N_COLUMNS


def made_copies() -> Copies:
    rng = np.random.default_rng(4)
    originals = rng.standard_normal((30, N_COLUMNS)).astype(np.float32)
    originals[9] = originals[8] + np.float32(0.05)  # the same recording under another name
    copies = originals + 0.1 * rng.standard_normal((30, N_COLUMNS)).astype(np.float32)
    return Copies(originals, np.full(30, 200.0), copies, np.full(30, 200.0), np.arange(30))


def test_kinds_of_copies_come_in_turn() -> None:
    names = [alteration.name for number in range(len(SAME_RECORDING)) for alteration in alterations_of(number, 2)]
    assert sorted(names) == sorted([alteration.name for alteration in SAME_RECORDING] * 2)


def test_a_report_has_the_rule_beside_todays_cosine_and_every_kind() -> None:
    kinds = ["MP3", "later"] * 15
    report = report_on(made_copies(), kinds, [f"{i}.mp3" for i in range(30)])
    assert report.value(SEGUE, "precision") == pytest.approx(30 / 32)
    assert report.value(SEGUE, "recall") == 1.0
    assert report.row(SEGUE, "recall", part="later").n == 15
    assert report.row(COSINE, "recall").n == 30
    assert report.findings == ("taken for one recording though they are different files, 1 pairs: 8.mp3 and 9.mp3",)


def test_a_folder_with_too_little_music_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one.mp3").write_bytes(b"\0")
    with pytest.raises(BadInput, match="holds 1 sound files; at least 20"):
        evaluate_duplicates(tmp_path, Settings.from_environment(), n_copies=1, say=print)
