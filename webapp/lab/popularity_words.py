"""Popularity forecasts in the answers' terms."""

from collections.abc import Sequence
from typing import Any

from recommender.prediction.popularity.asking import Song
from recommender.prediction.popularity.cells import BANDS
from recommender.prediction.popularity.saved_model import ModelMetadata
from recommender.prediction.popularity.served import BASELINE, Prediction
from recommender.prediction.sound.audio_features import as_row
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


def describe(prediction: Prediction) -> dict[str, Any]:
    """Return the fields that every answer about one song has."""
    return {
        "expected": prediction.expected,
        "low": prediction.low,
        "high": prediction.high,
        "bands": band_answers(prediction.bands),
        "outside": prediction.outside,
        "contributions": tuple(
            ContributionAnswer(feature=effect.feature, value=effect.value, effect=effect.effect)
            for effect in prediction.effects
        ),
    }


def band_answers(probabilities: Sequence[float]) -> tuple[BandAnswer, ...]:
    """Return the four bands with their probabilities."""
    return tuple(
        BandAnswer(band=band, probability=min(max(probability, 0.0), 1.0))
        for band, probability in zip(BANDS, probabilities, strict=True)
    )


def baseline_of(metadata: ModelMetadata, genre: str | None) -> BaselineAnswer:
    """Return what the genre alone says; the mean of all tracks where none, or an unknown one, is told."""
    first = (genre or "").split(";")[0].strip()
    mean, shares = metadata.baseline.of_genre(first)
    return BaselineAnswer(model=BASELINE, expected=mean, bands=band_answers(shares))


def sound_note(metadata: ModelMetadata) -> str:
    """Return in words what the 13 numbers are worth by themselves."""
    share = max(metadata.sound_r2, 0.0)
    genre = (
        ""
        if metadata.is_genre_told
        else " The genre is left out: its mean is that of the tracks which were chosen to learn from, and misleads "
        "for others."
    )
    return (
        f"By themselves the 13 audio features explain {share:.0%} of how popular an unknown artist's tracks "
        f"are. The artist says far more.{genre}"
    )


def reliabilities(metadata: ModelMetadata) -> tuple[ReliabilityCurve, ...]:
    """Return the reliability curve of each case."""
    return tuple(
        ReliabilityCurve(
            case=case,
            ece=trust.ece,
            points=tuple(
                ReliabilityPoint(confidence=point.confidence, accuracy=point.accuracy, n=point.n)
                for point in trust.reliability
            ),
        )
        for case, trust in metadata.trust.items()
    )


def confusions(metadata: ModelMetadata) -> tuple[ConfusionAnswer, ...]:
    """Return the confusion matrix of each case."""
    return tuple(
        ConfusionAnswer(case=case, bands=BANDS, counts=trust.confusion) for case, trust in metadata.trust.items()
    )
