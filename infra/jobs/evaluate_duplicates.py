"""Measures on a folder of music how well copies of a recording are told: makes them, analyses them, forgets them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from etl.analysis.altered_copies import SAME_RECORDING, Alteration, AnalysedCopies, CopyWork, analyse_copies
from etl.ingest.pool import Pool
from etl.locations import file_path
from etl.readers.folder import read_folder
from infra.jobs.ingest import n_cores
from infra.settings import Settings
from recommender.errors import BadInput
from recommender.listening.reranking import SAME_SOUND
from recommender.prediction.evaluation.report import Report, ReportRow, metric_label
from recommender.similarity.duplicates.evaluation import Copies, Hits, count_hits, find_by_cosine, find_by_rule

MIN_TRACKS = 20
SEED = 1
SEGUE = "segue"
COSINE = f"cosine of all numbers >= {SAME_SOUND}"
_SHOWN_PAIRS = 8
_STEP = 50


def evaluate_duplicates(music: Path, settings: Settings, *, n_copies: int, say: Callable[[str], None]) -> Report:
    """Make `n_copies` of each track of `music`, the kinds in turn, and measure; raises `BadInput` for too few."""
    paths = sorted(file_path(file.url) for file in read_folder(music).files)
    if len(paths) < MIN_TRACKS:
        raise BadInput(f"{music} holds {len(paths)} sound files; at least {MIN_TRACKS} are needed to judge by")
    work = [CopyWork(path, alterations_of(i, n_copies)) for i, path in enumerate(paths)]
    analysed = _analyse(work, settings, say=say)
    if len(analysed) < MIN_TRACKS:
        raise BadInput(
            f"only {len(analysed)} of {len(paths)} files of {music} can be analysed; {MIN_TRACKS} are needed"
        )
    made, kinds, names = _gather(analysed)
    return report_on(made, kinds, names)


def alterations_of(number: int, n_copies: int) -> tuple[Alteration, ...]:
    """Return what is done to the track of this number: all kinds come in turn, so each is as frequent as others."""
    first = number * n_copies
    return tuple(SAME_RECORDING[(first + i) % len(SAME_RECORDING)] for i in range(n_copies))


def report_on(made: Copies, kinds: Sequence[str], names: Sequence[str]) -> Report:
    """Measure the rule and today's cosine; `kinds` are the copies', `names` the tracks'."""
    told = find_by_rule(made)
    hits = count_hits(told, made, rng=np.random.default_rng(SEED))
    by_cosine = find_by_cosine(made, min_cosine=SAME_SOUND)
    found = (told & made.is_own).any(axis=1)
    of_kind = {kind: found[[other == kind for other in kinds]] for kind in dict.fromkeys(sorted(kinds))}
    rows = [
        *_rows(SEGUE, hits),
        *_rows(COSINE, count_hits(by_cosine, made, rng=np.random.default_rng(SEED))),
        *(
            ReportRow(model=SEGUE, metric=metric_label("recall", part=kind), value=float(hit.mean()), n=len(hit))
            for kind, hit in of_kind.items()
        ),
    ]
    return Report(
        task="duplicates",
        protocol=(
            f"{len(made.originals)} tracks, {len(made.copies)} copies of them, each held against all tracks; every "
            f"track but its own original counts as wrong; 95 % by resampling tracks with their copies, seed {SEED}"
        ),
        rows=tuple(rows),
        findings=_findings(told & ~made.is_own, made, names),
    )


def _rows(model: str, hits: Hits) -> list[ReportRow]:
    low, high = hits.precision_interval
    least, most = hits.recall_interval
    return [
        ReportRow(model=model, metric="precision", value=hits.precision, low=low, high=high, n=hits.n_told),
        ReportRow(model=model, metric="recall", value=hits.recall, low=least, high=most, n=hits.n_copies),
    ]


def _findings(wrong: np.ndarray, made: Copies, names: Sequence[str]) -> tuple[str, ...]:
    pairs = {tuple(sorted((int(made.copy_of[copy]), int(row)))) for copy, row in np.argwhere(wrong).tolist()}
    shown = [f"{names[one]} and {names[other]}" for one, other in sorted(pairs)[:_SHOWN_PAIRS]]
    if not shown:
        return ()
    return (f"taken for one recording though they are different files, {len(pairs)} pairs: {', '.join(shown)}",)


def _analyse(
    work: Sequence[CopyWork], settings: Settings, *, say: Callable[[str], None]
) -> list[tuple[CopyWork, AnalysedCopies]]:
    done: list[tuple[CopyWork, AnalysedCopies]] = []
    pool: Pool[CopyWork, AnalysedCopies | Exception] = Pool(
        analyse_copies, n_workers=min(settings.analysis_workers or n_cores(), len(work))
    )
    with pool:
        for i, (item, result) in enumerate(pool.results(work)):
            if isinstance(result, AnalysedCopies):
                done.append((item, result))
            else:
                say(f"{item.source.name} is left out: {result}")
            if i % _STEP == 0:
                say(f"{i} of {len(work)} tracks and their copies analysed")
    return sorted(done, key=lambda pair: pair[0].source)


def _gather(analysed: Sequence[tuple[CopyWork, AnalysedCopies]]) -> tuple[Copies, list[str], list[str]]:
    copies = [copy for _, result in analysed for copy in result.copies]
    made = Copies(
        originals=np.stack([result.original.vector for _, result in analysed]),
        durations_s=np.array([result.original.sound.duration_s for _, result in analysed]),
        copies=np.stack([copy.vector for copy in copies]),
        copy_durations_s=np.array([copy.sound.duration_s for copy in copies]),
        copy_of=np.repeat(np.arange(len(analysed)), [len(result.copies) for _, result in analysed]),
    )
    kinds = [alteration.name for item, _ in analysed for alteration in item.alterations]
    return made, kinds, [item.source.name for item, _ in analysed]
