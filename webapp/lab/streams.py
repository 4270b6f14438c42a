"""A listener's own streams: how often they will play a song, and what that is known from."""

import time
from collections.abc import Callable
from itertools import compress
from typing import Annotated

from flask import Response, request
from msgspec import Meta, Struct

from recommender.catalogue.snapshot import Catalogue
from recommender.errors import NotReady
from recommender.prediction.count_interval import counts_around
from recommender.prediction.streams.asking import HEARD_MODEL, Artists, Facts, answer, facts_of
from recommender.prediction.streams.finding import Found, Match, SongFinder, songs_of
from recommender.prediction.streams.heard.features import NAMES, WINDOW_DAYS
from recommender.prediction.streams.listener_model import ListenerModel
from recommender.prediction.streams.outcomes import LEVEL
from recommender.records import ListenerId
from webapp.api.answers import HealthAnswer
from webapp.api.endpoint import Endpoint, NoQuery
from webapp.api.system import get_health as system_health
from webapp.lab.answers.streams import (
    MatchAnswer,
    RawFeaturesAnswer,
    StreamsAnswer,
    StreamsBaseline,
    StreamsFeature,
    StreamsFeaturesAnswer,
    StreamsSummary,
    TopSong,
)
from webapp.listener import Listeners
from webapp.services import Services
from webapp.visibility.sight import hidden_songs

_TOP = 20
Name = Annotated[str, Meta(max_length=300)]


class SongQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which song."""

    song: Annotated[Name, Meta(min_length=1, pattern=r"\S")]
    artist: Name = ""


class Streams:
    """The endpoints of the page of one's own streams: what somebody heard is told to their own cookie only."""

    def __init__(self, listeners: Listeners) -> None:
        self._listeners = listeners
        self._worlds: dict[ListenerId, _World] = {}

    def get_prediction(self, services: Services, query: SongQuery) -> StreamsAnswer:
        """Foretell how often the listener will play one song."""
        world, result = self._find(services, query)
        forecast = answer(world.model, world.artists, result.match.song)
        return StreamsAnswer(
            match=_match(result.match),
            choices=_choices(result),
            heard=forecast.facts.heard,
            expected_plays=forecast.expected,
            typical_plays=forecast.typical,
            low=forecast.low,
            high=forecast.high,
            level=LEVEL,
            window_days=WINDOW_DAYS,
            chance_any=forecast.chance_any,
            in_words=forecast.in_words,
            from_day=forecast.from_day,
            baseline=StreamsBaseline(model=forecast.baseline_model, expected_plays=forecast.baseline),
            features=tuple(compress(_features(forecast.facts, scaled=False), forecast.facts.is_weighted)),
            model=forecast.model,
            model_version=world.model.version,
        )

    def get_features(self, services: Services, query: SongQuery) -> StreamsFeaturesAnswer:
        """Return what the model sees of one song: logarithms, in standard deviations from the mean."""
        world, result = self._find(services, query)
        facts = facts_of(world.model, world.artists, result.match.song)
        return StreamsFeaturesAnswer(
            match=_match(result.match),
            choices=_choices(result),
            heard=facts.heard,
            features=_features(facts, scaled=True),
            model_version=world.model.version,
        )

    def get_raw_features(self, services: Services, query: SongQuery) -> RawFeaturesAnswer:
        """Return what is known of one song: plays, days, songs."""
        world, result = self._find(services, query)
        facts = facts_of(world.model, world.artists, result.match.song)
        return RawFeaturesAnswer(
            match=_match(result.match),
            choices=_choices(result),
            heard=facts.heard,
            raw_features=_features(facts, scaled=False),
            model_version=world.model.version,
        )

    def get_summary(self, services: Services, _: NoQuery) -> StreamsSummary:
        """Return what the listener's model was made of, and the songs that will probably be played most."""
        world = self._world(services)
        facts = world.model.facts
        return StreamsSummary(
            listener_id=facts.listener_id,
            n_plays=facts.n_plays,
            n_songs=len(facts.titles),
            n_artists=len(facts.artists),
            first_play=facts.first_play,
            last_play=facts.last_play,
            window_days=WINDOW_DAYS,
            level=LEVEL,
            coverage_heard=facts.coverage_heard,
            coverage_unheard=facts.coverage_unheard,
            top=tuple(map(world.top, world.best(_TOP))),
            model=HEARD_MODEL,
            model_version=world.model.version,
        )

    def endpoints(self) -> tuple[Endpoint, ...]:
        """Return what to register."""
        problems = (401, 404, 422, 503)
        return (
            Endpoint(
                path="/prediction/", access="play",
                summary="How often the listener will play a song in the next 30 days",
                handle=self.get_prediction, answer=StreamsAnswer, query=SongQuery,
                at_root=True, problems=problems,
            ),
            Endpoint(
                path="/features/", access="play",
                summary="A song as the model of plays sees it", handle=self.get_features,
                answer=StreamsFeaturesAnswer, query=SongQuery, at_root=True, problems=problems,
            ),
            Endpoint(
                path="/raw_features/", access="play", summary="What is known of a song and the listener, with units",
                handle=self.get_raw_features, answer=RawFeaturesAnswer, query=SongQuery,
                at_root=True, problems=problems,
            ),
            Endpoint(
                path="/lab/streams", access="play", summary="What the model of the listener's plays is made of",
                handle=self.get_summary, answer=StreamsSummary, problems=(401, 503),
            ),
            Endpoint(
                path="/health", access="open",
                at_root=True, summary="Whether everything works; the same as /api/v1/health",
                handle=get_root_health, answer=HealthAnswer, problems=(503,),
            ),
        )  # fmt: skip

    def _find(self, services: Services, query: SongQuery) -> tuple["_World", Found]:
        world = self._world(services)
        return world, world.finder.find(query.song, query.artist)

    def _world(self, services: Services) -> "_World":
        """Return the names and the model of the asking listener; made again when model or library have changed."""
        model = self._model(services)
        catalogue = services.catalogue()
        world = self._worlds.get(model.facts.listener_id)
        if world is None or world.model is not model or world.catalogue is not catalogue:
            is_hidden = services.compute(lambda: hidden_songs(services.libraries, catalogue))
            world = _World(model, catalogue, is_hidden)
            self._worlds[model.facts.listener_id] = world
        return world

    def _model(self, services: Services) -> ListenerModel:
        listener = self._listeners.require(request)
        if (model := services.lab.streams(listener)) is None:
            raise NotReady(
                "there is no model of your plays yet; it is made after months of listening here, or of what you heard "
                f"elsewhere; run `segue import history FILES --listener {listener} && segue train streams`"
            )
        return model


