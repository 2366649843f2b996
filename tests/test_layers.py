"""Data moves one way: each folder knows only what stands before it (docs/architecture.md)."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOP = {
    *(".ci", ".editorconfig", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
    *("Makefile", "README.md", "benchmarks", "crawler", "docs", "matchers", "pyproject.toml"),
    *("reports", "requirements.lock", "scrapy.cfg", "spiders", "tests"),
}
_VALUES = ("crawler.records", "crawler.errors", "crawler.text", "crawler.facebook")
_RULES = ("crawler.parts", "crawler.clock")

# Folder or file to what it may import of the project and of the watched libraries.
MAY: dict[str, tuple[str, ...]] = {
    "crawler/records": ("crawler.records",),
    "crawler/facebook.py": (),
    "spiders": (*_VALUES, "spiders", "scrapy"),
    "matchers": (*_VALUES, "crawler.parts", "matchers", "rapidfuzz", "tldextract"),
    "crawler/store": (*_VALUES, "crawler.store", "sqlite_utils", "sqlite3"),
    "reports": (*_VALUES, *_RULES, "crawler.store", "reports"),
    "crawler/names": (*_VALUES, "crawler.names"),
    "crawler/certificates.py": (*_VALUES, "crawler.store", "matchers"),
    "crawler/leads.py": (
        *_VALUES,
        *(*_RULES, "crawler.names", "crawler.rows", "crawler.store", "matchers"),
    ),
    "crawler/replica": (*_VALUES, "crawler.replica"),
    "crawler/register": (*_VALUES, "crawler.register", "crawler.store"),
    "crawler/evidence": (*_VALUES, *_RULES, "crawler.evidence", "crawler.store"),
    "crawler/crawl": (
        *_VALUES,
        *("crawler.crawl", "crawler.config", "crawler.evidence", "crawler.redaction"),
        *("crawler.store", "spiders", "scrapy", "twisted"),
    ),
    "crawler/cluster": (
        *_VALUES,
        *("crawler.cluster", "crawler.config", "crawler.crawl", "crawler.evidence"),
        *("crawler.store", "redis", "scrapy", "spiders", "twisted"),
    ),
    "crawler/browser": (*_VALUES, "crawler.browser", "crawler.config", "crawler.crawl"),
    "crawler/doctor.py": (
        *_VALUES,
        *("crawler.browser", "crawler.config", "crawler.crawl", "crawler.facebook_config"),
        *("crawler.office_words", "crawler.workspace"),
    ),
    "crawler/capture_files.py": (*_VALUES, "crawler.redaction", "spiders"),
    "crawler/captures.py": (
        *_VALUES,
        *("crawler.capture_files", "crawler.evidence", "crawler.onward", "crawler.store"),
        *("matchers", "spiders"),
    ),
    "crawler/hotline_files.py": (*_VALUES, *_RULES, "crawler.register"),
    "crawler/hotline.py": (
        *_VALUES,
        *("crawler.hotline_files", "crawler.redaction", "crawler.store", "matchers"),
    ),
    "crawler/merging.py": (*_VALUES, "crawler.store", "matchers"),
    "crawler/judge.py": (
        *_VALUES,
        *(
            "crawler.licensees",
            "crawler.merging",
            "crawler.pages",
            "crawler.protected",
            "crawler.register",
            "crawler.store",
            "matchers",
        ),
    ),
    "crawler/config.py": (*_VALUES, "crawler.facebook_config"),
    "crawler/config_template.py": ("crawler.facebook_config",),
    "crawler/onward.py": (*_VALUES, "crawler.store", "matchers"),
    "crawler/locks.py": (*_VALUES, *_RULES, "crawler.store"),
    "crawler/pages.py": (*_VALUES, "crawler.cases", "crawler.store", "matchers"),
    "crawler/drift.py": (*_VALUES, "crawler.crawl", "crawler.store"),
    "crawler/index_cache.py": (*_VALUES, "matchers"),
    "crawler/licensees.py": (*_VALUES, *_RULES, "crawler.register", "crawler.store", "matchers"),
    "crawler/entries.py": (*_VALUES, "matchers"),
    "crawler/feeds.py": (*_VALUES, "crawler.entries", "crawler.names", "matchers"),
    "crawler/questions.py": (*_VALUES, "crawler.cases", "crawler.merging", "crawler.store"),
    "crawler/training.py": (
        *(*_VALUES, *_RULES, "crawler.cases", "crawler.merging", "crawler.quality"),
        *("crawler.protected", "crawler.store", "matchers"),
    ),
    "crawler/controls.py": (
        *(*_VALUES, *_RULES, "crawler.cases", "crawler.merging", "crawler.quality"),
        "crawler.store",
    ),
    "crawler/bearers.py": (*_VALUES, "crawler.cases", "crawler.store", "matchers"),
    "crawler/memberships.py": (*_VALUES, "crawler.store", "matchers"),
    "crawler/relapses.py": (*_VALUES, "crawler.memberships", "crawler.store", "matchers"),
    "crawler/successors.py": (
        *(*_VALUES, "crawler.cases", "crawler.memberships", "crawler.store", "matchers"),
    ),
    "crawler/operators.py": (
        *_VALUES,
        *("crawler.bearers", "crawler.memberships", "crawler.relapses", "crawler.successors"),
        *("crawler.store", "matchers"),
    ),
    "crawler/associations.py": (
        *(*_VALUES, "crawler.cases", "crawler.merging", "crawler.store", "matchers"),
    ),
    "crawler/untied.py": (*_VALUES, "crawler.store"),
    "crawler/cases.py": (*_VALUES, *_RULES, "crawler.register", "crawler.store", "matchers"),
    "crawler/texts.py": (*_VALUES, "crawler.rows"),
    "crawler/labelled.py": (*_VALUES, "crawler.rows", "crawler.texts", "matchers"),
    "crawler/protected.py": (*_VALUES, "crawler.store", "matchers"),
    "crawler/blocklist.py": (
        *_VALUES,
        *("crawler.cases", "crawler.store", "crawler.takedowns", "matchers"),
    ),
    "crawler/takedowns.py": (
        *_VALUES,
        *_RULES,
        "crawler.cases",
        "crawler.merging",
        "crawler.pages",
        "crawler.protected",
        "crawler.store",
        "matchers",
    ),
    "crawler/sweeps.py": (
        *_VALUES,
        *(
            *(
                "crawler.associations",
                "crawler.config",
                "crawler.operators",
                "crawler.untied",
                "crawler.certificates",
                "crawler.browser",
                "crawler.cluster",
                "crawler.controls",
                "crawler.crawl",
                "crawler.entries",
                "crawler.evidence",
                "crawler.onward",
            ),
            *("crawler.drift", "crawler.index_cache", "redis"),
            *("crawler.judge", "crawler.store"),
        ),
        *("crawler.workspace", "matchers"),
    ),
    "crawler/checks.py": (
        *_VALUES,
        *("crawler.canaries", "crawler.crawl", "crawler.entries", "crawler.evidence"),
        *("crawler.merging", "crawler.page_looks", "crawler.store", "crawler.sweeps"),
        *("crawler.untied", "crawler.workspace", "matchers", "spiders.base"),
    ),
    "crawler/record.py": (
        *_VALUES,
        *("crawler.crawl", "crawler.evidence", "crawler.scrub", "crawler.store"),
        *("crawler.sweeps", "crawler.workspace", "matchers", "spiders"),
    ),
    "crawler/outcomes.py": ("crawler.records",),
    "crawler/changes.py": _VALUES,
    "crawler/looks.py": (
        *_VALUES,
        *("crawler.changes", "crawler.outcomes", "crawler.page_looks", "crawler.store"),
        "matchers",
    ),
    "crawler/page_looks.py": (*_VALUES, *_RULES, "crawler.outcomes", "crawler.store"),
    "crawler/canaries.py": (
        *_VALUES,
        *("crawler.config", "crawler.crawl", "crawler.page_looks", "crawler.store"),
    ),
    "crawler/recheck.py": (
        *(*_VALUES, *_RULES, "crawler.canaries", "crawler.config", "crawler.crawl"),
        *("crawler.entries", "crawler.evidence", "crawler.looks", "crawler.outcomes"),
        "crawler.page_looks",
        *("crawler.store", "crawler.sweeps", "crawler.workspace", "spiders.base"),
    ),
    "crawler/terms.py": (
        *_VALUES,
        *("crawler.cases", "crawler.merging", "crawler.store", "crawler.sweeps"),
        "crawler.workspace",
    ),
    "crawler/workspace.py": (
        *_VALUES,
        "crawler.config",
        "crawler.config_template",
        "crawler.store",
    ),
    "crawler/backup.py": (
        *_VALUES,
        *(*_RULES, "crawler.evidence", "crawler.office_words", "crawler.store"),
        "crawler.workspace",
    ),
    "crawler/office_words.py": (*_VALUES, "crawler.workspace", "matchers"),
    "crawler": (*_VALUES, *_RULES),
    "crawler/cli": ("crawler", "spiders", "matchers", "reports", "click", "redis"),
}
WATCHED = (
    *("crawler", "spiders", "matchers", "reports", "tests", "benchmarks"),
    *("scrapy", "twisted", "click", "redis", "sqlite3", "sqlite_utils", "rapidfuzz", "tldextract"),
)


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, also inside functions and for types only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide an arrow"
            whole = {"crawler", "spiders", "matchers", "reports"}
            for alias in node.names:
                yield f"{node.module}.{alias.name}" if node.module in whole else str(node.module)


def forbidden(root: Path) -> list[str]:
    """The arrows below ``root`` that no rule allows, as ``file: module``."""
    found = []
    for folder in ("crawler", "spiders", "matchers", "reports"):
        for path in sorted((root / folder).rglob("*.py")):
            name = path.relative_to(root).as_posix()
            rule = max((key for key in MAY if _within(name, key)), key=len)
            found += [
                f"{name}: {module}"
                for module in imported(path)
                if module.split(".")[0] in WATCHED
                and not any(_part(module, allowed) for allowed in MAY[rule])
            ]
    return found


def _within(name: str, rule: str) -> bool:
    return name == rule or name.startswith(f"{rule}/")


def _part(module: str, allowed: str) -> bool:
    return module == allowed or module.startswith(f"{allowed}.")


def test_no_arrow_goes_back() -> None:
    assert forbidden(ROOT) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("spiders/shop.py", "from crawler.store import Store"),
        ("spiders/shop.py", "import matchers.names"),
        ("matchers/shop.py", "    import scrapy"),
        ("matchers/shop.py", "from crawler import clock"),
        ("crawler/store/shop.py", "from matchers.names import read_name"),
        ("crawler/judge.py", "from spiders.base import Expect"),
        ("crawler/judge.py", "import click"),
        ("crawler/cases.py", "from crawler.cli import rasoat"),
        ("crawler/replica/shop.py", "from matchers.lexicon import load_lexicon"),
        ("crawler/register/shop.py", "import sqlite_utils"),
        ("reports/shop.py", "from crawler.merging import merged"),
        ("crawler/records/seen.py", "from crawler.text import nfc"),
    ],
)
def test_a_planted_arrow_is_seen(tmp_path: Path, name: str, line: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True)
    path.write_text(f"def f():\n    pass\n    {line.strip()}\n", encoding="utf-8")
    assert [arrow.split(":")[0] for arrow in forbidden(tmp_path)] == [name]


def test_the_root_package_is_empty() -> None:
    assert (ROOT / "crawler" / "__init__.py").read_text(encoding="utf-8") == ""


def test_the_top_level_holds_what_the_contract_names() -> None:
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split("/")[0] for line in listed.splitlines()} == TOP
