"""``rasoat.toml`` as one frozen value; an unknown key is an error that names the nearest one."""

from __future__ import annotations

import base64
import difflib
import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler import facebook_config
from crawler.errors import ConfigError
from crawler.facebook_config import FacebookConfig, read_facebook
from crawler.text import nfc

_NETWORK = (
    *("vantage", "ca_file", "resolver", "control_resolver", "carries_block", "rdap", "allow"),
)
_TABLES = (
    *("sources", "terms", "contact", "network", "evidence", "controls", "recheck"),
    *("facebook", "source"),
)
Endpoint = tuple[IPv4Address | IPv6Address, int]
_NAME = r"/(?!\.{1,2}(?:/|$))[\w. -]+"
# Plain names only: file systems take ? # * and :: apart.
_COPY = re.compile(rf"(s3://[a-z0-9][a-z0-9.-]+({_NAME})*|file://({_NAME})+)/?")
_SENTINEL = re.compile(r"[a-z_]+:\S+ .+")
DEFAULT_SOURCES = ("apple_app_store", "google_play")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceConfig:
    """How one source is crawled."""

    requests_per_minute: float
    obey_robots: bool = True
    robots_reason: str = ""
    most_subjects: int = 5000  # listings opened in detail, or entries of a log read, in one crawl
    url: str = ""  # where a source is asked whose address is not public knowledge
    public_key: str = ""  # of a certificate log: base64 of its DER form
    closely: bool = False  # reviews, permissions and what else the store tells of each app
    suggestions: int = 3  # of Google Play to each term, that are searched for too
    # Apps that each sweep must find: "google:com.vidu.bank Ngân hàng Ví Dụ", the id and the words
    # that must find it.
    sentinels: tuple[str, ...] = ()
    canaries: tuple[str, ...] = ()  # that a re-check must find; empty: licensed ones seen lately


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckConfig:
    """When a subject of a request is looked at again, in days."""

    after_days: int = 1
    relapse_days: tuple[int, ...] = (7, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlsConfig:
    """How many subjects that became no case a person looks at all the same."""

    share: float = 0.02
    most_open: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceConfig:
    """Who stamps evidence, with the file by which that is checked, and where its copy lies."""

    time_stamps: str = ""
    authority_ca: str = ""
    copy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """All settings of a workspace."""

    sources: tuple[str, ...] = DEFAULT_SOURCES
    terms: tuple[str, ...] = ()
    contact: str = ""
    ca_file: str = ""
    controls: ControlsConfig = field(default_factory=ControlsConfig)
    evidence: EvidenceConfig = field(default_factory=EvidenceConfig)
    recheck: RecheckConfig = field(default_factory=RecheckConfig)
    facebook: FacebookConfig = field(default_factory=FacebookConfig)
    vantage: str = ""  # where this office reaches the web from, in words
    resolver: Endpoint | None = None
    control_resolver: Endpoint | None = None  # that carries no block; None: nothing proves "gone"
    carries_block: bool = False  # what is blocked is not found from here: never "gone"
    rdap: str = ""
    allow: tuple[Endpoint, ...] = ()
    source: Mapping[str, SourceConfig] = field(default_factory=dict)

    def of(self, source: str) -> SourceConfig:
        """The settings of one source; what the file does not name keeps its default."""
        return self.source.get(source, SourceConfig(requests_per_minute=15))


def load(path: Path) -> Config:
    """Reads the file; ``ConfigError`` names the key and the next step."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}. Check its rights.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not TOML: {error}. Correct that line.") from error
    _known(table, _TABLES, path)
    network = _table(table, "network", path)
    _known(network, _NETWORK, path)
    facebook = _table(table, "facebook", path)
    _known(facebook, facebook_config.KEYS, path)
    per_source = _table(table, "source", path)
    resolver, control = (_server(key, network, path) for key in ("resolver", "control_resolver"))
    if resolver is not None and resolver == control:
        raise ConfigError(
            f"{path}: network.control_resolver is network.resolver: one server that carries a "
            "block would prove by itself that a site is gone. Name one outside the network that "
            "blocks, or none."
        )
    return Config(
        sources=_texts(table, "sources", DEFAULT_SOURCES, path),
        terms=_texts(table, "terms", (), path),
        contact=_text(table, "contact", path),
        ca_file=_text(network, "ca_file", path),
        controls=_controls(_table(table, "controls", path), path),
        evidence=_evidence(_table(table, "evidence", path), path),
        recheck=_recheck(_table(table, "recheck", path), path),
        facebook=read_facebook(facebook, path),
        vantage=" ".join(_text(network, "vantage", path).split()),
        resolver=resolver,
        control_resolver=control,
        carries_block=_truth(network, "carries_block", path),
        rdap=_https(network, "rdap", path),
        allow=tuple(_endpoint("allow", text, path) for text in _texts(network, "allow", (), path)),
        source={name: _source(name, per_source[name], path) for name in per_source},
    )


def _controls(table: Mapping[str, Any], path: Path) -> ControlsConfig:
    _known(table, tuple(item.name for item in fields(ControlsConfig)), path)
    share = table.get("share", 0.02)
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise ConfigError(f"{path}: controls.share is {share!r}. Write a share from 0 to 1.")
    most = _count(table, "most_open", 20, 0, f"{path}: controls.")
    return ControlsConfig(share=float(share), most_open=most)


def _evidence(table: Mapping[str, Any], path: Path) -> EvidenceConfig:
    _known(table, tuple(item.name for item in fields(EvidenceConfig)), path)
    url, roots = _text(table, "time_stamps", path), _text(table, "authority_ca", path)
    if url and not (url.startswith(("https://", "http://")) and urlsplit(url).hostname):
        raise ConfigError(
            f"{path}: evidence.time_stamps is {url!r}. Write an address with http(s)."
        )
    if url and not roots:
        raise ConfigError(
            f"{path}: evidence.time_stamps is set without evidence.authority_ca. A stamp "
            "that nobody can check proves nothing: name the root certificate of the authority."
        )
    return EvidenceConfig(time_stamps=url, authority_ca=roots, copy=_copy(table, path))


def _recheck(table: Mapping[str, Any], path: Path) -> RecheckConfig:
    _known(table, tuple(item.name for item in fields(RecheckConfig)), path)
    after, relapse = table.get("after_days", 1), table.get("relapse_days", [7, 30])
    if not _is_days(after):
        raise ConfigError(f"{path}: recheck.after_days is {after!r}. Write a number of days ≥ 1.")
    if not isinstance(relapse, list) or not all(map(_is_days, relapse)):
        raise ConfigError(
            f"{path}: recheck.relapse_days is {relapse!r}. Write a list of days: [7, 30]"
        )
    return RecheckConfig(after_days=after, relapse_days=tuple(sorted(relapse)))


def _is_days(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 3650


def _copy(table: Mapping[str, Any], path: Path) -> str:
    address = _text(table, "copy", path)
    # What was written is not repeated: it may hold a password.
    if "@" in address or address.count(":") > 1:
        raise ConfigError(
            f"{path}: evidence.copy holds @ or a second colon, as a password would bring. "
            "Write the bare address: keys come from the environment, AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY."
        )
    if address and not _COPY.fullmatch(address):
        raise ConfigError(
            f'{path}: evidence.copy is no address. Write "s3://bucket/prefix" or '
            '"file:///folder" with plain names.'
        )
    return address.rstrip("/")


def _source(name: str, table: object, path: Path) -> SourceConfig:
    if not isinstance(table, Mapping):
        raise ConfigError(f"{path}: [source.{name}] is not a table. Write its keys below it.")
    _known(table, tuple(item.name for item in fields(SourceConfig)), path)
    per_minute = table.get("requests_per_minute", 15)
    if (
        isinstance(per_minute, bool)
        or not isinstance(per_minute, int | float)
        or not 0 < per_minute < math.inf
    ):
        raise ConfigError(
            f"{path}: source.{name}.requests_per_minute is {per_minute!r}. Write a number above 0."
        )
    reason = _text(table, "robots_reason", path)
    if table.get("obey_robots", True) is not True and not reason:
        raise ConfigError(
            f"{path}: source.{name}.obey_robots is off without a reason. "
            "State it in robots_reason, or obey."
        )
    closely = table.get("closely", False)
    if not isinstance(closely, bool):
        raise ConfigError(f"{path}: source.{name}.closely is {closely!r}. Write true or false.")
    url = _https(table, "url", path, f"source.{name}.")
    return SourceConfig(
        requests_per_minute=float(per_minute),
        obey_robots=table.get("obey_robots", True) is True,
        robots_reason=reason,
        most_subjects=_count(table, "most_subjects", 5000, 1, f"{path}: source.{name}."),
        url=url,
        public_key=_public_key(name, table, path),
        closely=closely,
        suggestions=_count(table, "suggestions", 3, 0, f"{path}: source.{name}."),
        sentinels=_sentinels(name, table, path),
        canaries=_texts(table, "canaries", (), path),
    )


def _count(table: Mapping[str, Any], key: str, default: int, least: int, where: str) -> int:
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ConfigError(f"{where}{key} is {value!r}. Write a number ≥ {least}.")
    return value


def _sentinels(name: str, table: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    tidy = tuple(" ".join(nfc(each).split()) for each in _texts(table, "sentinels", (), path))
    for sentinel in tidy:
        if not _SENTINEL.fullmatch(sentinel):
            raise ConfigError(
                f"{path}: source.{name}.sentinels has {sentinel!r}. Write the id of an app and the "
                'words that find it: "google:com.vidu.bank Ngân hàng Ví Dụ".'
            )
    return tidy


def _public_key(name: str, table: Mapping[str, Any], path: Path) -> str:
    key = _text(table, "public_key", path)
    if not key:
        return ""
    # It takes longer to import than the rest of what every command needs.
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        loaded = load_der_public_key(base64.b64decode(key, validate=True))
        if not isinstance(loaded, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
            raise ValueError(key)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ConfigError(
            f"{path}: source.{name}.public_key is no key that a log signs with (ECDSA or RSA). "
            "Copy it as lists of certificate logs print it: base64 of its DER form."
        ) from error
    return key


def endpoint_of(text: str) -> Endpoint:
    """Address and port of a text like ``192.0.2.1:53``; ``ValueError`` for anything else."""
    host, _, port = text.rpartition(":")
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    address = ip_address(bare)
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65_536):
        raise ValueError(port)
    if (address.version == 6) is not (bare != host):
        raise ValueError(host)
    return address, int(port)


def _server(key: str, table: Mapping[str, Any], path: Path) -> Endpoint | None:
    text = _text(table, key, path)
    return _endpoint(key, text, path) if text else None


def _endpoint(key: str, text: str, path: Path) -> Endpoint:
    try:
        return endpoint_of(text)
    except ValueError as error:
        raise ConfigError(
            f'{path}: network.{key} has {text!r}. Write address:port, for example "192.0.2.1:53" '
            'or "[2001:db8::1]:53".'
        ) from error


def _known(table: Mapping[str, Any], names: tuple[str, ...], path: Path) -> None:
    for name in table:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.0)
            raise ConfigError(f"{path}: unknown key {name!r}. Did you mean {near[0]!r}?")


def _table(table: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
    value = table.get(name, {})
    if not isinstance(value, Mapping):
        raise ConfigError(f"{path}: {name} is not a table. Write it as [{name}].")
    return value


def _text(table: Mapping[str, Any], name: str, path: Path) -> str:
    value = table.get(name, "")
    if not isinstance(value, str):
        raise ConfigError(f"{path}: {name} is {value!r}. Write a text in quotes.")
    return value


def _https(table: Mapping[str, Any], name: str, path: Path, room: str = "network.") -> str:
    url = _text(table, name, path)
    if url and not (url.startswith("https://") and urlsplit(url).hostname):
        raise ConfigError(f"{path}: {room}{name} is {url!r}. Write an https:// address.")
    return url


def _truth(table: Mapping[str, Any], name: str, path: Path) -> bool:
    value = table.get(name, False)
    if not isinstance(value, bool):
        raise ConfigError(f"{path}: network.{name} is {value!r}. Write true or false.")
    return value


def _texts(
    table: Mapping[str, Any], name: str, default: tuple[str, ...], path: Path
) -> tuple[str, ...]:
    value = table.get(name, list(default))
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"{path}: {name} is {value!r}. Write a list of texts.")
    return tuple(value)
