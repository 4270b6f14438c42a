"""What an ingest did, in numbers and in one line."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(kw_only=True)
class Summary:
    """Files by what became of them; each file counts once."""

    listed: int = 0
    """In the catalogue; their sound is still to be analysed."""
    analysed: int = 0
    unchanged: int = 0
    rejected: int = 0
    """Not music as they are, whether found out now or by an earlier run."""
    retagged: int = 0
    moved: int = 0
    duplicates: int = 0
    """Further copies of a sound that is in the catalogue."""
    returned: int = 0
    """Were missing, and are back."""
    postponed: int = 0
    """They changed while they were read, or their process was killed from outside; the next run tries again."""
    missing: int = 0
    """Known files that are gone; these are not among the files found."""

    @property
    def done(self) -> int:
        """How many of the found files are dealt with."""
        return (
            self.listed + self.analysed + self.unchanged + self.rejected
            + self.retagged + self.moved + self.duplicates + self.returned + self.postponed
        )  # fmt: skip

    def count(self, name: str, by: int = 1) -> None:
        """Count one more file under this name."""
        setattr(self, name, getattr(self, name) + by)

    def __add__(self, other: "Summary") -> "Summary":
        return Summary(**{name: number + getattr(other, name) for name, number in vars(self).items()})

    def __str__(self) -> str:
        line = f"{self.analysed} analysed, {self.unchanged} unchanged, {self.rejected} rejected"
        further = [
            f"{number} {name}"
            for name in ("missing", "returned", "moved", "retagged", "duplicates", "postponed")
            if (number := getattr(self, name))
        ]
        if self.listed:
            further.append(f"{self.listed} still to analyse")
        return line + ("; " + ", ".join(further) if further else "")


Progress = Callable[[Summary], None]
"""Told after each file how far the run is."""
