"""Weekly discovery: only what the listener has never heard, near each kind of sound that they like."""

from itertools import chain, zip_longest

import numpy as np

from recommender.listening.reasons import DONE
from recommender.playlists.generated.choosing import choose
from recommender.playlists.generated.daily.chance import rng_of, week_of
from recommender.playlists.generated.daily.clusters import find_clusters, liked_tracks
from recommender.playlists.generated.daily.mixes import MixRequest, heard_rows, near_rows
from recommender.playlists.generated.explaining import cap_words, likeness_words
from recommender.playlists.generated.library import Library
from recommender.playlists.generated.records import GeneratedList, GeneratedTrack
from recommender.records import TrackId

NAME = "Discovery of the week"
_ALL_HEARD = "You have heard every track of the library; add more music."
_NO_TASTE = "Chosen by chance, until your listening says what you like."


def make_discovery(library: Library, request: MixRequest) -> GeneratedList:
    """Return up to `request.n` tracks that the listener never heard under any id, the same for the whole week.

    Each kind of sound that is liked has its turn; it is empty, with a message, only when everything was heard.
    """
    index = library.index
    liked = liked_tracks(
        library,
        request.taste,
        refused=request.refused,
        now=request.now,
        half_life_days=request.half_life_days,
    )
    heard = heard_rows(library, request)
    songs_heard = np.unique(index.table.song_codes[heard])
    unheard = library.present & ~request.refused & ~heard & ~np.isin(index.table.song_codes, songs_heard)
    rng = rng_of(request.taste.listener_id, week_of(request.day))
    clusters = find_clusters(index, liked)
    rankings = []
    for cluster in clusters:
        near = near_rows(library, index.vectors_of(liked.rows[cluster.members]).mean(axis=0), unheard, rng)
        rankings.append([(row, cluster.centre) for row in near.tolist()])
    turns = [pair for pair in chain.from_iterable(zip_longest(*rankings)) if pair is not None]
    ground_of = dict(reversed(turns))  # a track's first turn counts
    ranked = list(dict.fromkeys(row for row, _ in turns))
    rest = rng.permutation(np.flatnonzero(unheard))
    order = np.array([*ranked, *rest[~np.isin(rest, ranked)].tolist()], dtype=int)
    chosen = choose(index, order, n=request.n, artist_cap=request.artist_cap)
    grounds = [ground_of.get(row, row) for row in chosen.rows]
    whys = dict(zip(liked.rows.tolist(), liked.whys, strict=True))
    words = likeness_words(library, chosen.rows, grounds)
    tracks = tuple(
        GeneratedTrack(
            track_id=TrackId(index.table.track_ids[row]),
            reason="new to you"
            if ground == row
            else f"{like} · like “{library.track(ground).title}”, which {DONE.get(whys[ground], 'you heard')}",
        )
        for row, ground, like in zip(chosen.rows, grounds, words, strict=True)
    )
    message = cap_words(chosen.artist_cap, request.artist_cap) if clusters else _NO_TASTE
    return GeneratedList(
        name=NAME, tracks=tracks, message=message if tracks else _ALL_HEARD, model_version=index.version
    )
