"""A small sample of FMA: single clips read out of the published zip, spread over the eight main genres.

Method: the clips are drawn in an order shuffled with a fixed seed, so the sample is spread over the whole archive.
Of each clip only the ID3 tag at its start is read; its genre is led up FMA's genre tree (`genres.csv`, also a single
member) to one of the eight, and the clip is fetched whole while that genre's share is not full. Clips whose tag
names no known genre are left out, unless so many were looked at in vain that only they can fill the number up.
"""

import random
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import requests
from urllib3.util.retry import Retry

from etl.fetch.downloads import PATIENCE, BadDownload
from etl.fetch.fma_archives import METADATA, Archive
from etl.fetch.fma_genres import (
    ID3_HEADER_BYTES,
    MAIN_GENRES,
    id3_length,
    main_genre,
    main_genres_by_name,
    tagged_genres,
)
from etl.fetch.progress import Progress
from etl.fetch.remote_members import RemoteMembers
from etl.fetch.unpacking import is_intact, pieces, require_space, safe_target, write_whole
from recommender.errors import SegueError

LOOKED_AT_PER_TRACK = 8
"""After this many tags per wanted track the shares are given up and any clip counts."""


@dataclass
class Sample:
    """What a sample came to."""

    folder: Path
    by_genre: Counter[str] = field(default_factory=Counter)
    n_already_there: int = 0
    n_fetched: int = 0
    damaged: list[str] = field(default_factory=list)
    """Members that failed their CRC and were left out."""


@dataclass(frozen=True)
class _Plan:
    members: RemoteMembers
    into: Path
    shares: Mapping[str, int]
    main_by_name: Mapping[str, str]
    progress: Progress


def fetch_sample(
    archive: Archive,
    into: Path,
    *,
    n_tracks: int,
    base_url: str,
    session: requests.Session,
    progress: Progress,
    patience: Retry = PATIENCE,
    seed: int = 1,
) -> Sample:
    """Have `n_tracks` clips of `archive` in `into/<name>`, fetching only what is not there intact.

    Raises `NoRanges`, `NotFound` or `ServerUnavailable`; whatever was fetched until then stays and counts next time.
    """
    sample = Sample(into / archive.name)
    with RemoteMembers(archive.url(base_url), session=session, patience=patience) as members:
        clips = [info for info in members.members if info.filename.endswith(".mp3")]
        random.Random(seed).shuffle(clips)
        present = {info.filename for info in clips if is_intact(safe_target(info, into), info)}
        sample.n_already_there = len(present)
        if len(present) < n_tracks and len(clips) > len(present):
            main_by_name = _read_genres(base_url, session=session, patience=patience)
            plan = _Plan(members, into, _shares(n_tracks), main_by_name, progress)
            _fill(sample, clips, present, plan, n_tracks)
    if not sample.n_already_there + sample.n_fetched:
        raise BadDownload(f"{archive.url(base_url)} holds no clip that could be read")
    return sample


def _fill(sample: Sample, clips: Sequence[zipfile.ZipInfo], present: set[str], plan: _Plan, n_tracks: int) -> None:
    sample.by_genre.update(_genre_here(info, plan) for info in clips if info.filename in present)
    absent = [info for info in clips if info.filename not in present]
    wanted_bytes = sum(info.file_size for info in absent[: n_tracks - len(present)])
    require_space(plan.into, wanted_bytes)
    plan.progress.start(f"{n_tracks} clips of {sample.folder.name}", total=wanted_bytes)
    passed_over = []
    for n_looked_at, info in enumerate(absent):
        if _is_full(sample, n_tracks) or n_looked_at >= n_tracks * LOOKED_AT_PER_TRACK:
            break
        if not _take(sample, info, plan, any_genre=False):
            passed_over.append(info)
    for info in passed_over:
        if _is_full(sample, n_tracks):
            break
        _take(sample, info, plan, any_genre=True)


def _take(sample: Sample, info: zipfile.ZipInfo, plan: _Plan, *, any_genre: bool) -> bool:
    """Fetch one clip if its genre is wanted; False when it was passed over."""

    def look_and_fetch(member: IO[bytes]) -> str | None:
        head = member.read(ID3_HEADER_BYTES)
        head += member.read(max(0, id3_length(head) - ID3_HEADER_BYTES))
        genre = main_genre(tagged_genres(head), plan.main_by_name) or "other"
        if not any_genre and sample.by_genre[genre] >= plan.shares.get(genre, 0):
            return None
        write_whole(safe_target(info, plan.into), _after(head, member), progress=plan.progress)
        return genre

    try:
        genre = plan.members.read(info, look_and_fetch)
    except BadDownload as error:
        sample.damaged.append(info.filename)
        plan.progress.say(f"left out: {error}")
        return True
    if genre is None:
        return False
    sample.by_genre[genre] += 1
    sample.n_fetched += 1
    return True


def _after(head: bytes, member: IO[bytes]) -> Iterator[bytes]:
    yield head
    yield from pieces(member)


def _genre_here(info: zipfile.ZipInfo, plan: _Plan) -> str:
    with safe_target(info, plan.into).open("rb") as file:
        head = file.read(ID3_HEADER_BYTES)
        head += file.read(max(0, id3_length(head) - ID3_HEADER_BYTES))
    return main_genre(tagged_genres(head), plan.main_by_name) or "other"


def _read_genres(base_url: str, *, session: requests.Session, patience: Retry) -> dict[str, str]:
    with RemoteMembers(METADATA.url(base_url), session=session, patience=patience) as metadata:
        for info in metadata.members:
            if info.filename == f"{METADATA.name}/genres.csv":
                return main_genres_by_name(metadata.read(info, lambda member: member.read()).decode())
    raise SegueError(f"{METADATA.url(base_url)} has no {METADATA.name}/genres.csv, which names the genres")


def _shares(n_tracks: int) -> dict[str, int]:
    n_each, left_over = divmod(n_tracks, len(MAIN_GENRES))
    return {genre: n_each + (i < left_over) for i, genre in enumerate(MAIN_GENRES)}


def _is_full(sample: Sample, n_tracks: int) -> bool:
    return sample.n_already_there + sample.n_fetched >= n_tracks