class _World:
    """One listener's model, and every song they can ask about; of those that are hidden from them, they cannot."""

    def __init__(self, model: ListenerModel, catalogue: Catalogue, is_hidden: Callable[[str, str], bool]) -> None:
        facts = model.facts
        heard = [(title, facts.artists[artist]) for title, artist in zip(facts.titles, facts.song_artist, strict=True)]
        songs = list(songs_of(catalogue.tracks, heard, model.known.names))
        self.model = model
        self.catalogue = catalogue
        self.artists = Artists(model)
        self._hidden = {row for row, song in enumerate(songs[: len(heard)]) if is_hidden(song.title, song.artist)}
        seen = (song for song in songs if not is_hidden(song.title, song.artist))
        self.finder = SongFinder(seen, pause=lambda: time.sleep(0))
        self._track_ids = [song.track_id for song in songs[: len(heard)]]
        self._last_30_days = NAMES.index("plays_last_30d")

    def best(self, n: int) -> list[int]:
        """Return the songs with the most expected plays that the listener may see."""
        best = self.model.best(n + len(self._hidden)).tolist()
        return [song for song in best if song not in self._hidden][:n]

    def top(self, song: int) -> TopSong:
        """Return one song of the list of those that will be played most."""
        facts, forecast = self.model.facts, self.model.forecast
        expected = float(forecast.mean[song])
        low, high = counts_around(expected, float(forecast.low[song]), float(forecast.high[song]))
        return TopSong(
            title=facts.titles[song],
            artist=facts.artists[facts.song_artist[song]],
            track_id=self._track_ids[song],
            expected_plays=expected,
            low=low,
            high=high,
            plays_last_30_days=int(self.model.songs[song, self._last_30_days]),
        )


def get_root_health(services: Services, query: NoQuery) -> Response:
    """Return which part is ready, where monitors of old look for it."""
    return system_health(services, query)


def _match(match: Match) -> MatchAnswer:
    song = match.song
    return MatchAnswer(
        title=song.title,
        artist=song.artist,
        track_id=song.track_id,
        where=song.where,
        how=match.how,
        closeness=match.closeness,
    )


def _choices(result: Found) -> tuple[MatchAnswer, ...]:
    return tuple(_match(choice) for choice in result.choices)


def _features(facts: Facts, *, scaled: bool) -> tuple[StreamsFeature, ...]:
    values = facts.scaled if scaled else facts.raw
    units = ["standard deviations"] * len(facts.names) if scaled else facts.units
    columns = zip(facts.names, values.tolist(), units, strict=True)
    return tuple(StreamsFeature(name=name, value=round(value, 4), unit=unit) for name, value, unit in columns)
