"""Growth is bounded, and what is added and shares nothing joins nobody."""

from __future__ import annotations

import random

import pytest

from matchers.operators.clusters import clusters_of
from matchers.operators.naming import name_of
from matchers.operators.ties import Bearer, Standing
from matchers.operators.traits import STRONG, Bond
from tests.matchers.operators.making import RULES, clustered, groups, site, ties_of


def chain(length: int, *bonds: Bond) -> list[Bearer]:
    """Each shares these with the next one, and nothing with the others."""
    return [
        site(
            f"n{place:02}",
            *((bond, f"vidu {link}") for bond in bonds for link in (place, place + 1)),
        )
        for place in range(length)
    ]


def test_strong_links_go_on_from_one_to_the_next() -> None:
    (found,) = clustered(*chain(30, Bond.CHAT))
    assert len(found.members) == 30
    assert found.cores == (found.members,)


def test_a_chain_of_weak_links_makes_no_giant() -> None:
    sizes = [len(one) for one in groups(*chain(40, Bond.FAVICON, Bond.NAME_SERVER))]
    assert max(sizes) <= 6
    assert len(sizes) > 5


def core(name: str, *weak: tuple[Bond, str]) -> list[Bearer]:
    """Three that share a chat; each of the weak things is one member's alone."""
    return [
        site(f"{name}{place}", (Bond.CHAT, f"tawk {name}"), *weak[place : place + 1])
        for place in range(3)
    ]


def test_two_cores_are_one_where_two_sides_tie_them() -> None:
    icon, servers = (Bond.FAVICON, "-77"), (Bond.NAME_SERVER, "dns-vidu.net")
    assert len(groups(*core("a", icon, servers), *core("b", icon, servers))) == 1
    assert len(groups(*core("a", icon), *core("b", icon))) == 2
    text = (Bond.TEXT, "nổ hũ")
    assert len(groups(*core("a", icon, text), *core("b", icon, text))) == 2


def test_a_chain_of_cores_that_weak_links_tie_makes_no_giant() -> None:
    cores = []
    for place in range(20):
        weak = (Bond.FAVICON, Bond.NAME_SERVER)
        links = [(bond, f"vidu {link}") for link in (place, place + 1) for bond in weak]
        cores += [
            site(f"n{place:02}{one}", (Bond.CHAT, f"tawk {place}"), *links) for one in range(2)
        ]
    found = groups(*cores)
    assert max(map(len, found)) <= 12


def test_weak_links_let_in_who_stands_apart_and_bring_no_others_along() -> None:
    def weak(link: int) -> tuple[tuple[Bond, str], ...]:
        return (Bond.FAVICON, f"icon {link}"), (Bond.NAME_SERVER, f"dns {link}")

    strong = [site(f"n{n}", (Bond.CHAT, "tawk 1"), *(weak(0) if n == 0 else ())) for n in range(4)]
    steps = [site(f"s{n}", *weak(n), *weak(n + 1)) for n in range(6)]
    names = ["n0", "n1", "n2", "n3"]
    assert groups(*strong, *steps[:2]) == [[*names, "s0", "s1"]]
    assert groups(*strong, *steps)[0] == [*names, "s0"]


def test_who_is_near_by_weak_links_alone_is_no_part_of_the_core() -> None:
    weak = ((Bond.FAVICON, "-77"), (Bond.NAME_SERVER, "dns-vidu.net"))
    strong = [site("a", (Bond.CHAT, "tawk a"), *weak), site("b", (Bond.CHAT, "tawk a"))]
    (found,) = clustered(*strong, site("c", *weak))
    assert "domain:c.example" in found.members
    assert not any("domain:c.example" in core for core in found.cores)


_VALUES = 12


def _made(rng: random.Random, count: int) -> list[Bearer]:
    """Sites that share by chance some of what few and some of what many bear."""
    return [
        site(
            f"s{place:03}",
            *((rng.choice(list(Bond)), f"vidu {rng.randrange(_VALUES)}") for _ in range(3)),
            standing=rng.choice(list(Standing)),
        )
        for place in range(count)
    ]


def _unrelated(rng: random.Random, count: int) -> list[Bearer]:
    """Sites that share with the others only what ties nobody alone: one weak thing each."""
    return [
        site(
            f"x{place:03}",
            (rng.choice(sorted(set(Bond) - STRONG)), f"vidu {rng.randrange(_VALUES)}"),
            (Bond.TRACKER, f"own {place}"),
            standing=rng.choice(list(Standing)),
        )
        for place in range(count)
    ]


@pytest.mark.parametrize("seed", range(40))
def test_sites_that_are_added_and_unrelated_never_join_two_clusters(seed: int) -> None:
    rng = random.Random(seed)
    before, added = _made(rng, 30), _unrelated(rng, 30)
    known = {bearer.subject for bearer in before}
    first = [one.members for one in clusters_of(ties_of(*before), RULES)]
    for cluster in clusters_of(ties_of(*before, *added), RULES):
        behind = [members for members in first if cluster.members & members]
        assert len(behind) <= 1
        assert cluster.members <= known


def test_the_order_of_what_was_seen_changes_nothing() -> None:
    rng = random.Random(7)
    bearers = _made(rng, 40)
    found = clustered(*bearers)
    rng.shuffle(bearers)
    assert clustered(*bearers) == found


@pytest.mark.parametrize(
    ("subjects", "name"),
    [
        (["domain:nohu-zalvin88.com", "domain:zalvin79.vip", "domain:zalvinclub.net"], "zalvin"),
        (["domain:zalvin.com", "domain:khac.vip"], "zalvin"),
        (["domain:k8.com", "domain:j9.vip"], "k8"),
        (["google:com.vidu.nohu"], "com.vidu.nohu"),
    ],
)
def test_an_operator_is_called_by_what_most_of_its_names_share(
    subjects: list[str], name: str
) -> None:
    assert name_of(subjects) == name
