"""Settings are read whole or refused with the key and the next step."""

from __future__ import annotations

import tomllib
from ipaddress import ip_address
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.config import (
    DEFAULT_SOURCES,
    Config,
    ControlsConfig,
    RecheckConfig,
    SourceConfig,
    load,
)
from crawler.config_template import TEMPLATE
from crawler.errors import ConfigError
from tests.spiders.ct_log import CertificateLog


def read(folder: Path, text: str) -> Config:
    path = folder / "rasoat.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def test_the_template_can_be_used_as_it_is(tmp_path: Path) -> None:
    found = read(tmp_path, TEMPLATE)
    assert found.sources == DEFAULT_SOURCES
    assert "nổ hũ" in found.terms
    assert found.of("apple_app_store") == SourceConfig(requests_per_minute=20)
    assert found.of("google_play") == SourceConfig(requests_per_minute=60)
    assert found.controls == ControlsConfig(share=0.02, most_open=20)
    assert found.recheck == RecheckConfig(after_days=1, relapse_days=(7, 30))
    assert all(found.source[name].obey_robots for name in DEFAULT_SOURCES)


def test_every_table_and_list_of_the_template_is_explained() -> None:
    assert "Tokens and passwords never stand here" in TEMPLATE
    for line in TEMPLATE.splitlines():
        assert len(line) <= 100
    tables = {
        *("sources", "terms", "contact", "network", "evidence", "controls", "recheck"),
        *("facebook", "source"),
    }
    assert set(tomllib.loads(TEMPLATE)) == tables


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    assert read(tmp_path, "") == Config()
    assert Config().of("any_store") == SourceConfig(requests_per_minute=15)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sourcs = []", "unknown key 'sourcs'. Did you mean 'sources'?"),
        ("token = 'x'", "unknown key 'token'"),
        ("[network]\nca_fil = ''", "unknown key 'ca_fil'. Did you mean 'ca_file'?"),
        ("[network]\nresolver = 'ns.vidu.example:53'", "Write address:port"),
        ("[network]\nresolver = '192.0.2.1'", "Write address:port"),
        ("[network]\nresolver = '192.0.2.1:0'", "Write address:port"),
        ("[network]\ncarries_block = 1", "true or false"),
        ("[network]\nrdap = 'http://rdap.vidu.example'", "https://"),
        ("[network]\nallow = '127.0.0.1:80'", "Write a list of texts"),
        (
            "[source.certificates]\npublic_key = 'khoa'",
            "public_key is no key that a log signs with",
        ),
        (
            # Ed25519
            "[source.certificates]\n"
            "public_key = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE='",
            "(ECDSA or RSA)",
        ),
        ("[source.certificates]\npublic_key = 'AAAA'", "base64 of its DER form"),
        ("[recheck]\nafter_days = 0", "Write a number of days"),
        ("[recheck]\nrelapse_days = 7", "Write a list of days"),
        ("[recheck]\nrelapse_days = [7, true]", "Write a list of days"),
        ("[recheck]\nafter = 1", "unknown key 'after'. Did you mean 'after_days'?"),
        ("[source.google_play]\ncanaries = 'x'", "Write a list of texts"),
        ("[evidence]\ntime_stamps = 'ftp://tsa.example/'", "Write an address with http(s)"),
        ("[evidence]\ntime_stamps = 'https://tsa.example/'", "name the root certificate"),
        ("[evidence]\ncopy = 'gs://office/x'", 'Write "s3://bucket/prefix" or "file:///folder"'),
        ("[evidence]\ncopy = 's3://office/../x'", "with plain names"),
        ("[evidence]\ncopy = 's3://office/x?y'", "with plain names"),
        ("[evidence]\ncopy = 's3:///x'", "with plain names"),
        ("[evidence]\ncopy = 'file://'", "with plain names"),
        ("[evidence]\ncopy = 'file://mnt/x'", "with plain names"),
        ("[evidence]\ncopy = 'file:///mnt/../x'", "with plain names"),
        ("[evidence]\ncopy = 'zip::file:///x'", "a second colon"),
        ("[network]\nallow = ['127.0.0.1:65536']", "Write address:port"),
        ("[network]\nallow = ['127.0.0.1:+80']", "Write address:port"),
        ("[network]\nallow = ['127.1:80']", "Write address:port"),
        ("[network]\nallow = ['localhost:80']", "Write address:port"),
        ("[network]\nallow = ['::1:80']", "Write address:port"),
        ("[network]\nallow = ['[127.0.0.1]:80']", "Write address:port"),
        ("[source.x]\nobey_robot = true", "Did you mean 'obey_robots'?"),
        ("sources = 'google_play'", "Write a list of texts"),
        ("terms = [1]", "Write a list of texts"),
        ("contact = 1", "Write a text in quotes"),
        ("network = 1", "Write it as [network]"),
        ("controls = 1", "Write it as [controls]"),
        ("[controls]\nshar = 0.1", "Did you mean 'share'?"),
        ("[controls]\nshare = 1.5", "Write a share from 0 to 1"),
        ("[controls]\nshare = -0.1", "Write a share from 0 to 1"),
        ("[controls]\nshare = nan", "Write a share from 0 to 1"),
        ("[controls]\nshare = true", "Write a share from 0 to 1"),
        ("[controls]\nshare = '2 %'", "Write a share from 0 to 1"),
        ("[controls]\nmost_open = -1", "Write a number ≥ 0"),
        ("[controls]\nmost_open = 2.5", "Write a number ≥ 0"),
        ("[controls]\nmost_open = true", "Write a number ≥ 0"),
        ("source = []", "Write it as [source]"),
        ("[source]\nx = 1", "[source.x] is not a table"),
        ("[source.x]\nrequests_per_minute = 0", "Write a number above 0"),
        ("[source.x]\nrequests_per_minute = -1", "Write a number above 0"),
        ("[source.x]\nrequests_per_minute = true", "Write a number above 0"),
        ("[source.x]\nrequests_per_minute = '9'", "Write a number above 0"),
        ("[source.x]\nrequests_per_minute = inf", "Write a number above 0"),
        ("[source.x]\nrequests_per_minute = nan", "Write a number above 0"),
        ("[source.x]\nmost_subjects = 0", "Write a number ≥ 1"),
        ("[source.x]\nmost_subjects = 1.5", "Write a number ≥ 1"),
        ("[source.x]\nsuggestions = -1", "Write a number ≥ 0"),
        ("[source.x]\nsuggestions = true", "Write a number ≥ 0"),
        ("[source.x]\nclosely = 'yes'", "Write true or false"),
        ("[source.x]\nobey_robots = false", "is off without a reason"),
        ("[source.x]\nobey_robots = 'no'", "is off without a reason"),
        ("[source.x]\nrobots_reason = 1", "Write a text in quotes"),
        (
            '[network]\nresolver = "192.0.2.1:53"\ncontrol_resolver = "192.0.2.1:53"',
            "network.control_resolver is network.resolver",
        ),
        ("contact = ", "is not TOML"),
        ("contact = 'a'\ncontact = 'b'", "is not TOML"),
    ],
)
def test_what_cannot_be_used_is_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    assert says in str(caught.value)
    assert str(tmp_path / "rasoat.toml") in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "address",
    [
        "s3://vidu:mat-khau@office/x",
        "s3://mat-khau@office/x",
        "s3://vidu:mat/khau@office/x",
        "s3://vidu:mat-khau/office",
        "file://vidu:mat-khau@host/x",
        "https://vidu:mat-khau@s3.example/office",
    ],
)
def test_a_password_in_the_place_of_the_copy_is_refused_and_not_repeated(
    tmp_path: Path, address: str
) -> None:
    with pytest.raises(ConfigError, match="AWS_ACCESS_KEY_ID") as caught:
        read(tmp_path, f"[evidence]\ncopy = '{address}'")
    assert "mat" not in str(caught.value).removeprefix(str(tmp_path))
    assert "vidu" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "s3://office",
        "s3://office.vidu-1/Chứng cứ/2026",
        "file:///mnt/disk/office",
        "file:///a b/c.d",
    ],
)
def test_the_place_of_the_copy_is_a_bucket_or_a_folder(tmp_path: Path, address: str) -> None:
    assert read(tmp_path, f"[evidence]\ncopy = '{address}/'").evidence.copy == address


