"""Invented bearers of invented traits."""

from __future__ import annotations

from matchers.operators.clusters import Cluster, clusters_of
from matchers.operators.ties import Bearer, Standing, Ties
from matchers.operators.traits import Bond, Trait
from matchers.verdict.rules import Rules

RULES = Rules()


def site(name: str, *traits: tuple[Bond, str], standing: Standing = Standing.ACCUSED) -> Bearer:
    return Bearer(
        subject=f"domain:{name}.example",
        standing=standing,
        traits=frozenset(Trait(bond, value) for bond, value in traits),
    )


def ties_of(*bearers: Bearer) -> Ties:
    return Ties(bearers, RULES)


def clustered(*bearers: Bearer) -> list[Cluster]:
    return clusters_of(ties_of(*bearers), RULES)


def groups(*bearers: Bearer) -> list[list[str]]:
    """The clusters by the bare names of their members."""
    return [
        sorted(one.removeprefix("domain:").removesuffix(".example") for one in found.members)
        for found in clustered(*bearers)
    ]
