"""``rasoat match``: what the register alone says."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from crawler.cli import rasoat
from crawler.errors import ListingsRefused
from crawler.workspace import create_workspace
from tests.crawler.register.files import FIRM, csv_file, games

LISTINGS = (
    f"id,title,publisher\n1,Đảo Rồng 3,{FIRM}\n2,Đảo Rồng 3,Bếp Lửa\n3,Đảo Rồng 3,\n4,Weather,X\n"
)


def register(folder: Path) -> str:
    path = folder / "register.csv"
    path.write_bytes(csv_file(*games(9)).body)
    return str(path)


def test_listings_are_matched_without_a_workspace(tmp_path: Path) -> None:
    words = ["match", "-", "--registry", register(tmp_path), "--json"]
    done = CliRunner().invoke(rasoat, words, input=LISTINGS)
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["verdict"] for row in rows] == [
        "licensed",
        "other_publisher",
        "unsure",
        "no_entry",
    ]
    first = rows[0]
    assert first["entry"] == first["candidates"][0]["entry"] == "3"
    assert set(first["candidates"][0]) == {
        *("entry", "score", "title", "publisher", "status", "agreed", "differed")
    }
    assert set(first["reasons"][0]) == {
        *("rule", "field", "quote", "entry", "agreed", "differed", "vi", "en")
    }


def test_the_workspaces_register_is_the_default(tmp_path: Path) -> None:
    office = create_workspace(tmp_path / "office", rehearsal=False).path
    run = CliRunner()
    run.invoke(rasoat, ["-w", str(office), "registry", "import", register(tmp_path)])
    done = run.invoke(rasoat, ["-w", str(office), "match", "-"], input=LISTINGS)
    assert done.stdout.splitlines()[1].split()[:2] == ["1", "licensed"]


def test_a_file_in_another_encoding_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "listings.csv"
    path.write_bytes("id,title\n1,Đảo\n".encode("utf-16"))
    words = ["match", str(path), "--registry", register(tmp_path)]
    done = CliRunner().invoke(rasoat, words)
    assert isinstance(done.exception, ListingsRefused)
    assert "is not UTF-8" in str(done.exception)
