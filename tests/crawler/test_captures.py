"""What an analyst saved becomes evidence and sightings, whatever it is; nothing secret stays."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from crawler.captures import SOURCE, Import, Imported, import_captures
from crawler.errors import CaptureRefused
from crawler.evidence.bodies import read_body
from crawler.evidence.verify import Weight, verify
from crawler.records import HANDED_IN, Presence
from crawler.store.chain import LinkKind, links_of_kind
from crawler.store.crawls import crawls
from crawler.store.leads import pending_leads
from crawler.store.sightings import sightings_of
from crawler.workspace import Workspace, create_workspace
from tests.crawler.office import NOW
from tests.spiders.facebook import AD, PAGE, advert, graph_page, page, post, search
from tests.spiders.test_facebook_har import GRAPHQL, LIBRARY, entry, har

AD1, PAGE1 = f"fbad:{AD + 1}", f"fbpage:{PAGE + 1}"
SAVED = NOW - timedelta(days=3)
LOGIN = '<html><form action="/login/x"><input type="password"></form></html>'


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "office", rehearsal=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "saved").mkdir()
    return tmp_path / "saved"


def save(folder: Path, name: str, content: str | bytes | dict[str, Any]) -> Path:
    """A file that was saved three days ago."""
    if isinstance(content, dict):
        content = json.dumps(content, ensure_ascii=False)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    os.utime(path, (SAVED.timestamp(), SAVED.timestamp()))
    return path


def take(office: Workspace, *paths: Path) -> tuple[list[Imported], Import]:
    """What an import of these files says."""
    told = Import()
    with office.open_store() as store:
        rows = import_captures(store, office.evidence, paths, who="an", now=NOW, told=told)
        return list(rows), told


def subjects(rows: list[Imported]) -> set[str | None]:
    """The subjects of rows that name one."""
    return {row.subject for row in rows if row.subject}


def line(data: dict[str, Any], **changed: Any) -> str:
    """One line of Zeeschuimer."""
    told = {"item_id": "1", "timestamp_collected": 1_789_800_000_000}
    platform = {"source_platform": "facebook.com", "data": data}
    return json.dumps({**told, **platform, **changed}) + "\n"


def mhtml(text: str) -> bytes:
    """A page as Chrome saves it in one file."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = LIBRARY
    message["Date"] = "Wed, 18 Nov 2026 02:00:00 -0000"
    message.set_content(text, subtype="html")
    return message.as_bytes()


CARD = f"<html><body><span>ID thư viện: {AD + 1}</span></body></html>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", page(search(advert()))),
        ("no-ending", page(search(advert()))),
        ("wrong.csv", page(search(advert())).encode("utf-16")),
        ("a.json", search(advert())),
        ("a.txt", "for (;;);" + json.dumps(search(advert()))),
        ("ads.jsonl", json.dumps(advert()) + "\n" + json.dumps(advert(2)) + "\n"),
        ("list.json", json.dumps([advert()])),
        ("a.har", har(entry(LIBRARY, page(search(advert()))))),
        ("b.har", har(entry(text=json.dumps(search(advert()))))),
        ("z.ndjson", line(search(advert()))),
        ("a.mhtml", mhtml(CARD)),
    ],
)
def test_content_tells_what_a_file_is(
    office: Workspace, folder: Path, name: str, content: Any
) -> None:
    rows, told = take(office, save(folder, name, content))
    assert AD1 in subjects(rows)
    assert told.reason is None
    with office.open_store() as store:
        (seen,) = sightings_of(store, AD1)
        assert seen.source == SOURCE
        assert seen.facts["capture"]["by"] == "an"
        assert read_body(store, office.evidence, str(seen.evidence))


def test_folder_is_read_whole_and_each_subject_is_told_once(
    office: Workspace, folder: Path
) -> None:
    save(folder, "a.html", page(search(advert(1), advert(2))))
    save(folder, "deep/b.json", search(advert(1), advert(3)))
    save(folder, "a_files/c.json", search(advert(4)))
    save(folder, ".hidden", search(advert(5)))
    rows, told = take(office, folder)
    assert [row.subject for row in rows] == [
        *(AD1, PAGE1, f"fbad:{AD + 2}"),
        f"fbad:{AD + 3}",
    ]
    assert all(row.new and row.refused is None for row in rows)
    assert {row.source for row in rows} == {"a.html", "b.json"}
    assert told.sightings == 6


