"""Papers by number, link and host; other names; groups; declared accounts."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.records import Claim, DeclaredAccount, LicenceKind, PublisherAlias
from matchers.claims import claims_in
from matchers.licensees import Licensees, firm_key, shipped_aliases, shipped_families
from tests.matchers.papers import FIRM, NUMBER, OTHER, paper

ALIAS = PublisherAlias(account="Vidu Play", publisher=FIRM, source="case 1", day=date(2026, 11, 1))
UNVERIFIED = PublisherAlias(
    account="Vidu Play", publisher=OTHER, source="lời kể", day=date(2026, 11, 1), verified=False
)


def entries_of(licensees: Licensees, text: str) -> list[str]:
    (claim,) = claims_in(text)
    return [found.entry for found in licensees.papers_of_claim(claim)]


def test_one_number_stands_for_the_papers_of_several_years() -> None:
    papers = [paper("1"), paper("2", number="126 /QĐ-PTTH&TTĐT"), paper("3", number="7/QĐ-BTTTT")]
    assert entries_of(Licensees(papers), f"số {NUMBER}") == ["1", "2"]


def test_a_portal_link_means_a_g1_decision_only() -> None:
    licence = paper("7001", kind=LicenceKind.G1_SERVICE_LICENCE, title="")
    licensees = Licensees([paper("7001"), licence, paper("7002", kind=LicenceKind.G2_CONFIRMATION)])
    assert licensees.papers_of_claim(Claim(quote="x", link="7001")) == (paper("7001"),)
    assert licensees.papers_of_claim(Claim(quote="x", link="7002")) == ()


def test_a_host_is_looked_up_exactly() -> None:
    licensees = Licensees([paper(domains="https://http:dao.vidu.vn và https://www.daorong.vn.")])
    assert len(licensees.papers_of_host("dao.vidu.vn")) == 1
    assert len(licensees.papers_of_host("daorong.vn")) == 1
    assert licensees.papers_of_host("vidu.vn") == licensees.papers_of_host("x.daorong.vn") == ()


def test_papers_are_named_by_id_or_number() -> None:
    licensees = Licensees([paper("7001"), paper("7002", number="9/GXN-PTTH&TTĐT")])
    assert [found.entry for found in licensees.papers_named("7001")] == ["7001"]
    assert [found.entry for found in licensees.papers_named("9 /GXN-PTHH&TTĐT")] == ["7002"]
    assert licensees.papers_named("không có") == ()


def test_a_legal_name_in_any_spelling_is_one_firm() -> None:
    assert firm_key("CÔNG TY TNHH VÍ DỤ XANH 0900000000 -") == firm_key(FIRM)
    assert firm_key("Game Studio Việt Nam") == ""
    assert Licensees([paper()]).games_of("Vi Du Xanh Co., Ltd") == (paper(),)
    assert Licensees([paper()]).is_firm(FIRM)


def test_verified_aliases_come_first_and_withdrawn_ones_not_at_all() -> None:
    licensees = Licensees([paper()], [UNVERIFIED, ALIAS])
    assert licensees.aliases_of("VIDU PLAY JSC") == (ALIAS, UNVERIFIED)
    assert licensees.aliases_of("Vidu Plays Vui") == ()
    assert licensees.aliases_of("") == ()


def test_a_group_links_its_members_and_not_a_firm_with_itself() -> None:
    family = shipped_families()[0]
    licensees = Licensees([])
    found = licensees.family(family.members[0], family.members[1])
    assert found is not None
    assert found.name == family.name
    assert licensees.family(family.members[0], family.members[0]) is None
    assert licensees.family(family.members[0], FIRM) is None
    assert licensees.family("Games", family.members[0]) is None


def test_declared_accounts_are_found_by_any_of_their_ids() -> None:
    one = DeclaredAccount(account="apple:1", publisher=FIRM, day=date(2026, 1, 2), letter="12/VDX")
    licensees = Licensees([], declared=[one])
    assert licensees.declared(["google:x", "apple:1", "apple:1"]) == (one,)
    assert licensees.has_declared


def test_the_digest_changes_with_what_is_known() -> None:
    one = DeclaredAccount(account="apple:1", publisher=FIRM, day=date(2026, 1, 2), letter="12/VDX")
    digests = {
        Licensees([]).digest,
        Licensees([], [ALIAS]).digest,
        Licensees([], declared=[one]).digest,
    }
    assert len(digests) == 3
    assert Licensees([paper()]).digest == Licensees([]).digest


@pytest.mark.parametrize("alias", shipped_aliases(), ids=lambda alias: alias.account)
def test_each_shipped_alias_has_a_source_and_names_somebody(alias: PublisherAlias) -> None:
    assert alias.source
    assert firm_key(alias.account)
    assert firm_key(alias.publisher)
    assert alias.verified is (alias.source != "general knowledge")
