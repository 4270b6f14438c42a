"""What the lab needs from the rest of segue; infra hands it in. Each topic's model is asked for anew each time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recommender.prediction.charts.records import ChartEntry
from recommender.prediction.charts.served import ServedCharts
from recommender.prediction.descriptors.records import SoundDescription
from recommender.records import ListenerId, TrackId


def nothing() -> None:
    """Stand for a model before its first version."""


@dataclass(frozen=True, kw_only=True)
class Lab:
    """The models as they are now: each callable returns None before the first version is published."""

    charts: Callable[[], ServedCharts | None] = nothing
    known_weeks: Callable[[], Mapping[str, int]] = dict
    """The newest complete week of every chart that is kept: a forecast that has not seen it is stale."""
    charted: Callable[[str, int], Sequence[ChartEntry]] = lambda _chart, _week: ()
    """One week of one chart, best first."""
    popularity: Callable[[], Any] = nothing
    releases: Callable[[], Any] = nothing
    mood: Callable[[], Any] = nothing
    library_moods: Callable[[], Any] = nothing
    streams: Callable[[ListenerId | None], Any] = lambda _: None
    """The model of one listener; of the only one there is, when None is given."""
    describe_track: Callable[[TrackId], SoundDescription | None] = lambda _: None
    """The 13 features of a track of the library; None when it has not been described."""
    describe_upload: Callable[[Path], SoundDescription] | None = None
    """Those of an uploaded file, made in another process within limits; raises `BadAudio` or `NoModel`."""
    trouble: Callable[[str], str] = lambda _topic: ""
    """Why no published version of a topic can be used here; empty when one is, or none was published."""
    artifacts: Any = None
    """The `ArtifactStore`, for the page of versions."""
    runs: Any = None
    """The `TrainingLog`."""
