"""Structured logs for every process: text in a terminal, one JSON object per line else."""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer

from infra.settings import Settings
from recommender.errors import BadSetting

_FORMATS = ("auto", "json", "text")
_LEVELS = ("debug", "info", "warning", "error")
_SECRET_NAME = re.compile(r"secret|password|passwd|token|cookie|authorization", re.IGNORECASE)
_URL_PASSWORD = re.compile(r"(?<=://)[^/\s@]+@")
_CHATTY = ("pymongo", "engineio", "socketio", "urllib3", "websockets", "py4j", "faiss")
"""Libraries whose `info` is for their own makers."""


def configure_logging(settings: Settings) -> None:
    """Send structlog's and the libraries' logs to stderr, in one form; called once by each process."""
    if settings.log_format not in _FORMATS:
        raise BadSetting(f"SEGUE_LOG_FORMAT={settings.log_format!r}: one of {', '.join(_FORMATS)}")
    if settings.log_level not in _LEVELS:
        raise BadSetting(f"SEGUE_LOG_LEVEL={settings.log_level!r}: one of {', '.join(_LEVELS)}")
    level = getattr(logging, settings.log_level.upper())
    text = settings.log_format == "text" or (settings.log_format == "auto" and sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_secrets,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_make_renderers(text=text))
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _make_renderers(*, text: bool) -> list[structlog.typing.Processor]:
    if text:
        plain = structlog.dev.plain_traceback
        return [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain),
        ]
    return [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        # without the values of variables: they may be secrets, and they may be huge
        structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
        structlog.processors.JSONRenderer(default=str, ensure_ascii=False),
    ]


def without_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Blank values whose name says that they are secret, and passwords inside of URLs."""
    for name, value in event.items():
        if _SECRET_NAME.search(name):
            event[name] = "***"
        elif isinstance(value, str) and "://" in value:
            event[name] = _URL_PASSWORD.sub("***@", value)
    return event
