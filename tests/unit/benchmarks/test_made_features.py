"""Made-up features stand on disk as the Spark job reads them."""

import numpy as np
import pyarrow.parquet as pq

from benchmarks.growth import made_features
from recommender.similarity.features import N_COLUMNS, fingerprint


def test_every_block_has_tracks_of_its_own_with_whole_vectors(tmp_path, monkeypatch):
    real = np.random.default_rng(1).standard_normal((40, N_COLUMNS)).astype(np.float32)
    monkeypatch.setattr(made_features, "real_vectors", lambda _: real)
    monkeypatch.setattr(made_features, "BLOCK", 30)
    made_features.write_features(tmp_path, 70, cache=tmp_path)
    tables = [pq.read_table(path) for path in sorted(tmp_path.glob("*.parquet"))]
    assert [table.num_rows for table in tables] == [30, 30, 10]
    ids = [track_id for table in tables for track_id in table["track_id"].to_pylist()]
    assert ids == sorted(set(ids))
    vectors = [vector for table in tables for vector in table["vector"].to_pylist()]
    assert {len(vector) for vector in vectors} == {4 * N_COLUMNS}
    assert len(set(vectors)) == len(vectors)
    assert set(tables[2]["fingerprint"].to_pylist()) == {fingerprint()}
    artists = [set(table["artist"].to_pylist()) for table in tables]
    assert artists[0].isdisjoint(artists[1])
