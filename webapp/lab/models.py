"""The models behind the lab: which version answers, how good it is, what was trained, and the way back."""

from typing import Any

from recommender.artifacts.manifest import VERSION_PATTERN, Manifest
from recommender.artifacts.store import ArtifactStore
from recommender.errors import BadArtifact, NotFound, NotReady, OutOfRange
from recommender.prediction.evaluation.report import Report
from recommender.prediction.topic import NoModel, Topic
from recommender.prediction.topics import TOPIC_NAMES, TOPICS
from recommender.prediction.training import HIGHER_IS_BETTER, read_report
from webapp.api.bodies import JsonBody
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.lab.answers.models import (
    ModelsAnswer,
    QualityAnswer,
    TopicAnswer,
    TopicsAnswer,
    TopicVersions,
    VersionChoice,
    VersionFacts,
)
from webapp.lab.services import Lab
from webapp.services import Services

SHOWN_RUNS = 50
REMEMBERED_REPORTS = 64


class Models:
    """The endpoints of the page of models, and what the others say of theirs."""

    def __init__(self) -> None:
        self._reports: dict[tuple[str, str], Report] = {}

    def get_topics(self, services: Services, _: NoQuery) -> TopicsAnswer:
        """Return every question of the lab with the version that answers it."""
        return TopicsAnswer(topics=tuple(_topic(services.lab, topic) for topic in TOPICS))

    def get_quality(self, services: Services, _: NoQuery, topic: str) -> QualityAnswer:
        """Return the evaluation that the version in use was published with."""
        store = services.lab.artifacts
        manifest = _in_use(store, _require_topic(topic))
        report = self._report(store, manifest)
        return QualityAnswer(
            topic=topic,
            version=manifest.version,
            made_at=manifest.created_at,
            data_cutoff=manifest.data_cutoff,
            protocol=report.protocol,
            findings=report.findings,
            rows=report.rows,
        )

    def get_models(self, services: Services, _: NoQuery) -> ModelsAnswer:
        """Return every version of every model, and the newest runs of training."""
        store = services.lab.artifacts
        topics = tuple(_versions(store, topic) for topic in TOPIC_NAMES)
        return ModelsAnswer(topics=topics, runs=tuple(services.lab.runs.newest(SHOWN_RUNS)))

    def post_use(self, services: Services, _: NoQuery, choice: VersionChoice, topic: str) -> TopicVersions:
        """Make a version the one in use, after checking its files; serving processes follow within seconds."""
        store = services.lab.artifacts
        _require_topic(topic)
        version = choice.version
        if not VERSION_PATTERN.fullmatch(version):
            raise NotFound(f"there is no {topic} {version!r}; GET /api/v1/lab/models shows what there is")
        try:
            store.use(topic, version)
        except BadArtifact as error:
            raise OutOfRange(str(error)) from error
        return _versions(store, topic)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        return (
            Endpoint(
                path="/lab/topics", access="play", summary="The questions of the lab, and how well each is answered",
                handle=self.get_topics, answer=TopicsAnswer,
            ),
            Endpoint(
                path="/lab/topics/<topic>/quality", access="play", summary="The evaluation of the model in use",
                handle=self.get_quality, answer=QualityAnswer, problems=(404, 503),
            ),
            Endpoint(
                path="/lab/models", access="play",
                summary="Every version of every model, and the newest runs of training",
                handle=self.get_models, answer=ModelsAnswer, problems=(503,),
            ),
            Endpoint(
                path="/lab/models/<topic>/use", access="admin",
                method="POST", summary="Use a version, also an older one",
                handle=self.post_use, answer=TopicVersions, body=JsonBody(VersionChoice),
                problems=(404, 422),
            ),
        )  # fmt: skip

    def _report(self, store: ArtifactStore, manifest: Manifest) -> Report:
        """Return the evaluation in a version; versions never change, so each is read once."""
        key = (manifest.kind, manifest.version)
        if key not in self._reports:
            if len(self._reports) >= REMEMBERED_REPORTS:
                self._reports.clear()
            self._reports[key] = read_report(store.local_path(*key))
        return self._reports[key]


def _require_topic(name: str) -> Topic[Any, Any]:
    for topic in TOPICS:
        if topic.name == name:
            return topic
    raise NotFound(f"the lab has no topic {name[:64]!r}; it has {', '.join(TOPIC_NAMES)}")


def _in_use(store: ArtifactStore, topic: Topic[Any, Any]) -> Manifest:
    try:
        if (version := store.current(topic.name)) is None:
            raise NoModel(topic)
        return store.manifest(topic.name, version)
    except BadArtifact as error:
        raise NotReady(str(error)) from error


def _topic(lab: Lab, topic: Topic[Any, Any]) -> TopicAnswer:
    try:
        manifest = _in_use(lab.artifacts, topic)
    except (NotReady, NotFound) as error:
        return TopicAnswer(topic=topic.name, ready=False, why=str(error))
    if reason := lab.trouble(topic.name):
        return TopicAnswer(topic=topic.name, ready=False, why=reason)
    facts = _facts(manifest, is_current=True)
    direction = manifest.parameters.get(HIGHER_IS_BETTER)
    return TopicAnswer(
        topic=topic.name,
        ready=True,
        version=facts.version,
        made_at=facts.made_at,
        data_cutoff=facts.data_cutoff,
        n_rows=facts.n_rows,
        metric=facts.metric,
        score=facts.score,
        baseline=facts.baseline,
        higher_is_better=None if direction is None else bool(direction),
        train_seconds=facts.train_seconds,
    )


def _versions(store: ArtifactStore, topic: str) -> TopicVersions:
    try:
        current = store.current(topic)
    except BadArtifact:
        current = None
    facts = tuple(_facts(manifest, is_current=manifest.version == current) for manifest in store.versions(topic))
    return TopicVersions(topic=topic, versions=facts)


def _facts(manifest: Manifest, *, is_current: bool) -> VersionFacts:
    return VersionFacts(
        version=manifest.version,
        is_current=is_current,
        made_at=manifest.created_at,
        data_cutoff=manifest.data_cutoff,
        n_rows=manifest.counts.get("rows", 0),
        metric=manifest.metric,
        score=manifest.offline_metrics.get(manifest.metric),
        baseline=manifest.baseline_metrics.get(manifest.metric),
        train_seconds=manifest.train_seconds or None,
    )
