"""Why a server ended, read out of its own log: one line instead of its backtraces."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

LONGEST = 300
_TAIL_BYTES = 200_000
_SAYS_NOTHING = ("Fatal assertion", "aborting after fassert", "Got signal", "Writing fatal message", "Frame")
_KAFKA_ERROR = re.compile(r"^\S+ (?:ERROR|FATAL) \S+ (.*)")
_CAUSE = re.compile(r"^(?:Caused by: )?((?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error): .*)")


def tail(*files: Path) -> list[str]:
    """Return the lines at the end of the files that are there."""
    lines: list[str] = []
    for file in files:
        if file.exists():
            with file.open("rb") as stream:
                stream.seek(max(0, file.stat().st_size - _TAIL_BYTES))
                lines += stream.read().decode(errors="replace").splitlines()
    return lines


def mongod_reason(lines: Sequence[str]) -> str:
    """Return mongod's last error that says something; its last line of any kind where there is none."""
    grave = [words for words in map(_mongod_words, lines) if words and not words.startswith(_SAYS_NOTHING)]
    return _short(grave[-1] if grave else _last_plain(lines))


def kafka_reason(lines: Sequence[str]) -> str:
    """Return Kafka's last error with the exception below it; its last line of any kind where there is none."""
    return _short(_last(_kafka_words(lines)) or _last_plain(lines))


def _mongod_words(line: str) -> str:
    try:
        entry: dict[str, Any] = msgspec.json.decode(line, type=dict)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return ""
    if entry.get("s") not in ("E", "F"):
        return ""
    attributes = entry.get("attr", {})
    message = attributes.get("message")
    detail = (message.get("msg") if isinstance(message, dict) else message) or attributes.get("error") or ""
    files = " ".join(map(str, attributes.get("files", ())))
    return " ".join(filter(None, (str(entry.get("msg", "")).strip("\n* "), files, _plain(detail))))


def _plain(detail: Any) -> str:
    return str(detail.get("errmsg", detail)) if isinstance(detail, dict) else str(detail)


def _kafka_words(lines: Iterable[str]) -> Iterator[str]:
    error_words = ""
    for line in lines:
        if match := _KAFKA_ERROR.match(line):
            error_words = match[1]
            yield error_words
        elif error_words and (cause := _CAUSE.match(line)):
            yield f"{error_words}: {cause[1]}"


def _last_plain(lines: Sequence[str]) -> str:
    return _last(line for line in lines if line.strip() and not line.startswith(("BACKTRACE", "{", "\t"))) or "nothing"


def _last(words: Iterable[str]) -> str:
    return ([*words] or [""])[-1]


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONGEST else f"{one_line[: LONGEST - 4]} ..."
