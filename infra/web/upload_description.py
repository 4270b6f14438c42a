"""An uploaded file's thirteen features: heard in another process, estimated by the model in use."""

from collections.abc import Callable
from pathlib import Path

from infra.web.real_threads import in_real_thread
from infra.web.upload_analysis import UploadAnalysis
from recommender.prediction.descriptors.records import SoundDescription
from recommender.prediction.descriptors.served import DescriptorModel
from recommender.prediction.topic import NoModel
from recommender.prediction.topics import DESCRIPTORS


class UploadDescription:
    """Describes one file per call, within the limits of `UploadAnalysis`."""

    def __init__(self, uploads: UploadAnalysis, model: Callable[[], DescriptorModel | None]) -> None:
        self._uploads = uploads
        self._model = model

    def __call__(self, path: Path) -> SoundDescription:
        """Return all thirteen features; raises `NoModel` before anything is analysed, and `BadAudio`."""
        model = self._model()
        if model is None:
            raise NoModel(DESCRIPTORS)
        inputs, sound = self._uploads.heard(path)
        return in_real_thread(lambda: model.describe(inputs, sound))