def test_a_sentinel_is_an_id_and_words(tmp_path: Path) -> None:
    text = "[source.google_play]\nsentinels = ['google:com.vidu.bank  Ngân hàng Ví Dụ ']"
    found = read(tmp_path, text).of("google_play").sentinels
    assert found == ("google:com.vidu.bank Ngân hàng Ví Dụ",)
    for wrong in ("'google:com.vidu.bank'", "'com.vidu.bank Ví Dụ'", "5"):
        with pytest.raises(ConfigError, match="sentinels"):
            read(tmp_path, f"[source.google_play]\nsentinels = [{wrong}]")


def test_the_key_of_a_log_is_kept_as_it_is_printed(tmp_path: Path) -> None:
    printed = CertificateLog().public_key
    found = read(tmp_path, f'[source.certificates]\npublic_key = "{printed}"')
    assert found.of("certificates").public_key == printed


def test_controls_can_be_more_or_none(tmp_path: Path) -> None:
    found = read(tmp_path, "[controls]\nshare = 0\nmost_open = 5")
    assert found.controls == ControlsConfig(share=0, most_open=5)


def test_robots_are_disobeyed_only_with_a_reason(tmp_path: Path) -> None:
    text = "[source.x]\nobey_robots = false\nrobots_reason = 'public record, decision 1/VD'"
    assert not read(tmp_path, text).of("x").obey_robots


def test_addresses_of_the_network_are_read_with_their_ports(tmp_path: Path) -> None:
    text = "[network]\nresolver = '192.0.2.1:53'\nallow = ['127.0.0.1:8443', '[::1]:8443']"
    text += "\ncarries_block = true\nrdap = 'https://rdap.vidu.example/v1'"
    found = read(tmp_path, text)
    assert found.resolver == (ip_address("192.0.2.1"), 53)
    assert (found.carries_block, found.rdap) == (True, "https://rdap.vidu.example/v1")
    assert found.allow == ((ip_address("127.0.0.1"), 8443), (ip_address("::1"), 8443))


def test_a_file_in_another_encoding_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "rasoat.toml").write_bytes("contact = 'Hà Nội'".encode("utf-16"))
    with pytest.raises(ConfigError, match="is not TOML"):
        load(tmp_path / "rasoat.toml")


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.toml")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_are_settings_or_a_sentence(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "rasoat.toml").write_bytes(body)
    said = str(tmp_path)
    try:
        load(tmp_path / "rasoat.toml")
    except ConfigError as error:
        said = str(error)
    assert said.startswith(str(tmp_path))
