"""Names made comparable: folded for sorting and search, keyed for ids that survive a rescan.

Folding drops accents only where they are accents: `ö` is found by `o`, but `й`, `バ` and the vowel signs of Indian
scripts are letters. Keys drop none: `Мой` and `Мои`, or `ハハ` and `ババ`, are different artists.
"""

import re
import unicodedata
from collections.abc import Callable
from hashlib import blake2b

VARIOUS_ARTISTS = "Various Artists"
_VARIOUS = frozenset({
    "various artists", "various artist", "various", "va", "v.a.", "v.a", "v/a", "v. a.", "v / a", "(various artists)",
    "[various artists]", "(various)", "verschiedene interpreten", "diverse interpreten", "artistes divers",
    "artistes variés", "varios artistas", "vários artistas", "artisti vari", "aa.vv.", "aa. vv.", "diverse artiesten",
    "diverse artister", "różni wykonawcy", "разные исполнители", "сборник", "ヴァリアス・アーティスト", "群星",
})  # fmt: skip
"""How taggers in many languages write that an album is by many; keys."""
_ID_BYTES = 6
_UNSPACED = re.compile(
    r"[\u3005\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff][\u3099\u309a]?"
)
_ASCII_WORDS = re.compile("[a-z0-9]+")
_APOSTROPHES = "'\u2018\u2019\u02bc\u2032`\u00b4"
_TYPOGRAPHY = {
    **dict.fromkeys("\u2018\u2019\u02bc\u2032`\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
}
_UNDECOMPOSED = {
    **{"ø": "o", "đ": "d", "ð": "d", "ħ": "h", "\u0131": "i", "ł": "l", "þ": "th", "æ": "ae", "œ": "oe", "ŧ": "t"},
    **{"ё": "е", "ѐ": "е", "ѝ": "и"},  # noqa: RUF001 - these are the letters meant
    **{"آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": ""},  # noqa: RUF001
}
"""Letters that people type as others, and that no decomposition takes apart."""
_ACCENTS = (
    *((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F)),
    *((0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7)),
    *((0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E4), (0x06E7, 0x06ED)),
)
"""Marks that leave the letter what it is: European accents, the points of Hebrew, the vowel marks of Arabic."""


class _Table(dict[int, str]):
    """What each character becomes, worked out when it is first met; for `str.translate`."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> str:
        self[code] = made = self._rule(chr(code))
        return made


def _plain(letter: str) -> str:
    """Return a letter of caseless text without its accent; nothing for an accent alone or an invisible sign."""
    if letter in _UNDECOMPOSED:
        return _UNDECOMPOSED[letter]
    if _is_invisible(letter) or any(first <= ord(letter) <= last for first, last in _ACCENTS):
        return ""
    if not unicodedata.name(letter, "").startswith(("LATIN", "GREEK")):
        return letter
    bare = "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
    return "".join(_UNDECOMPOSED.get(part, part) for part in bare)


def _space(letter: str) -> str:
    if letter in _APOSTROPHES:
        return ""
    return letter if unicodedata.category(letter)[0] in "LNM" else " "


def _key(letter: str) -> str:
    return "" if _is_invisible(letter) else _TYPOGRAPHY.get(letter, letter)


def _is_invisible(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf" or letter in "\ufe0e\ufe0f"


_FOLDING, _SPACING, _KEYING = _Table(_plain), _Table(_space), _Table(_key)


def fold(text: str) -> str:
    """Return `text` without case, accents and doubled spaces: `Sigur  Rós` becomes `sigur ros`."""
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join(_caseless(text).translate(_FOLDING).split())


def words(text: str) -> list[str]:
    """Return the folded words of `text`; apostrophes join, each CJK character is a word of its own.

    A name of signs only, such as `!!!` or `+/-`, is its own words.
    """
    plain = fold(text)
    if plain.isascii():
        return _ASCII_WORDS.findall(plain.replace("'", "").replace("`", "")) or plain.split()
    return _UNSPACED.sub(r" \g<0> ", plain.translate(_SPACING)).split() or plain.split()


def name_key(name: str) -> str:
    """Return what two spellings of one name share: no case, no doubled spaces, plain quotes; every accent stays."""
    if name.isascii():
        return " ".join(name.lower().split())
    # The capital of i in Turkish is folded to i and a dot, which is no accent but its own.
    return " ".join(_caseless(name).replace("i\u0307", "i").translate(_KEYING).split())


def artist_key(name: str) -> str:
    """Return the key of an artist; all ways to write "Various Artists" have one."""
    key = name_key(name)
    return "various artists" if key in _VARIOUS else key


def artist_id(name: str) -> str:
    """Return the id of an artist, 12 hex digits, the same for every spelling of one key; empty for no name."""
    return short_id(artist_key(name)) if name.strip() else ""


def album_id(title: str, artist: str, edition: str = "") -> str:
    """Return the id of an album, 12 hex digits; empty for no title.

    `edition` (a year, a MusicBrainz id) tells albums apart that share title and (album) artist.
    """
    return album_id_of(name_key(title), artist_key(artist), edition) if title.strip() else ""


def album_id_of(title_key: str, artist_key: str, edition: str = "") -> str:
    """Return the id of an album whose keys are known."""
    key = f"{title_key}\x00{artist_key}"
    return short_id(f"{key}\x00{edition}" if edition else key)


def short_id(text: str) -> str:
    """Return 12 hex digits that stand for a text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_ID_BYTES).hexdigest()


def _caseless(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