def test_same_files_again_change_nothing(office: Workspace, folder: Path) -> None:
    save(folder, "a.har", har(entry(LIBRARY, page(search(advert()))), entry(text="{}")))
    take(office, folder)
    before = rows_of(office)
    rows, told = take(office, folder)
    assert not any(row.new for row in rows)
    assert (told.sightings, told.known) == (0, 1)
    assert rows_of(office) == before


def rows_of(office: Workspace) -> list[int]:
    """How many rows the tables of what was seen hold."""
    tables = ("sightings", "fetches", "page_aliases")
    with sqlite3.connect(office.database) as db:
        return [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def test_time_is_that_of_the_capture_and_never_later(office: Workspace, folder: Path) -> None:
    late = entry(LIBRARY, page(search(advert(5)))) | {"startedDateTime": "2099-01-01T00:00:00Z"}
    take(
        office,
        save(folder, "a.html", page(search(advert(1)))),
        save(folder, "b.har", har(entry(LIBRARY, page(search(advert(2)))))),
        save(
            folder,
            "c.ndjson",
            line(search(advert(3)))
            + line(search(advert(4)), timestamp_collected=9_999_999_999_999),
        ),
        save(folder, "d.har", har(late)),
    )
    with office.open_store() as store:
        at = [sightings_of(store, f"fbad:{AD + number}")[0].seen_at for number in range(1, 6)]
    assert at == [
        *(SAVED, datetime(2026, 9, 20, 3, 0, tzinfo=UTC)),
        *(datetime.fromtimestamp(1_789_800_000, UTC), SAVED, SAVED),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (LOGIN, "log-in of Facebook"),
        ("<html><script>'/__rd_verify_x'</script></html>", "challenge"),
        ("<html><h2>Trang này không khả dụng</h2></html>", "No proof"),
        (json.dumps({"error": {"code": 190}}), "token was not valid"),
        (json.dumps({"error": {"code": 100, "error_subcode": 33}}), "no proof"),
        (json.dumps(search(count=5)), "none is shown"),
        (json.dumps({"a": 1}), "kept as evidence"),
        ("<html>x</html>", "kept as evidence"),
        ("address,note\nvidu.example,x\n", "import leads"),
        (b"\x89PNG\r\n", "a picture"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"", "empty"),
        (har(entry(LIBRARY, page(search())))[:-20], "breaks off"),
        (
            har(
                entry(
                    GRAPHQL,
                    redirectURL="https://www.facebook.com/login/?next=x",
                    text=page(search()),
                )
            ),
            "log-in",
        ),
        (har(entry(LIBRARY, page(search()), status=429)), "limits"),
    ],
)
def test_what_gives_nothing_says_why_and_nobody_is_gone(
    office: Workspace, folder: Path, content: str | bytes, words: str
) -> None:
    rows, told = take(office, save(folder, "a", content))
    assert [row.subject for row in rows] == [None]
    assert words in str(rows[0].refused)
    with office.open_store() as store:
        (crawl,) = crawls(store)
    assert (crawl.source, crawl.complete, crawl.reason) == (SOURCE, False, told.reason)
    assert told.sightings == 0


def test_notice_at_a_known_address_is_a_look_that_found_out_nothing(
    office: Workspace, folder: Path
) -> None:
    above = "<!-- saved from url=(0040)https://www.facebook.com/vi.du -->"
    save(folder, "a.html", f"<html>{above}<h2>Trang này không khả dụng</h2></html>")
    take(office, folder)
    with office.open_store() as store:
        (seen,) = sightings_of(store, "fbpage:@vidu")
    assert seen.presence is Presence.UNKNOWN
    assert seen.facts["notice"] == "unavailable"


def test_page_known_by_name_gets_its_number_in_the_same_answer_and_later(
    office: Workspace, folder: Path
) -> None:
    at = int(SAVED.timestamp() * 1000)
    written = post(url="https://www.facebook.com/vidu1")
    both = [search(advert()), written]
    save(folder, "a.ndjson", "".join(line(data, timestamp_collected=at) for data in both))
    take(office, folder)
    with office.open_store() as store:
        assert sightings_of(store, "fbpage:@vidu1") == []
        assert {seen.facts["layer"] for seen in sightings_of(store, PAGE1)} == {"advert", "post"}
    save(folder, "b.ndjson", line(written, timestamp_collected=at + 1))
    rows, _ = take(office, folder / "b.ndjson")
    assert subjects(rows) == {PAGE1}
    assert not rows[0].new


