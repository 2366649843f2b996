"""Each format is read back by a reader that is not ours, and holds the names and nothing else."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dns.rdataclass
import dns.rdatatype
import dns.zone
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.errors import ExportProblem, NameRefused
from crawler.parts import load
from matchers.domains.canonical import canonical
from matchers.domains.suffixes import suffixes
from reports.blocklists import csv as csv_format
from reports.blocklists import hosts, plain, rpz
from reports.blocklists.blocklist import (
    HIGHEST_SERIAL,
    BlockList,
    BlockListFormat,
    serial_of,
    write_list,
)
from tests.reports.blocklists.lists import NAMES, block_list

FORMATS: dict[str, BlockListFormat] = load("reports.blocklists", "EXPORT")


def text_of(format_: BlockListFormat, blocklist: BlockList) -> str:
    return "".join(f"{line}\n" for line in format_.lines(blocklist))


def read_plain(text: str) -> list[str]:
    return [line for line in text.split("\n") if line and not line.startswith("#")]


def read_csv(text: str) -> list[str]:
    return [row["name"] for row in csv.DictReader(text.split("\n"))]


def read_hosts(text: str) -> list[str]:
    """As hosts(5) is read: fields apart by blanks, everything behind # passed over."""
    fields = [line.partition("#")[0].split() for line in text.split("\n")]
    assert {row[0] for row in fields if row} <= {"0.0.0.0"}
    named = [name for row in fields for name in row[1:]]
    assert named[1::2] == [f"www.{name}" for name in named[::2]]
    return named[::2]


def read_rpz(text: str) -> list[str]:
    zone = dns.zone.from_text(text, origin="rpz.vidu.", relativize=True)
    found = []
    for name, node in zone.nodes.items():
        if str(name) == "@":
            continue
        (records,) = node.rdatasets
        assert (records.rdtype, records.rdclass) == (dns.rdatatype.CNAME, dns.rdataclass.IN)
        assert [record.target.to_text() for record in records] == ["."]
        found.append(str(name))
    plain_names = [name for name in found if not name.startswith("*.")]
    assert sorted(found) == sorted([*plain_names, *(f"*.{name}" for name in plain_names)])
    return sorted(plain_names)


READERS: dict[str, Callable[[str], list[str]]] = {
    "plain": read_plain,
    "csv": read_csv,
    "hosts": read_hosts,
    "rpz": read_rpz,
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("names", [(), NAMES[:1], NAMES])
def test_another_reader_finds_the_names_and_nothing_else(name: str, names: tuple[str, ...]) -> None:
    text = text_of(FORMATS[name], block_list(*names, mark="REHEARSAL"))
    assert READERS[name](text) == sorted(names)
    assert ("REHEARSAL" in text) is (bool(names) or name != "csv")


@settings(deadline=None)
@given(
    st.lists(
        st.text(max_size=40)
        | st.from_regex(r"[\w.;\-\"$@\n\\ ]{1,60}\.(com|vn|club)", fullmatch=True)
        | st.from_regex(r"[a-z0-9-]{1,63}\.(com|net|club|com\.vn)", fullmatch=True),
        max_size=12,
    )
)
def test_no_name_breaks_out_of_its_line(texts: list[str]) -> None:
    names = set()
    for text in texts:
        try:
            names.add(canonical(text))
        except NameRefused:
            continue
    for name, format_ in FORMATS.items():
        text = text_of(format_, block_list(*names))
        assert READERS[name](text) == sorted(names)


def test_the_longest_name_that_can_be_registered_fits_every_format() -> None:
    longest = max((suffix.replace("*", "b" * 63) for suffix in suffixes()), key=len)
    name = f"{'a' * 63}.{longest}"
    for format_ in FORMATS.values():
        assert READERS[format_.name](text_of(format_, block_list(name))) == [name]
    # Each resolver loads the zone under a name of its own.
    zone = f"{'y' * 31}.{'z' * 30}."
    dns.zone.from_text(text_of(rpz.EXPORT, block_list(name)), origin=zone)


def test_the_zone_is_the_one_that_was_measured() -> None:
    assert text_of(rpz.EXPORT, block_list("nohu-vidu.club", mark="REHEARSAL")) == (
        "; rasoat block list 2026112041, made 2026-11-20T03:15:42Z\n"
        "; 1 names\n"
        "; REHEARSAL\n"
        "$TTL 300\n"
        "@ IN SOA localhost. hostmaster.localhost. 2026112041 3600 600 604800 300\n"
        "@ IN NS localhost.\n"
        "nohu-vidu.club CNAME . ; case 1\n"
        "*.nohu-vidu.club CNAME .\n"
    )


def test_the_other_formats_are_written_so() -> None:
    made = block_list("nohu-vidu.club")
    assert text_of(plain.EXPORT, made).split("\n")[2:] == [
        "# each name stands for itself and for everything below it",
        "nohu-vidu.club",
        "",
    ]
    assert text_of(hosts.EXPORT, made).split("\n")[3:] == [
        "0.0.0.0 nohu-vidu.club",
        "0.0.0.0 www.nohu-vidu.club",
        "",
    ]
    evidence = " ".join(made.entries[0].evidence)
    assert text_of(csv_format.EXPORT, made) == (
        "name,case,ground,valid_from,evidence,serial,mark\n"
        f"nohu-vidu.club,1,gambling,2026-11-20T03:15:42Z,{evidence},2026112041,\n"
    )


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_list_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    first = write_list(FORMATS[name], block_list(*NAMES), tmp_path / "first")
    again = write_list(FORMATS[name], block_list(*reversed(NAMES)), tmp_path / "again")
    body = (tmp_path / "again").read_bytes()
    assert (tmp_path / "first").read_bytes() == body
    assert first == again == hashlib.sha256(body).hexdigest()
    assert body.isascii()


def test_a_file_is_whole_or_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_text("what was published\n", encoding="ascii")
    broken = BlockListFormat(name="broken", lines=lambda _: iter(["tên"]))
    with pytest.raises(UnicodeEncodeError):
        write_list(broken, block_list(), path)
    assert path.read_text(encoding="ascii") == "what was published\n"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ExportProblem, match="cannot be written"):
        write_list(plain.EXPORT, block_list(), tmp_path / "none" / "list")


def test_a_serial_grows_with_the_quarters_of_an_hour_and_fits() -> None:
    first = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)  # midnight in Hà Nội
    serials = [serial_of(first + timedelta(minutes=15 * n)) for n in range(97)]
    assert (serials[0], serials[95], serials[96]) == (2026112000, 2026112095, 2026112100)
    assert serials == sorted(set(serials))
    assert serial_of(datetime(2400, 1, 1, tzinfo=UTC)) < HIGHEST_SERIAL
