"""What a site does and whom it leads to: the signs that must say the same as its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlsplit

from crawler.records import Finding, Reason, Sighting, Weight
from matchers.addresses import host_of
from matchers.reasons import reason
from matchers.signal import benign_names
from matchers.verdict.site_pages import ReadPage, SiteEvidence, parked_in

MANY = 2  # links to names of gambling; one may be an advert
# Who writes of others: rankings, reviews, ways in. Folded.
_PROMOTES = re.compile(
    r"\b(?:top ?\d+ (?:nha cai|cong game|trang|app|web|game)|(?:danh gia|review|so sanh|xep hang"
    r"|tong hop|gioi thieu|danh sach) (?:chi tiet |cac |nhung |ve )*(?:nha cai|cong game|trang ca"
    r"|game bai|san choi|trang cuoc)|nha cai (?:uy tin|tot|hang dau|duoc)[^.\n]{0,20}"
    r"(?:nhat|viet nam)|link vao (?:cac )?nha cai|kinh nghiem (?:choi|soi|ca)|meo (?:choi|soi))\b"
)
# Signals of gambling and of nothing else: wallets pay out too, and shops sell cards.
_GAMBLING_ALONE = frozenset(
    {
        *("bookmaker", "casino_games", "brand", "stakes", "lottery_numbers"),
        *("animal_sport_betting", "licence_with_cash_out"),
    }
)
_NEWS = 4  # words of news and law; menus and titles of games hold up to three
_REPORTS = frozenset({"news", "law", "warning", "study"})
# By which parameters an address says who sent its visitor, and is paid for that.
_REFERS = frozenset({"ref", "refer", "referral", "aff", "affid", "affiliate", "agent", "invite"})
_OPERATES = {
    "payments": ("nhận tiền", "money"),
    "fields": ("tài khoản người chơi", "players' accounts"),
    "chats": ("trực tuyến", "live chat"),
    "installs": ("ứng dụng để cài", "an app to install"),
}


def promotes(evidence: SiteEvidence, home: ReadPage) -> Reason | None:
    """Why the page speaks of others' gambling and takes no customers itself; None: it does."""
    if any(operates(evidence)):
        return None
    words = _PROMOTES.search(home.words)
    linked = _advertised(evidence, home)
    if words is None and not linked:
        return None
    quote = words[0] if words else ", ".join(linked[:3])
    return reason("site_promotes", field="text" if words else "outlinks", quote=quote)


def _advertised(evidence: SiteEvidence, home: ReadPage) -> tuple[str, ...]:
    """Whom a page advertises: names of gambling; else where it sends visitors under its own code,
    or leads while it names bookmakers. Shops link to platforms only.
    """
    names_brands = any(one.signal == "brand" and is_proving(one) for one in home.answer.findings)
    found = (evidence.linked, _referred(evidence), evidence.others if names_brands else ())
    return next((hosts for hosts in found if len(hosts) >= MANY), ())


def _referred(evidence: SiteEvidence) -> tuple[str, ...]:
    """The hosts of other owners to which it leads by an address that says who sent the visitor."""
    codes = (url for url in evidence.sighting.outlinks if _REFERS & _parameters(url))
    hosts = dict.fromkeys(filter(None, map(host_of, codes)))
    return tuple(host for host in hosts if host in evidence.others)


def _parameters(url: str) -> set[str]:
    return {name.lower() for name, _ in parse_qsl(urlsplit(url).query)}


def operates(evidence: SiteEvidence) -> Iterator[Reason]:
    """What the site does itself: takes money, keeps accounts, answers, gives files to install."""
    for name, quote in _doings(evidence.sighting.facts).items():
        vi, en = _OPERATES[name]
        yield reason("site_operates", field=f"facts.{name}", quote=quote, what_vi=vi, what_en=en)


def _doings(facts: Mapping[str, object]) -> dict[str, str]:
    found: dict[str, str] = {}
    rows = {name: facts.get(name) for name in _OPERATES}
    for name, row in rows.items():
        if not isinstance(row, list) or not row:
            continue
        first = next((one for one in row if name != "fields" or "password" in str(one)), None)
        if first is not None:
            shown = first.get("quote") or first.get("id") if isinstance(first, dict) else first
            found[name] = str(shown)[:200]
    return found


def tells_news(page: ReadPage) -> bool:
    """Whether a page speaks throughout in the words of news and of law.

    Newspapers and magazines, too, name games without a licence, and keep accounts of readers.
    """
    told = (one for one in page.answer.findings if one.signal in _REPORTS - {"study"})
    return len({one.term for one in told}) >= _NEWS


def names_account(evidence: SiteEvidence) -> bool:
    """Whether the site names an account that one pays to."""
    payments = evidence.sighting.facts.get("payments")
    return any(one.get("account") for one in payments or ())


def serves_players(evidence: SiteEvidence) -> bool:
    """Whether the site takes money or keeps accounts; a chat alone every shop has.

    What planted pages ask for stands among its facts: beside them only its home page speaks.
    """
    if any(page.is_planted for page in evidence.pages):
        return evidence.home is not None and evidence.home.takes_players
    return _serves(evidence.sighting.facts)


def is_parked(seen: Sighting) -> str | None:
    """The words by which a site says that its name is for sale or has run out; None: it is run."""
    return None if _serves(seen.facts) else parked_in(seen.title or "", seen.text or "")


def _serves(facts: Mapping[str, object]) -> bool:
    return bool(_doings(facts).keys() & {"fields", "installs", "payments"})


def speaks_of_gambling_alone(*pages: ReadPage) -> bool:
    """Whether two kinds of words prove that are those of gambling and of no other trade.

    So do games of chance together with a sure offer to pay their winnings out.
    """
    findings = [one for page in pages for one in page.answer.findings]
    # A word without its marks is weighed one class less: whole pages are written so.
    telling = (one for one in findings if is_proving(one) or _is_folded(one))
    signals = {one.signal for one in telling} & _GAMBLING_ALONE
    cashed = any(one.signal == "cash_out" and one.weight is Weight.DECISIVE for one in findings)
    return len(signals) > 1 or (cashed and "casino_games" in signals)


def proves_gambling(page: ReadPage) -> bool:
    """Whether some of its proving words are of gambling and of no other trade."""
    proving = filter(is_proving, page.answer.findings)
    return any(one.signal in _GAMBLING_ALONE for one in proving)


def _is_folded(finding: Finding) -> bool:
    return finding.folded and finding.weight is Weight.WEAK


def reports(page: ReadPage) -> bool:
    """Whether a page speaks in the words of news, law or warnings."""
    return any(
        one.signal in _REPORTS and one.weight is not Weight.AMBIGUOUS
        for one in page.answer.findings
    )


def is_proving(finding: Finding) -> bool:
    """Whether a finding weighs more than a hint."""
    return finding.signal not in benign_names() and finding.weight in (
        Weight.DECISIVE,
        Weight.STRONG,
    )
