"""Every run ends by naming each skipped test; a skip that nobody listed fails the run."""

from __future__ import annotations

import os
import secrets
import tomllib
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says how busy the machine is, and nothing of what is tested.
settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")

ALLOWED: tuple[str, ...] = tuple(
    tomllib.loads((Path(__file__).parent / "skips.toml").read_text(encoding="utf-8"))["allowed"]
)
# One world of each run is new; the workers of a run share it, and a failure can be run again.
SEED = "RASOAT_TEST_SEED"
_SKIPPED = pytest.StashKey[dict[str, str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_SKIPPED] = {}
    os.environ.setdefault(SEED, str(secrets.randbelow(1_000_000)))
    # Tests start the command line hundreds of times: without kept bytecode each start compiles all
    # modules anew, which took 1.9 of the 3.1 seconds of `rasoat parts` (2026-11-28).
    os.environ["PYTHONDONTWRITEBYTECODE"] = ""


class _Listed:
    """Collects the skips of this process, or under xdist those of all workers."""

    def __init__(self, config: pytest.Config) -> None:
        self._skipped = config.stash[_SKIPPED]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and isinstance(report.longrepr, tuple):
            self._skipped[report.nodeid] = report.longrepr[2].removeprefix("Skipped: ")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped and isinstance(report.longrepr, tuple):
            self._skipped[report.nodeid] = report.longrepr[2].removeprefix("Skipped: ")


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    session.config.pluginmanager.register(_Listed(session.config), "listed-skips")


def _unlisted(config: pytest.Config) -> dict[str, str]:
    skipped = config.stash[_SKIPPED]
    return {test: reason for test, reason in skipped.items() if not reason.startswith(ALLOWED)}


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if _unlisted(session.config) and not hasattr(session.config, "workerinput"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    terminalreporter.write_line(f"fresh world: {SEED}={os.environ[SEED]}")
    skipped, unlisted = config.stash[_SKIPPED], _unlisted(config)
    terminalreporter.write_line(f"skipped tests: {len(skipped)}")
    for test, reason in sorted(skipped.items()):
        mark = "UNLISTED " if test in unlisted else ""
        terminalreporter.write_line(f"  {mark}{test}: {reason}")
    if unlisted:
        terminalreporter.write_line(
            f"{len(unlisted)} skips are not listed in tests/skips.toml: the run fails.", red=True
        )