def test_capture_is_marked_as_made_by_hand_in_the_evidence(office: Workspace, folder: Path) -> None:
    take(office, save(folder, "a.har", har(entry(LIBRARY, page(search(advert()))))))
    with office.open_store() as store:
        (capture,) = links_of_kind(store, LinkKind.CAPTURED)
        assert (capture.facts["method"], capture.facts["url"]) == (HANDED_IN, LIBRARY)
        found = list(verify(store, office.evidence))
    assert [one for one in found if one.weight is not Weight.TOLD] == []
    (warc,) = (office.evidence / "warc").glob("*.warc")
    assert b"WARC-Type: resource" in warc.read_bytes()
    assert b"WARC-Type: response" not in warc.read_bytes()


TOKEN = "EAA" + "Bwz7" * 12
SECRETS = ("access_token=", TOKEN, "9876543210123", "AQxsSecret", "dtsgSecret")


def with_secrets() -> dict[str, Any]:
    """An answer and its surroundings full of what must not stay."""
    snapshot = f"https://www.facebook.com/ads/archive/render_ad/?id={AD}&access_token={TOKEN}"
    row = {"id": str(AD), "ad_snapshot_url": snapshot, "ad_creative_bodies": [f"x {snapshot}"]}
    after = f"https://graph.facebook.com/v24.0/ads_archive?access_token={TOKEN}&after=x"
    return {"data": [row], "paging": {"next": after}}


def files_with_secrets(folder: Path) -> Iterator[Path]:
    """The same secrets in every form."""
    marks = (
        '<input name="fb_dtsg" value="dtsgSecret">'
        '<script>["CurrentUserInitialData",[],{"USER_ID":"9876543210123"}]</script>'
    )
    whole = page(search(advert(link_url=f"https://vidu.example/?access_token={TOKEN}")))
    yield save(folder, "a.html", whole.replace("<body>", f"<body>{marks}"))
    yield save(folder, "b.json", with_secrets())
    address = f"https://graph.facebook.com/v24.0/ads_archive?access_token={TOKEN}"
    cookie = "datr=9876543210123; c_user=9876543210123; xs=AQxsSecret"
    one = entry(address, json.dumps(with_secrets()), posted="fb_dtsg=dtsgSecret")
    one["request"]["headers"] = [{"name": "cookie", "value": cookie}]
    one["request"]["cookies"] = [{"name": "xs", "value": "AQxsSecret"}]
    one["response"]["content"]["mimeType"] = "application/json"
    yield save(folder, "c.har", har(one))
    yield save(folder, "d.har", har(one)[:-30])
    yield save(folder, "e.ndjson", line({"x": address, "cookie": cookie}))
    yield save(folder, "f.json", f'{{"access_token":"{TOKEN}", broken')


def test_no_secret_is_left_anywhere(office: Workspace, folder: Path) -> None:
    rows, told = take(office, *files_with_secrets(folder))
    assert f"fbad:{AD}" in subjects(rows)
    kept = [path for path in office.path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".warc" for path in kept)
    for path in kept:
        body = path.read_bytes()
        assert [one for one in SECRETS if one.encode() in body] == [], path.name
    assert not any(one in f"{rows}{told}" for one in SECRETS)


def test_entry_of_another_site_is_counted_and_not_kept(office: Workspace, folder: Path) -> None:
    other = entry("https://bank.example/", "<html>riêng tư</html>")
    mine = entry(text='{"data":{"viewer":{"message":"riêng tư"}}}')
    whole = entry(LIBRARY, page(search(advert())))
    _, told = take(office, save(folder, "a.har", har(other, mine, whole)))
    assert told.left_out == {"elsewhere": 1, "private": 1, "person": 0}
    assert told.reason is None
    for path in (office.evidence / "warc").glob("*.warc"):
        assert "riêng tư".encode() not in path.read_bytes()


