"""What the web needs to correct tracks; infra hands it in."""

from dataclasses import dataclass

from recommender.catalogue.ports import CorrectionStore, CoverPictures
from recommender.catalogue.written_tags import TagWriter


@dataclass(frozen=True, kw_only=True)
class CorrectionServices:
    """The ports of corrections. Each is called from many greenlets and must not block the process."""

    store: CorrectionStore
    pictures: CoverPictures
    tags: TagWriter
