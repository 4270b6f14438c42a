"""Writes what was corrected of a track into its file, and says what the file says afterwards."""

from collections.abc import Callable, Iterable
from pathlib import Path

from msgspec.structs import replace

from etl.ingest.describing import title_from_name
from etl.ingest.rewriting import rewrite
from etl.tags.covers import EMBEDDED, Cover, embedded_cover
from etl.tags.file_tags import read_tags
from etl.tags.tags import Tags
from etl.tags.writing.refusal import CannotWrite
from etl.tags.writing.tag_files import KeptTags, kept_tags, put_back, write_fields
from recommender.catalogue.corrections import TOUCHED, CorrectedFields, given, touched
from recommender.records import Track

Keep = Callable[[KeptTags], None]
"""Keeps a file's tags for good before they are changed."""


def unsaid_by(path: Path, fields: CorrectedFields, picture: Cover | None) -> CorrectedFields:
    """Return those of the fields that the file's tags say otherwise, or not."""
    tags = read_tags(path)
    values = {name: value for name, value in given(fields).items() if not _says(path, tags, name, value, picture)}
    return CorrectedFields(**values)


def write_corrections(path: Path, fields: CorrectedFields, picture: Cover | None, *, keep: Keep) -> None:
    """Write the fields into the file's tags; everything else in it reads as before. Raises `CannotWrite`."""
    before, kept = read_tags(path), kept_tags(path)

    def check(copy: Path) -> None:
        after = read_tags(copy)
        wrong = [name for name, value in given(fields).items() if not _says(copy, after, name, value, picture)]
        if wrong:
            raise CannotWrite(f"{wrong[0]} would not read back as it was written; another tag of the file says more")
        if others := _others_changed(before, after, given(fields)):
            raise CannotWrite(f"other tags would be lost or read otherwise: {', '.join(others)}")

    rewrite(
        path,
        lambda copy: write_fields(copy, fields, picture),
        check=check,
        before_replacing=lambda: keep(kept),
    )


def restore_tags(path: Path, kept: KeptTags, *, keep: Keep) -> None:
    """Make the file's tags those that were kept. Raises `CannotWrite`."""
    now = kept_tags(path)

    def check(copy: Path) -> None:
        if kept_tags(copy)["texts"] != kept["texts"]:
            raise CannotWrite("the kept tags would not read back as they were kept")

    rewrite(path, lambda copy: put_back(copy, kept), check=check, before_replacing=lambda: keep(now))


def as_file_says_now(track: Track, before: Tags, after: Tags, path: Path, *, names: Iterable[str] = TOUCHED) -> Track:
    """Return the track, as its file said it, after its tags changed from `before` to `after` in these fields.

    What came from elsewhere, such as a row of a catalogue, stays: that is stronger than the file.
    """
    changed = {}
    for name in touched(names):
        if name == "cover":
            changed[name] = _cover(track, before, after)
        elif name == "title":
            fallback = title_from_name(path.stem)
            if track.title == (before.title or fallback):
                changed[name] = after.title or fallback
        elif getattr(track, name) == getattr(before, name):
            changed[name] = getattr(after, name)
    return replace(track, **changed)


def _cover(track: Track, before: Tags, after: Tags) -> str:
    if after.has_picture:
        return EMBEDDED
    return "" if before.has_picture and track.cover == EMBEDDED else track.cover


def _says(path: Path, tags: Tags, name: str, value: object, picture: Cover | None) -> bool:
    """Say whether the file's tags say of a field what was corrected."""
    if name == "cover":
        own = embedded_cover(path)
        return (own.content if own else None) == (picture.content if picture else None)
    if name == "year":
        return (tags.released_on.year if tags.released_on else 0) == value
    if name == "artist" and tags.artists:
        return False
    return (getattr(tags, name) or type(value)()) == value


def _others_changed(before: Tags, after: Tags, written: Iterable[str]) -> list[str]:
    aside = {*touched(written), *(("has_picture",) if "cover" in written else ())} - {"musicbrainz_album_id"}
    return [name for name in vars(before) if name not in aside and getattr(before, name) != getattr(after, name)]
