"""An uploaded file's thirteen features: heard in another process, estimated by the model in use."""

from collections.abc import Callable
from pathlib import Path

from infra.upload_analysis import UploadAnalysis
from recommender.prediction.descriptors.records import SoundDescription
from recommender.prediction.descriptors.served import KIND, DescriptorModel
from recommender.prediction.training import NoModel


class UploadDescription:
    """Describes one file per call, within the limits of `UploadAnalysis`."""

    def __init__(self, uploads: UploadAnalysis, model: Callable[[], DescriptorModel | None]) -> None:
        self._uploads = uploads
        self._model = model

    def __call__(self, path: Path) -> SoundDescription:
        """Return all thirteen features; raises `NoModel` before anything is analysed, and `BadAudio`."""
        model = self._model()
        if model is None:
            raise NoModel(KIND)
        inputs, sound = self._uploads.heard(path)
        return model.describe(inputs, sound)
