"""Who made the music in Debian's packages, and what it is called, where the files' own tags are missing or muddled.

From each package's copyright file and its game's credits. Tracks whose author neither names are left out, as are
those that ffmpeg, and with it most browsers, refuses to open.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import mutagen

VARIOUS = "Various Artists"


class Credit(NamedTuple):
    """What a track's tags are to say; what is empty stays as it is tagged."""

    title: str = ""
    artist: str = ""
    album: str = ""
    album_artist: str = ""
    track_number: str = ""


_HYPERROGUE = Credit(album="HyperRogue", album_artist=VARIOUS)
_NEON = _HYPERROGUE._replace(artist="NeonCorridor")
_DOMINA = _HYPERROGUE._replace(artist="Lincoln Domina")
_ETR = Credit(album="Extreme Tux Racer", album_artist=VARIOUS)
_WORDWARVI = Credit(artist="Stephen M. Cameron", album="Word War vi")

OF_PACKAGE: Mapping[str, Credit] = {
    "amoebax-data": Credit(artist="Àlex Almarza", album="Amoebax"),
    "extremetuxracer-data": _ETR,
    "hyperrogue-music": _HYPERROGUE,
    "wordwarvi-sound": _WORDWARVI,
    "xmoto-data": Credit(album="X-Moto", album_artist=VARIOUS),
}
"""For every track of a package that `OF_TRACK` does not name."""
OF_TRACK: Mapping[str, Credit] = {
    "enigma-data/enigma_rag.ogg": Credit("Enigma Rag"),
    "enigma-data/in_space.ogg": Credit("In Space"),
    "enigma-data/meditation.ogg": Credit("Meditation"),
    "enigma-data/on_the_water.ogg": Credit("On the Water"),
    "enigma-data/puzzle.ogg": Credit("Puzzle"),
    "enigma-data/skull_stones.ogg": Credit("Skull Stones"),
    "enigma-data/swamp.ogg": Credit("Swamp"),
    "extremetuxracer-data/race1-jt.ogg": _ETR._replace(title="Race", artist="Joseph Toscano"),
    "extremetuxracer-data/start1-jt.ogg": _ETR._replace(title="Start", artist="Joseph Toscano"),
    "hyperrogue-music/hr-domina-hunting.ogg": _DOMINA._replace(title="Hunting"),
    "hyperrogue-music/hr-domina-mountain.ogg": _DOMINA._replace(title="Mountain"),
    "hyperrogue-music/hr3-caves.ogg": _NEON._replace(title="Living Caves", track_number="2"),
    "hyperrogue-music/hr3-crossroads.ogg": _NEON._replace(title="Crossroads", track_number="5"),
    "hyperrogue-music/hr3-desert.ogg": _NEON._replace(title="Desert", track_number="10"),
    "hyperrogue-music/hr3-graveyard.ogg": _NEON._replace(title="Graveyard", track_number="11"),
    "hyperrogue-music/hr3-hell.ogg": _NEON._replace(title="Hell", track_number="1"),
    "hyperrogue-music/hr3-icyland.ogg": _NEON._replace(title="Icy Lands", track_number="3"),
    "hyperrogue-music/hr3-jungle.ogg": _NEON._replace(title="Jungle", track_number="6"),
    "hyperrogue-music/hr3-laboratory.ogg": _NEON._replace(title="Laboratory", track_number="7"),
    "hyperrogue-music/hr3-mirror.ogg": _NEON._replace(title="Land of Mirrors", track_number="8"),
    "hyperrogue-music/hr3-motion.ogg": _NEON._replace(title="Land of Eternal Motion", track_number="9"),
    "hyperrogue-music/hr3-rlyeh.ogg": _NEON._replace(title="R'Lyeh", track_number="4"),
    "wizznic-data/menu-music.ogg": Credit("Menu Music"),
    "wordwarvi-sound/destiny_facedown.ogg": _WORDWARVI._replace(title="Destiny Facedown"),
    "wordwarvi-sound/highscoremusic.ogg": _WORDWARVI._replace(title="High Score"),
}
LEFT_OUT = frozenset({
    # no author is named
    "enigma-data/esprit.ogg", "extremetuxracer-data/calmrace-ks.ogg", "extremetuxracer-data/spunkyrace-ks.ogg",
    "lordsawar-data/intro.ogg", "performous/practice.ogg", "xmoto-data/batcave.ogg", "xmoto-data/speeditup.ogg",
    # ffmpeg finds no sound in them
    "hyperrogue-music/hr-savino-caribbean.ogg", "hyperrogue-music/hr-savino-ivory.ogg",
    "hyperrogue-music/hr-savino-ocean.ogg",
})  # fmt: skip
_FIELDS = {"title": "title", "artist": "artist", "album": "album", "album_artist": "albumartist"}


def credit_of(package: str, name: str) -> Credit:
    """Return what is known of a package's track beyond its own tags."""
    return OF_TRACK.get(f"{package}/{name}") or OF_PACKAGE.get(package, Credit())


def write_credit(path: Path, credit: Credit) -> None:
    """Put the credit into the file's tags; raises `mutagen.MutagenError` when it has no place for tags."""
    if not any(credit):
        return
    file = mutagen.File(path, easy=True)
    if file.tags is None:
        file.add_tags()
    wanted = {name: getattr(credit, field) for field, name in _FIELDS.items()} | {"tracknumber": credit.track_number}
    file.tags.update({name: [text] for name, text in wanted.items() if text})
    file.save()
