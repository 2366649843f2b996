"""Logs are JSON lines that rotate, and hold no secrets."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.errors import WorkspaceError
from crawler.logs import start_logging


@pytest.fixture(autouse=True)
def _loggers() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        handler.close()
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)


def lines(folder: Path) -> list[dict[str, str]]:
    text = (folder / "rasoat.log").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_secrets_are_scrubbed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("META_TOKEN", "abcdef123456")
    start_logging(tmp_path, verbose=False)
    logging.getLogger("x").info(
        "GET https://an:matkhau@proxy.example/?a=1&access_token=zzz9 with abcdef123456, đã gửi"
    )
    (line,) = lines(tmp_path)
    assert line["message"] == (
        "GET https://***@proxy.example/?a=1&access_token=*** with ***, đã gửi"
    )


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("https://an:m@t@khau@proxy.example/", "https://***@proxy.example/"),
        ("http://token@proxy.example:8080", "http://***@proxy.example:8080"),
        ("https://x.example/?mail=an@vidu.example", "https://x.example/?mail=an@vidu.example"),
        ("https://x.example/#access_token=zz9", "https://x.example/#access_token=***"),
        ("https://x.example/?API_KEY=zz9&q=nổ hũ", "https://x.example/?API_KEY=***&q=nổ hũ"),
        ("https://x.example/?password=zz9", "https://x.example/?password=***"),
        ("https://x.example/?client_secret=zz9", "https://x.example/?client_secret=***"),
        ("https://x.example/?term=zz9", "https://x.example/?term=zz9"),
        ("it is p@ss/word1, or", "it is ***, or"),
        ("it is p%40ss%2Fword1, or", "it is ***, or"),
        ("it is p@ss/word12345, or", "it is ***, or"),
        ("an, short", "an, short"),
    ],
)
def test_no_kind_of_secret_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, kept: str
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", "p@ss/word1")
    monkeypatch.setenv("smtp_key", "p@ss/word12345")
    monkeypatch.setenv("SHORT_TOKEN", "an")
    start_logging(tmp_path, verbose=False)
    logging.getLogger("x").info("%s", said)
    (line,) = lines(tmp_path)
    assert line["message"] == kept


def test_a_secret_in_a_traceback_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("META_TOKEN", "abcdef123456")
    start_logging(tmp_path, verbose=False)
    try:
        raise ValueError("https://an:matkhau@proxy.example/ abcdef123456")
    except ValueError:
        logging.getLogger("x").exception("failed")
    text = (tmp_path / "rasoat.log").read_text(encoding="utf-8")
    assert "matkhau" not in text
    assert "abcdef123456" not in text


def test_what_a_store_says_cannot_forge_a_line(tmp_path: Path) -> None:
    start_logging(tmp_path, verbose=False)
    logging.getLogger("x").info('title: a\n{"level": "ERROR", "message": "forged"}')
    (line,) = lines(tmp_path)
    assert line["level"] == "INFO"


def test_an_error_keeps_its_traceback_in_one_line(tmp_path: Path) -> None:
    start_logging(tmp_path, verbose=False)
    try:
        raise KeyError("mất")
    except KeyError as error:
        logging.getLogger("x").error("failed", exc_info=error)
    (line,) = lines(tmp_path)
    assert line["level"] == "ERROR"
    assert "KeyError: 'mất'" in line["error"]


@pytest.mark.parametrize(("verbose", "count"), [(False, 0), (True, 1)])
def test_details_come_only_when_asked(tmp_path: Path, verbose: bool, count: int) -> None:
    start_logging(tmp_path, verbose=verbose)
    logging.getLogger("x").debug("detail")
    assert len(lines(tmp_path)) == count


def test_logs_rotate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.logs._BYTES", 500)
    start_logging(tmp_path, verbose=False)
    for number in range(50):
        logging.getLogger("x").info("line %s", number)
    assert len(list(tmp_path.glob("rasoat.log*"))) == 6


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")
    with pytest.raises(WorkspaceError, match="cannot be written"):
        start_logging(tmp_path / "logs", verbose=False)
