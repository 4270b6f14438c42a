"""Puts FMA's published numbers in the place of computed ones, for the tracks and blocks that have them."""

from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from etl.analysis.fma_recipe import PublishedFeatures, with_published
from etl.tables.fma_features import read_fma_features
from recommender.errors import BadInput
from recommender.records import Analysis, TrackId


@dataclass
class PublishedBlocks:
    """Rows of `features.csv`, and how many of them stood in for computed numbers."""

    rows: dict[TrackId, PublishedFeatures]
    n_empty: int = 0
    """Rows of wanted tracks that hold no whole block."""
    n_cut_off: int = 0
    n_imported: int = 0
    n_computed: int = 0
    """Analysed tracks without a row; their numbers are our own, which differ (see `etl.analysis.fma_recipe`)."""

    def __str__(self) -> str:
        return (
            f"{self.n_imported} analysed with FMA's published numbers, {self.n_computed} without; "
            f"features.csv: {self.n_empty} empty rows, {self.n_cut_off} cut off"
        )

    def __call__(self, track_id: TrackId, analysis: Analysis) -> Analysis:
        """Return the analysis with the blocks that are published for the track."""
        row = self.rows.get(track_id)
        if row is None:
            self.n_computed += 1
            return analysis
        self.n_imported += 1
        return with_published(analysis, row)


def read_published_blocks(path: Path, wanted: Container[TrackId]) -> PublishedBlocks:
    """Read the rows of the `wanted` tracks from FMA's `features.csv`; raises `BadInput` when it is not that."""
    if not path.is_file():
        raise BadInput(f"{path} is not a file; unpack fma_metadata.zip")
    published = PublishedBlocks({})
    cut_off: list[str] = []
    for row in read_fma_features(path, cut_off):
        if row.track_id in wanted:
            if row.blocks:
                published.rows[row.track_id] = row
            else:
                published.n_empty += 1
    published.n_cut_off = len(cut_off)
    return published