def test_post_of_a_person_is_left_out_of_the_evidence_too(office: Workspace, folder: Path) -> None:
    persons = post(__typename="User", name="Người Ví Dụ")
    other = line({"x": "Người Ví Dụ"}, source_platform="tiktok.com")
    save(folder, "a.ndjson", line(persons) + line(search(advert())) + other)
    save(folder, "b.json", persons)
    rows, told = take(office, folder)
    assert subjects(rows) == {AD1, PAGE1}
    assert told.left_out == {"person": 2, "elsewhere": 1}
    assert told.reason is None
    for path in office.path.rglob("*"):
        assert path.is_dir() or "Người Ví Dụ".encode() not in path.read_bytes()


def test_what_is_not_there_is_refused_before_anything_is_kept(
    office: Workspace, folder: Path
) -> None:
    with pytest.raises(CaptureRefused, match="is not there"):
        take(office, save(folder, "a.json", search(advert())), folder / "b.json")
    with office.open_store() as store:
        assert crawls(store) == []


def test_kill_between_two_answers_keeps_the_first_and_loses_none(
    office: Workspace, folder: Path
) -> None:
    save(folder, "a.json", search(advert(1)))
    save(folder, "b.json", search(advert(2)))
    with office.open_store() as store:
        rows = import_captures(store, office.evidence, [folder], who="an", now=NOW, told=Import())
        assert next(rows).subject == AD1
        del rows  # as the process ends
    found, told = take(office, folder)
    assert {row.subject for row in found if row.new} == {f"fbad:{AD + 2}"}
    assert (told.known, told.sightings) == (1, 2)
    with office.open_store() as store:
        assert len(sightings_of(store, AD1)) == 1
        weights = {one.weight for one in verify(store, office.evidence)}
    assert weights == {Weight.TOLD}


def test_page_of_the_graph_is_kept_with_its_aliases(office: Workspace, folder: Path) -> None:
    take(office, save(folder, "a.json", graph_page()))
    rows, _ = take(
        office, save(folder, "b.ndjson", line(post(url="https://www.facebook.com/615000000000009")))
    )
    assert subjects(rows) == {f"fbpage:{PAGE}"}


def test_where_an_advert_leads_becomes_a_lead_with_its_path(
    office: Workspace, folder: Path
) -> None:
    links = [
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fvidu.vn%2Fvao&h=x",
        "https://bit.ly/vidu",
    ]
    cards = [{"link_url": link} for link in links]
    shown = advert(
        cards=cards, body={"text": "https://play.google.com/store/apps/details?id=com.vidu.nohu"}
    )
    take(office, save(folder, "a.json", search(shown)))
    take(office, save(folder, "b.json", search(shown, advert(2))))
    with office.open_store() as store:
        [lead] = pending_leads(store)
    assert (lead.subject, lead.address, lead.source, lead.origin) == (
        *("domain:vidu.vn", "https://vidu.vn/vao"),
        *(SOURCE, AD1),
    )
    with sqlite3.connect(office.database) as db:
        found = {subject for (subject,) in db.execute("SELECT subject FROM leads")}
    assert found == {"domain:vidu.vn", "google:com.vidu.nohu"}


@pytest.mark.slow
def test_import_that_is_killed_and_begun_anew_keeps_each_answer_once(
    office: Workspace, folder: Path
) -> None:
    for number in range(60):
        save(folder, f"{number:02}.json", search(advert(number, number)))
    command = [sys.executable, "-m", "crawler.cli", "-w", str(office.path)]
    command += ["import", "captures", str(folder), "--json"]
    for wanted in (1, 20, 45):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            for _ in range(2 * wanted):  # the advert and its page
                running.stdout.readline()
            running.kill()
    rows, told = take(office, folder)
    assert told.reason is None
    assert len(subjects(rows)) == 120
    assert rows_of(office)[:2] == [120, 60]
    with office.open_store() as store:
        weights = {one.weight for one in verify(store, office.evidence)}
    assert weights == {Weight.TOLD}


def test_shop_with_many_goods_is_three_leads(office: Workspace, folder: Path) -> None:
    cards = [{"link_url": f"https://vidu.vn/{number}"} for number in range(9)]
    take(office, save(folder, "a.json", search(advert(cards=cards))))
    with office.open_store() as store:
        assert [lead.address[-1] for lead in pending_leads(store)] == ["0", "1", "2"]
