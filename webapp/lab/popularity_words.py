"""Popularity forecasts in the answers' terms."""

from collections.abc import Sequence
from typing import Any

from recommender.prediction.popularity.asking import Song
from recommender.prediction.popularity.cells import BANDS
from recommender.prediction.popularity.features import as_row
from recommender.prediction.popularity.kept import Facts
from recommender.prediction.popularity.served import BASELINE, Prediction
from webapp.lab.answers.popularity import (
    BandAnswer,
    BaselineAnswer,
    ConfusionAnswer,
    ContributionAnswer,
    PopularityQuestion,
    ReliabilityCurve,
    ReliabilityPoint,
)


def song_of(question: PopularityQuestion) -> Song:
    """Return the song that was asked about."""
    return Song(
        audio=as_row(question.features),
        genre=question.genre,
        title=question.title,
        explicit=question.explicit,
        artist=question.artist,
        artist_popularity=question.artist_popularity,
    )


def answered(found: Prediction) -> dict[str, Any]:
    """Return the fields that every answer about one song has."""
    return {
        "expected": found.expected,
        "low": found.low,
        "high": found.high,
        "bands": band_answers(found.bands),
        "outside": found.outside,
        "contributions": tuple(
            ContributionAnswer(feature=each.feature, value=each.value, effect=each.effect) for each in found.effects
        ),
    }


def band_answers(probabilities: Sequence[float]) -> tuple[BandAnswer, ...]:
    """Return the four bands with their probabilities."""
    return tuple(
        BandAnswer(band=band, probability=min(max(each, 0.0), 1.0))
        for band, each in zip(BANDS, probabilities, strict=True)
    )


def baseline_of(facts: Facts, genre: str | None) -> BaselineAnswer:
    """Return what the genre alone says; the mean of all tracks where none, or an unknown one, is told."""
    first = (genre or "").split(";")[0].strip()
    mean, shares = facts.baseline.of_genre(first)
    return BaselineAnswer(model=BASELINE, expected=mean, bands=band_answers(shares))


def sound_note(facts: Facts) -> str:
    """Return in words what the 13 numbers are worth by themselves."""
    share = max(facts.sound_r2, 0.0)
    return (
        f"By themselves the 13 audio features explain {share:.0%} of how popular an unknown artist's tracks "
        "are. Genre and artist say far more."
    )


def reliabilities(facts: Facts) -> tuple[ReliabilityCurve, ...]:
    """Return the reliability curve of each case."""
    return tuple(
        ReliabilityCurve(
            case=case,
            ece=trust.ece,
            points=tuple(
                ReliabilityPoint(confidence=each.confidence, accuracy=each.accuracy, n=each.n)
                for each in trust.reliability
            ),
        )
        for case, trust in facts.trust.items()
    )


def confusions(facts: Facts) -> tuple[ConfusionAnswer, ...]:
    """Return the confusion matrix of each case."""
    return tuple(ConfusionAnswer(case=case, bands=BANDS, counts=trust.confusion) for case, trust in facts.trust.items())
