"""What a file or a catalogue row says about a track, cleaned of what no store or page should see."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

LONGEST_TEXT = 500
MOST_GENRES = 20
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_NUMBER = re.compile(r"\s*(\d{1,6})\b")
_GAIN = re.compile(r"\s*([+-]?\d{1,3}(?:[.,]\d+)?)\s*(?:dB)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Tags:
    """Every field may be missing: empty, or None."""

    title: str = ""
    artist: str = ""
    album: str = ""
    album_artist: str = ""
    genres: tuple[str, ...] = ()
    track_number: int | None = None
    disc_number: int | None = None
    released_on: date | None = None
    licence: str = ""
    replaygain_db: float | None = None
    has_picture: bool = False
    others: Mapping[str, str] = field(default_factory=dict)

    def over(self, weaker: "Tags") -> "Tags":
        """Return these tags, with the gaps filled from `weaker`."""
        return Tags(
            title=self.title or weaker.title,
            artist=self.artist or weaker.artist,
            album=self.album or weaker.album,
            album_artist=self.album_artist or weaker.album_artist,
            genres=self.genres or weaker.genres,
            track_number=weaker.track_number if self.track_number is None else self.track_number,
            disc_number=weaker.disc_number if self.disc_number is None else self.disc_number,
            released_on=self.released_on or weaker.released_on,
            licence=self.licence or weaker.licence,
            replaygain_db=weaker.replaygain_db if self.replaygain_db is None else self.replaygain_db,
            has_picture=self.has_picture or weaker.has_picture,
            others={**weaker.others, **self.others},
        )


def clean_text(text: str) -> str:
    """Return text without control characters, NULs and halves of characters, at most `LONGEST_TEXT` long."""
    whole = text[: 4 * LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8", "replace")
    spaced = "".join(" " if unicodedata.category(each) in ("Cc", "Cs", "Zl", "Zp") else each for each in whole)
    return unicodedata.normalize("NFC", " ".join(spaced.split()))[:LONGEST_TEXT].strip()


def clean_genres(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the genre names in order, each once; one text may hold several, parted by `;` or NUL."""
    names = (clean_text(name) for text in texts for name in re.split(r"[;\0]", text))
    return tuple(dict.fromkeys(name for name in names if name))[:MOST_GENRES]


def as_date(text: str) -> date | None:
    """Return the day a text begins with; of a year or month its first day; None when it is no date."""
    if not (match := _DATE.match(text.strip())):
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        return date(year, month or 1, day or 1)
    except ValueError:
        return date(year, 1, 1) if year else None


def as_number(text: str) -> int | None:
    """Return the number a text begins with, such as 3 of `3/12`, or None; 0 counts as none."""
    match = _NUMBER.match(text)
    return int(match[1]) or None if match else None


def as_gain(text: str) -> float | None:
    """Return decibels of `-6.5 dB`, or None."""
    match = _GAIN.match(text)
    return float(match[1].replace(",", ".")) if match else None
