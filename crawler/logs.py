"""Rotating JSON logs of a workspace, without secrets."""

from __future__ import annotations

import json
import logging
import os
import re
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from urllib.parse import quote

from crawler.errors import WorkspaceError

_BYTES, _FILES = 5 * 1024 * 1024, 5
_HIDDEN = "TOKEN|PASSWORD|SECRET|KEY"
_HIDDEN_NAME = re.compile(_HIDDEN, re.IGNORECASE)
_USER_INFO = re.compile(r"(?<=://)[^/?#\s]+@")  # to the last @: it may stand in a password
_PARAMETER = re.compile(rf"([?&#][^=&\s]*(?:{_HIDDEN})[^=&\s]*=)[^&\s]+", re.IGNORECASE)
_SHORTEST = 6  # letters: shorter values would blank out half of every line


class _Lines(logging.Formatter):
    """One JSON object a line."""

    def __init__(self) -> None:
        super().__init__()
        values = (value for name, value in os.environ.items() if _HIDDEN_NAME.search(name))
        secrets = [value for value in values if len(value) >= _SHORTEST]
        # As they are, and as they stand in an address. The longest first: one may hold another.
        both = {*secrets, *(quote(value, safe="") for value in secrets)}
        self._secrets = sorted(both, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "message": self._scrubbed(record.getMessage()),
        }
        if record.exc_info:
            line["error"] = self._scrubbed(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)

    def _scrubbed(self, text: str) -> str:
        text = _PARAMETER.sub(r"\1***", _USER_INFO.sub("***@", text))
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


def start_logging(folder: Path, *, verbose: bool) -> None:
    """Sends every log of this process to ``folder/rasoat.log``; 5 files of 5 MB are kept."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "rasoat.log", maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8"
        )
    except OSError as error:
        raise WorkspaceError(
            f"{folder} cannot be written: {error.strerror}. Check its rights and the disk."
        ) from error
    handler.setFormatter(_Lines())
    logging.captureWarnings(True)
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    # Scrapy tells every request and every sighting at DEBUG.
    logging.getLogger().setLevel(logging.DEBUG if verbose else logging.INFO)


def log_to_stderr(*, verbose: bool) -> None:
    """Sends the errors of a process without a workspace to stderr, ``verbose`` what it does too."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Lines())
    # Of the handler: Scrapy sets the level of the root by itself.
    handler.setLevel(logging.INFO if verbose else logging.ERROR)
    logging.captureWarnings(True)
    logging.basicConfig(handlers=[handler], force=True)
