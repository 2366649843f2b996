"""The folder of one office: its settings, its database and the files beside it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from crawler import config
from crawler.config import Config
from crawler.config_template import TEMPLATE
from crawler.errors import WorkspaceError

if TYPE_CHECKING:
    from crawler.store import Store

SETTINGS_FILE = "rasoat.toml"
DATABASE = "rasoat.db"
FOLDERS = (
    "evidence",
    "exports",
    "register",
    "terms",
    "lexicon",
    "templates",
    "models",
    "cache",
    "logs",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """Where everything of one office lies (product.md §3)."""

    path: Path
    config: Config

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.path / DATABASE

    @property
    def evidence(self) -> Path:
        """Recorded bytes, by their hash."""
        return self.path / "evidence"

    @property
    def exports(self) -> Path:
        """Lists and papers handed out."""
        return self.path / "exports"

    @property
    def register(self) -> Path:
        """Imported register files, by their hash."""
        return self.path / "register"

    @property
    def terms(self) -> Path:
        """What the office looks for beside rasoat.toml."""
        return self.path / "terms"

    @property
    def lexicon(self) -> tuple[Path, ...]:
        """The files that the office lays over the shipped lexicon, by name."""
        return tuple(sorted((self.path / "lexicon").glob("*.toml")))

    @property
    def models(self) -> Path:
        """What was learned from the office's own decisions."""
        return self.path / "models"

    @property
    def cache(self) -> Path:
        """What can be made again."""
        return self.path / "cache"

    @property
    def logs(self) -> Path:
        """Rotating JSON logs."""
        return self.path / "logs"

    @property
    def authority_ca(self) -> Path | None:
        """``evidence.authority_ca``, a relative one from the workspace; None: none is named."""
        roots = self.config.evidence.authority_ca
        return self.path / roots if roots else None

    @property
    def ca_file(self) -> Path | None:
        """``network.ca_file``, a relative one from the workspace; None: only the system's."""
        return self.path / self.config.ca_file if self.config.ca_file else None

    def open_store(self) -> Store:
        """The database, refused when it is of another version."""
        # Only here: screening a list looks for a workspace, and rarely finds one to open.
        from crawler.store import Store

        return Store.open(self.database)


def create_workspace(path: Path, *, rehearsal: bool) -> Workspace:
    """Makes the folder, its settings and its database; an existing workspace is refused."""
    from crawler.store import Store

    if (path / SETTINGS_FILE).exists():
        raise WorkspaceError(f"{path} is a workspace already. Use it with: rasoat -w {path} …")
    if (path / DATABASE).exists():
        raise WorkspaceError(
            f"{path} holds a {DATABASE} without its {SETTINGS_FILE}. "
            "Move it away, or choose another folder."
        )
    try:
        for folder in FOLDERS:
            (path / folder).mkdir(parents=True, exist_ok=True)
        Store.create(path / DATABASE, rehearsal=rehearsal).close()
        # The settings come last: only a whole workspace is one.
        (path / SETTINGS_FILE).write_text(TEMPLATE, encoding="utf-8")
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be made a workspace: {error.strerror}. "
            "Check its rights, or choose another folder."
        ) from error
    return open_workspace(path)


def add_default_terms(workspace: Workspace) -> None:
    """Writes the shipped search terms, a file a language, beside those that are there."""
    for shipped in resources.files("crawler").joinpath("default_terms").iterdir():
        own = workspace.terms / shipped.name
        if not own.exists():
            own.write_bytes(shipped.read_bytes())


def open_workspace(path: Path) -> Workspace:
    """The workspace in this very folder."""
    settings = path / SETTINGS_FILE
    if not settings.is_file():
        raise WorkspaceError(f"{path} holds no {SETTINGS_FILE}. Make one with: rasoat init {path}")
    return Workspace(path=path, config=config.load(settings))


def find_workspace(directory: Path | None) -> Workspace:
    """``directory``, else ``RASOAT_WORKSPACE``, else the nearest folder upward that is one."""
    if directory is not None:
        return open_workspace(directory)
    if named := os.environ.get("RASOAT_WORKSPACE"):
        return open_workspace(Path(named))
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / SETTINGS_FILE).is_file():
            return open_workspace(folder)
    raise WorkspaceError(
        f"No workspace here: neither {here} nor a folder above it holds {SETTINGS_FILE}. "
        "Make one with: rasoat init DIR, or name one with: rasoat -w DIR …"
    )
