"""The planted family: one operator in several accounts, and strangers who share common things."""

from __future__ import annotations

from collections import Counter

import pytest

from crawler.replica.model import Shop, StoreListing
from crawler.replica.world import build_world

SEEDS = (1, 3, 7, 2026)


def parted(seed: int) -> tuple[list[StoreListing], list[StoreListing]]:
    """The family's listings, and the strangers that came with it."""
    plain, world = build_world(seed, apps=20), build_world(seed, apps=20, family=True)
    assert world.listings[: len(plain.listings)] == plain.listings
    added = world.listings[len(plain.listings) :]
    family = [each for each in added if world.answers[each.subject].operator]
    return family, [each for each in added if each not in family]


@pytest.mark.parametrize("seed", SEEDS)
def test_one_operator_has_twelve_apps_in_five_accounts_of_two_stores(seed: int) -> None:
    family, _ = parted(seed)
    accounts = Counter((each.shop, each.developer_id, each.developer) for each in family)
    assert sorted(accounts.values()) == [1, 1, 3, 3, 4]
    assert {shop for shop, _, _ in accounts} == set(Shop)
    assert len({name for _, _, name in accounts}) == 5
    assert all(each.chart is None for each in family)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_of_them_share_the_words_or_the_icon_and_nothing_else(seed: int) -> None:
    family, _ = parted(seed)
    *others, words, icon = family
    for lone in (words, icon):
        for other in others:
            assert lone.website != other.website
            assert lone.email != other.email
            assert lone.bundle.split(".")[1] != other.bundle.split(".")[1]
            assert lone.developer.split()[0] not in other.developer
    assert words.description.partition(":")[2] == others[0].description.partition(":")[2]
    assert icon.description.partition(":")[2] != others[0].description.partition(":")[2]
    assert (words.icon, icon.icon) == (None, others[0].icon)


@pytest.mark.parametrize("seed", SEEDS)
def test_strangers_share_only_what_everybody_shares(seed: int) -> None:
    family, strangers = parted(seed)
    assert len({each.developer for each in strangers}) == 44
    providers = {(each.email or "").partition("@")[2] for each in strangers}
    assert providers == {"hopthu-vidu.com"}
    assert any(each.email and each.email.endswith("@hopthu-vidu.com") for each in family)
    mailboxes = {each.email for each in family}
    sites = {each.website for each in family}
    for each in strangers:
        assert each.email not in mailboxes
        assert each.website not in sites
    assert {each.icon for each in strangers[-40:]} == {"template"}
    prefixes = Counter(each.bundle.rpartition(".")[0] for each in strangers)
    assert prefixes.most_common(1)[0][1] > 10
