"""Copies of the sites of licensees: the words are theirs, and all that shows an owner is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crawler.records import Reason, Sighting
from matchers.identity import LicensedTexts

_NUMBERED = ("trackers", "chats")


class LicensedSites:
    """The sites that papers in force name, by the words that they show."""

    def __init__(self, sites: Iterable[Sighting]) -> None:
        # Sites print many names and none that counts: here each goes by its own host.
        self._sites = {site.subject: replace(site, publisher=site.subject) for site in sites}
        self._texts = LicensedTexts(self._sites.values())

    def copied_by(self, sighting: Sighting) -> Reason | None:
        """The licensee's site whose words this one repeats, run by somebody else.

        A licensee's second host shares with the first where it is paid, who chats or who counts
        its visitors; one of which nothing of that is known shows nobody's.
        """
        if sighting.subject in self._sites:
            return None
        owned = _owned(sighting)
        if not _accounts(sighting):
            return None

        def same_owner(_: str, original: str) -> bool:
            theirs = _owned(self._sites[original]) if original in self._sites else set()
            return not theirs or bool(owned & theirs)

        return self._texts.copied_by(replace(sighting, publisher=sighting.subject), same_owner)


def _owned(site: Sighting) -> set[tuple[str, str]]:
    """By what an owner shows: numbers of trackers and chats, accounts to pay to."""
    found = {
        (str(one.get("service")), str(one["id"]))
        for name in _NUMBERED
        for one in site.facts.get(name, ())
        if one.get("id")
    }
    return found | {("account", account) for account in _accounts(site)}


def _accounts(site: Sighting) -> set[str]:
    return {str(one["account"]) for one in site.facts.get("payments", ()) if one.get("account")}
