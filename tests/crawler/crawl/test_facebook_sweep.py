"""Sweeps of Facebook: killed and resumed, refused, and without a trace of the token."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import rasoat
from crawler.config import Config
from crawler.crawl.facebook_token import VARIABLE
from crawler.crawl.graph_check import TokenState, token_state
from crawler.crawl.orders import orders_of
from crawler.errors import ConfigError, UsageProblem
from crawler.replica.facebook.graph import TOKEN
from crawler.replica.facebook.running import RunningFacebook, running_facebook
from crawler.replica.facebook.world import CONTROL
from crawler.store.leads import pending_leads
from crawler.workspace import SETTINGS_FILE, Workspace, create_workspace
from tests.crawler.crawl.facebook_office import count, office_of, run
from tests.crawler.crawl.sweeping import cut_short

PAGE = "910000000000002"
ADVERTS = 105  # and two more: two pages of the Graph
SECRETS = (TOKEN, TOKEN[:40], "access_token=", "datr=ViDu", "ViDuDtsg")


@pytest.fixture(scope="module")
def facebook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningFacebook]:
    with running_facebook(tmp_path_factory.mktemp("facebook"), adverts=ADVERTS) as running:
        yield running


def found_in(office: Workspace) -> dict[str, list[str]]:
    """Which secrets stand in which files of the workspace."""
    files = [path for path in office.path.rglob("*") if path.is_file()]
    bodies = {str(path.relative_to(office.path)): path.read_bytes() for path in files}
    return {
        secret: names
        for secret in SECRETS
        if (names := [name for name, body in bodies.items() if secret.encode() in body])
    }


def test_a_kill_while_paging_loses_no_advert_and_doubles_none_and_no_token_is_left(
    tmp_path: Path, facebook: RunningFacebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    office = office_of(tmp_path, facebook)
    facebook.change("hold 2")  # robots.txt and one page are answered, then nothing
    words = ("sweep", "facebook_ads", "--term", "nổ hũ")
    code, out, err = cut_short(office, facebook, signal.SIGKILL, *words, after=100)
    assert code == -signal.SIGKILL
    assert "Commercial adverts shown in Vietnam alone are not in it" in err
    assert count(office, "count(DISTINCT subject)") == 100
    facebook.change("well")
    resumed = run(office, facebook, "-v", "sweeps", "resume", "1", "--json")
    told = json.loads(resumed.stdout)
    assert (told["complete"], told["reason"]) == (True, None), resumed.stderr
    assert count(office, "count(DISTINCT subject)") == count(office, "count(*)") == ADVERTS + 2

    facebook.change("graph 190 1")
    refused = run(office, facebook, "sweep", "facebook_pages", "--term", "game bài", "--json")
    facebook.change("well")
    told = json.loads(refused.stdout)
    assert (refused.returncode, told["complete"], told["void"]) == (3, False, False)
    assert told["reason"].startswith("the Graph answers with error 190: the token is not valid")
    listed = CliRunner().invoke(rasoat, ["-w", str(office.path), "cases", "list", "--json"])
    assert listed.exit_code == 0, listed.output
    both = "".join(one.stdout + one.stderr for one in (resumed, refused))
    said = f"{out}{err}{listed.output}{both}"
    assert [secret for secret in SECRETS if secret in said] == []
    assert found_in(office) == {}
    asked = "".join(one.path for one in facebook.requests())
    assert TOKEN not in asked
    assert "access_token" not in asked


def test_the_ad_library_is_swept_with_its_permission_and_leads_on(
    tmp_path: Path, facebook: RunningFacebook
) -> None:
    office = office_of(tmp_path, facebook)
    done = run(
        office,
        facebook,
        "sweep",
        "facebook_ad_library",
        "--term",
        "nổ hũ",
        "--limit",
        "45",
        "--json",
    )
    told = json.loads(done.stdout)
    assert (told["complete"], told["reason"]) == (True, None), done.stderr
    assert count(office, "count(*)") == 45
    assert found_in(office) == {}
    verified = CliRunner().invoke(rasoat, ["-w", str(office.path), "evidence", "verify"])
    assert verified.exit_code == 0, verified.output
    with office.open_store() as store:
        fetches = list(store.rows("SELECT evidence, url FROM fetches"))
        kept = {row["evidence"] for row in fetches}
        # robots.txt, the page once, and the answer to one scroll or two.
        assert len([row for row in fetches if "/ads/library/" in row["url"]]) == 1
        seen = {row["evidence"] for row in store.rows("SELECT evidence FROM sightings")}
        assert seen <= kept
        lead = pending_leads(store)[0]
        crawl = store.row("SELECT * FROM crawls")
    assert (lead.source, lead.subject) == ("facebook_ad_library", "domain:cong-vidu2.club")
    assert lead.origin.startswith(("fbad:", "fbpage:"))
    assert crawl is not None
    assert crawl["permission"] == "Công văn ví dụ 01/VD-2026"


@pytest.mark.parametrize(
    ("change", "token", "state"),
    [
        ("well", TOKEN, TokenState.READS_PAGES),
        ("well", "EAABKhongConHieuLuc", TokenState.INVALID),
        ("graph 17", TOKEN, TokenState.LIMITED),
        ("graph 10", TOKEN, TokenState.LIVES),
        (f"down {CONTROL}", TOKEN, TokenState.LIVES),
        ("graph 2", TOKEN, TokenState.UNKNOWN),
    ],
)
def test_what_the_graph_says_of_a_token(
    facebook: RunningFacebook,
    monkeypatch: pytest.MonkeyPatch,
    change: str,
    token: str,
    state: TokenState,
) -> None:
    for name, value in facebook.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("no_proxy", raising=False)
    facebook.change("well")
    facebook.change(change)
    before = len(facebook.requests())
    assert token_state(token, version="v24.0", page=CONTROL) is state
    facebook.change("well")
    assert [one.host for one in facebook.requests()[before:]] == ["graph.facebook.com"]
    assert token not in "".join(one.path for one in facebook.requests())


def test_a_page_is_checked_now_where_there_is_a_token(
    tmp_path: Path, facebook: RunningFacebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    facebook.change(f"down {PAGE}")
    office = office_of(tmp_path, facebook)
    settings = office.path / SETTINGS_FILE
    text = settings.read_text(encoding="utf-8")
    control = f'[facebook]\ncontrol_page = "{CONTROL}"'
    settings.write_text(text.replace("[facebook]", control), encoding="utf-8")
    there = "https://www.facebook.com/profile.php?id=910000000000003"
    done = run(office, facebook, "check", there, f"fbpage:{PAGE}", "--json")
    facebook.change("well")
    page, missing = map(json.loads, done.stdout.splitlines())
    assert (page["presence"], page["title"]) == ("present", "Cổng Game Bài Ví Dụ 3"), done.stderr
    assert (page["verdict"], page["refused"]) == ("gambling", None)
    assert (missing["presence"], missing["verdict"]) == (None, None)
    assert "does not say whether it is there" in missing["refused"]


def test_what_others_named_is_asked_of_the_graph_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    [order] = orders_of(
        ["facebook_pages"],
        config=Config(),
        terms=["nổ hũ"],
        charts=False,
        limit=None,
        near={"fbpage": (f"fbpage:{PAGE}",)},
    )
    assert order.terms == ("nổ hũ", f"fbpage:{PAGE}")


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("facebook_ads", f"no token stands in {VARIABLE}"),
        ("facebook_pages", "rasoat doctor leads through it"),
        ("facebook_ad_library", "without its written permission"),
    ],
)
def test_without_token_or_permission_nothing_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, says: str
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    office = create_workspace(tmp_path / "office", rehearsal=True)
    done = CliRunner().invoke(rasoat, ["-w", str(office.path), "sweep", source, "--term", "nổ hũ"])
    assert isinstance(done.exception, UsageProblem)
    assert says in str(done.exception)


def test_what_is_no_token_is_refused_and_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "mật khẩu\nX-Other: 1")
    office = create_workspace(tmp_path / "office", rehearsal=True)
    words = ["-w", str(office.path), "sweep", "facebook_ads", "--term", "nổ hũ"]
    done = CliRunner().invoke(rasoat, words)
    assert isinstance(done.exception, ConfigError)
    assert "Copy the token anew" in str(done.exception)
    assert "mật khẩu" not in f"{done.output}{done.exception}"
