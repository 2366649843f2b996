"""A workspace is found where the contract says, and made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.errors import WorkspaceError
from crawler.workspace import (
    FOLDERS,
    Workspace,
    create_workspace,
    find_workspace,
    open_workspace,
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.delenv("RASOAT_WORKSPACE", raising=False)
    return create_workspace(tmp_path / "office", rehearsal=False)


def test_a_new_workspace_has_all_that_the_contract_names(office: Workspace) -> None:
    names = {path.name for path in office.path.iterdir()}
    assert {"rasoat.toml", "rasoat.db", *FOLDERS} <= names
    assert set(FOLDERS) == {
        *("evidence", "exports", "register", "terms", "lexicon", "templates", "models"),
        *("cache", "logs"),
    }
    for folder in (office.evidence, office.exports, office.register, office.terms, office.cache):
        assert folder.is_dir()


@pytest.mark.parametrize(("rehearsal", "mark"), [(True, "REHEARSAL"), (False, "")])
def test_a_rehearsal_stays_one(tmp_path: Path, rehearsal: bool, mark: str) -> None:
    create_workspace(tmp_path / "new", rehearsal=rehearsal)
    with open_workspace(tmp_path / "new").open_store() as store:
        assert store.mark == mark


def test_a_workspace_is_not_made_twice(office: Workspace) -> None:
    before = office.database.read_bytes()
    with pytest.raises(WorkspaceError, match="is a workspace already"):
        create_workspace(office.path, rehearsal=True)
    assert office.database.read_bytes() == before


def test_a_database_without_its_settings_is_not_overwritten(office: Workspace) -> None:
    (office.path / "rasoat.toml").unlink()
    before = office.database.read_bytes()
    with pytest.raises(WorkspaceError, match=r"holds a rasoat\.db without its rasoat\.toml"):
        create_workspace(office.path, rehearsal=False)
    assert office.database.read_bytes() == before


def test_files_of_others_in_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    create_workspace(tmp_path, rehearsal=False)
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_a_file_where_the_folder_should_be_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(WorkspaceError, match="cannot be made a workspace"):
            create_workspace(path, rehearsal=False)


def test_the_option_comes_before_the_environment_and_the_folder(
    office: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = create_workspace(tmp_path / "second", rehearsal=False)
    third = create_workspace(tmp_path / "third", rehearsal=False)
    monkeypatch.chdir(third.exports)
    assert find_workspace(None).path == third.path
    monkeypatch.setenv("RASOAT_WORKSPACE", str(second.path))
    assert find_workspace(None).path == second.path
    assert find_workspace(office.path).path == office.path


def test_the_nearest_folder_upward_is_taken(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = create_workspace(office.exports / "inner", rehearsal=False)
    monkeypatch.chdir(inner.evidence)
    assert find_workspace(None).path == inner.path
    monkeypatch.chdir(office.exports)
    assert find_workspace(None).path == office.path


def test_without_a_workspace_the_next_step_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RASOAT_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(WorkspaceError, match="rasoat init DIR"):
        find_workspace(None)
    monkeypatch.setenv("RASOAT_WORKSPACE", str(tmp_path / "none"))
    with pytest.raises(WorkspaceError, match=r"holds no rasoat\.toml"):
        find_workspace(None)


def test_the_lexicon_of_the_office_is_read_by_name(office: Workspace) -> None:
    for name in ("b.toml", "a.toml", "note.txt"):
        (office.path / "lexicon" / name).write_text("")
    assert [path.name for path in office.lexicon] == ["a.toml", "b.toml"]


@pytest.mark.parametrize(
    ("setting", "place"), [("proxy.pem", "office/proxy.pem"), ("/etc/ca.pem", "/etc/ca.pem")]
)
def test_a_relative_certificate_file_lies_in_the_workspace(
    office: Workspace, tmp_path: Path, setting: str, place: str
) -> None:
    assert office.ca_file is None
    (office.path / "rasoat.toml").write_text(f'[network]\nca_file = "{setting}"')
    assert open_workspace(office.path).ca_file == tmp_path / place
