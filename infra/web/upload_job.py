"""What the web process and the process that analyses an upload say to each other."""

import msgspec

from recommender.records import SoundFacts


class UploadJob(msgspec.Struct, frozen=True, kw_only=True):
    """What to analyse, and what it may take."""

    path: str
    middle_s: float
    cpu_s: float
    memory_bytes: int
    for_descriptors: bool = False
    """Whether what descriptors are estimated from is wanted as well."""


class UploadResult(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: vector, sound, seconds, and inputs if wanted; or the reason and the detail of a `BadAudio`."""

    vector: list[float] = msgspec.field(default_factory=list)
    sound: SoundFacts | None = None
    seconds: float = 0.0
    inputs: list[float] = msgspec.field(default_factory=list)
    reason: str = ""
    detail: str = ""
