"""HAR files: what Facebook answered, one entry in memory at a time, nothing of the visitor."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders import facebook_har
from spiders.facebook_har import CutOff, Exchange, Skipped, read_har
from tests.spiders.facebook import advert, page, search

LIBRARY = "https://www.facebook.com/ads/library/?q=x&country=VN"
GRAPHQL = "https://www.facebook.com/api/graphql/"


def entry(url: str = GRAPHQL, text: str = "{}", **changed: Any) -> dict[str, Any]:
    """One entry of a HAR file."""
    content = {"mimeType": "text/html; charset=utf-8", "text": text} | changed.pop("content", {})
    return {
        "startedDateTime": "2026-09-20T10:00:00.000+07:00",
        "request": {
            "method": "GET",
            "url": url,
            "headers": [{"name": "cookie", "value": "c_user=1; xs=2"}],
            "postData": {"text": changed.pop("posted", "")},
        },
        "response": {"status": 200, "redirectURL": "", "headers": [], "content": content} | changed,
    }


def har(*entries: Any) -> bytes:
    """A HAR file of these entries."""
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}}).encode()


def read(body: bytes) -> list[Exchange | Skipped]:
    """All that is read of a file."""
    return list(read_har(io.BytesIO(body)))


def test_answer_with_its_moment_and_question() -> None:
    variables = {"queryString": "nổ hũ", "countries": ["VN"], "activeStatus": "ACTIVE"}
    posted = urlencode({"doc_id": "1", "fb_dtsg": "x", "variables": json.dumps(variables)})
    text = json.dumps(search(advert()))
    [found] = read(har(entry(text=text, posted=posted)))
    assert isinstance(found, Exchange)
    assert (found.url, found.status, found.body, found.html) == (GRAPHQL, 200, text, False)
    assert found.at == datetime(2026, 9, 20, 3, 0, tzinfo=UTC)
    assert found.asked == {"query": "nổ hũ", "country": "VN", "asked_status": "ACTIVE"}


def test_answer_in_base64_is_read() -> None:
    text = page(search(advert()))
    content = {"text": base64.b64encode(text.encode()).decode(), "encoding": "base64"}
    [found] = read(har(entry(LIBRARY, content=content)))
    assert isinstance(found, Exchange)
    assert (found.body, found.html) == (text, True)


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (entry("https://vidu.example/"), "elsewhere"),
        (entry("https://facebook.com.vidu.example/"), "elsewhere"),
        (entry(content={"mimeType": "image/png"}), "elsewhere"),
        (entry(text='{"data":{"viewer":{"message":"riêng tư"}}}'), "private"),
        (entry("https://www.facebook.com/", "<html>bảng tin riêng tư</html>"), "private"),
        ({"request": {}}, "damaged"),
        (entry(LIBRARY, content={"text": "PGh0bWw+á", "encoding": "base64"}), "damaged"),
        (entry(LIBRARY, content={"text": "PGh0bWw", "encoding": "base64"}), "damaged"),
        (7, "damaged"),
        (None, "damaged"),
    ],
)
def test_what_is_not_read_says_why(one: Any, why: str) -> None:
    assert read(har(one)) == [Skipped(why=why)]


@pytest.mark.parametrize(
    "one",
    [
        entry("https://www.facebook.com/vidu", "<html><h2>Trang này không khả dụng</h2></html>"),
        entry("https://www.facebook.com/vidu", "", redirectURL="https://www.facebook.com/login/"),
        entry("https://www.facebook.com/vidu", "<script>'/__rd_verify_x'</script>"),
        entry("https://graph.facebook.com/v24.0/12", "{}"),
    ],
)
def test_answer_that_says_that_there_is_none_is_kept(one: Any) -> None:
    assert [type(found) for found in read(har(one))] == [Exchange]


def test_one_damaged_entry_leaves_the_others() -> None:
    broken = entry(LIBRARY, content={"text": "á", "encoding": "base64"})
    nowhere = entry("https://www.facebook.com/vidu", "", redirectURL="http://[x")
    found = read(har(broken, nowhere, entry(LIBRARY, "<html>1</html>")))
    assert found[:2] == [Skipped(why="damaged"), Skipped(why="private")]
    assert isinstance(found[2], Exchange)


def test_half_a_file_gives_what_is_whole() -> None:
    body = har(entry(LIBRARY, "<html>1</html>"), entry(LIBRARY, "<html>2</html>"))
    reading = read_har(io.BytesIO(body[: len(body) * 3 // 4]))
    assert isinstance(next(reading), Exchange)
    with pytest.raises(CutOff):
        next(reading)


def test_file_cut_anywhere_breaks_as_such_or_not_at_all() -> None:
    body = har(entry(LIBRARY, "<html>ví dụ</html>"))
    for end in range(len(body)):
        try:
            read(body[:end])
        except CutOff:
            continue


_ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.lists(st.integers(), max_size=2),
    st.sampled_from([LIBRARY, GRAPHQL, "https://[", "base64", "0001-01-01T00:00:00+07:00", 10**30]),
)


@given(st.lists(_ODD, min_size=9, max_size=9))
def test_entry_with_odd_values_is_read_or_says_why(odd: list[Any]) -> None:
    url, status, led_to, at, kind, text, encoding, posted, content = odd
    told = {"mimeType": kind, "text": text, "encoding": encoding}
    for answer in (told, content):
        one = {
            "startedDateTime": at,
            "request": {"url": url, "postData": {"text": posted}},
            "response": {"status": status, "redirectURL": led_to, "content": answer},
        }
        [found] = read(har(one)) if json_is_plain(one) else [Skipped(why="damaged")]
        assert isinstance(found, Exchange | Skipped)
        if isinstance(found, Exchange):
            assert 0 <= found.status <= 999


def test_what_is_larger_than_any_answer_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert facebook_har._LARGEST == 32 << 20
    monkeypatch.setattr(facebook_har, "_LARGEST", 100)
    fits, larger = read(har(entry(LIBRARY, "x" * 100), entry(LIBRARY, "x" * 101)))
    assert isinstance(fits, Exchange)
    assert larger == Skipped(why="too_large")


def test_a_status_that_is_no_whole_number_costs_its_entry_alone() -> None:
    """``1e99999999`` as a whole number never ends."""
    odd = [
        json.dumps(entry(LIBRARY, status=0)).replace('"status": 0', f'"status": {value}')
        for value in ("1e99999999", "200.0", '"200"', "true", "9" * 30)
    ]
    body = f'{{"log": {{"entries": [{", ".join([*odd, json.dumps(entry(LIBRARY))])}]}}}}'
    *damaged, unknown, whole = read(body.encode())
    assert damaged == [Skipped(why="damaged")] * 4
    assert isinstance(unknown, Exchange)
    assert isinstance(whole, Exchange)
    assert (unknown.status, whole.status) == (0, 200)


@pytest.mark.parametrize("digits", [4_301, 200_000])
def test_a_number_that_nothing_reads_breaks_the_file_and_not_the_program(digits: int) -> None:
    body = har(entry(LIBRARY), entry(LIBRARY, size=0))
    entries = read_har(io.BytesIO(body.replace(b'"size": 0', b'"size": ' + b"9" * digits)))
    with pytest.raises(CutOff):
        list(entries)


def test_half_letters_of_questions_are_made_whole() -> None:
    half = "\ud83d"
    variables = json.dumps({"queryString": f"nổ {half}"})
    [found] = read(har(entry(LIBRARY, posted=urlencode({"variables": variables}))))
    assert isinstance(found, Exchange)
    assert found.asked == {"query": "nổ \ufffd"}


def json_is_plain(value: Any) -> bool:
    """Whether JSON can hold it: ``NaN`` and half characters are none."""
    try:
        json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, UnicodeEncodeError):
        return False
    return True


# VmHWM begins anew with the program; ru_maxrss would still know the process that started it.
_MEASURE = """
import re, sys
from spiders.facebook_har import read_har
with open(sys.argv[1], "rb") as file:
    count = sum(1 for _ in read_har(file))
peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1]
print(count, int(peak) // 1024)
"""


def test_two_hundred_megabytes_are_read_in_bounded_memory(tmp_path: Path) -> None:
    one = json.dumps(entry(LIBRARY, "<html>" + "x" * 1_000_000 + "</html>"))
    path = tmp_path / "large.har"
    with path.open("w", encoding="utf-8") as file:
        file.write('{"log":{"entries":[')
        file.write(one)
        for _ in range(209):
            file.write("," + one)
        file.write("]}}")
    assert path.stat().st_size > 200_000_000
    command = [sys.executable, "-c", _MEASURE, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    count, megabytes = map(int, done.stdout.split())
    assert count == 210
    assert megabytes < 120
