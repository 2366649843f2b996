"""Protected names and hosts with many tenants."""

from __future__ import annotations

import pytest

from matchers.lists import multi_tenant, protected_host, protected_names, protection
from tests.matchers.sights import sighting


@pytest.mark.parametrize("host", ["gov.vn", "sotttt.tinhvidu.gov.vn", "VNEXPRESS.net", "edu.vn."])
def test_names_above_a_host_protect_it(host: str) -> None:
    assert protected_host(host) is not None


@pytest.mark.parametrize("host", ["notgov.vn", "vnexpress.net.vidu.com", "vidu.vn"])
def test_names_that_only_look_alike_are_not_protected(host: str) -> None:
    assert protected_host(host) is None


@pytest.mark.parametrize("host", ["t.me", "vidu.blogspot.com", "sites.google.com", "bit.ly"])
def test_hosts_with_many_tenants_are_known_with_their_reason(host: str) -> None:
    assert multi_tenant(host)


def test_every_protected_group_says_why() -> None:
    assert all(kept.reason and kept.name and kept.hosts for kept in protected_names())


@pytest.mark.parametrize(
    ("subject", "bundle", "protected"),
    [
        ("google:com.mservice.momotransfer", None, True),
        ("google:com.mservice.momotransfer.fake", None, False),
        ("google:vn.gov.vidu", None, True),
        ("aptoide:com.mservice.momotransfer", None, True),
        ("galaxy_store:vn.gov.vidu", None, True),
        ("apkpure:com.vidu.game", "com.VCB", False),
        ("apple:9000000001", "com.VCB", True),
        ("uptodown:vi-du", "com.VCB", True),
        ("apple:9000000001", "com.vidu.game", False),
    ],
)
def test_apps_are_protected_by_their_id(subject: str, bundle: str | None, protected: bool) -> None:
    seen = sighting("Tên", subject=subject, facts={"bundle_id": bundle})
    assert (protection(seen, {}) is not None) is protected


def test_a_website_that_anyone_can_name_protects_nothing() -> None:
    seen = sighting("Nổ hũ", website="https://vietcombank.com.vn", publisher="Vietcombank")
    assert protection(seen, {}) is None


def test_an_app_protected_on_google_play_is_protected_wherever_it_is_uploaded() -> None:
    approved = {"google:com.vidu.game": "đang khiếu nại"}
    for store in ("google", "aptoide", "galaxy_store"):
        assert protection(sighting("Tên", subject=f"{store}:com.vidu.game"), approved) is not None
    page = sighting("Tên", subject="uptodown:vidu-game", facts={"bundle_id": "com.vidu.game"})
    assert protection(page, approved) is not None
    for subject in ("aptoide:com.vidu.khac", "apple:9000000001"):
        assert protection(sighting("Tên", subject=subject), approved) is None


def test_names_that_the_office_approved_protect() -> None:
    seen = sighting("Tên")
    kept = protection(seen, {"apple:9000000001": "đang khiếu nại"})
    assert kept is not None
    assert "đang khiếu nại" in kept.vi
