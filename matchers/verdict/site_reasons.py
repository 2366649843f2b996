"""The reasons of a verdict on a site: which words of which page, and who was shown them."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.records import Finding, Reason
from matchers.reasons import reason
from matchers.signal import benign_names
from matchers.verdict.rules import Rules
from matchers.verdict.site_pages import ReadPage, Role, SiteEvidence
from matchers.verdict.subject import gambling_reason

_CLOAKS = {
    "device": ("loại thiết bị", "device"),
    "referrer": ("nguồn truy cập từ công cụ tìm kiếm", "the search engine that sent the visitor"),
    "language": ("ngôn ngữ", "language"),
    "visit": ("lần truy cập", "first or second visit"),
    "script": ("mã kịch bản", "script"),
}
_FIELDS = {
    Role.INNER: "pages",
    Role.HIDDEN: "hidden",
    Role.CLOAKED: "cloaking",
    Role.LED: "cloaking",
    Role.LANDING: "landing",
}


def shown_to(page: ReadPage) -> Iterator[Reason]:
    """Where a page stands that is not the home page, and from whom it was hidden."""
    if page.cloak is not None:
        vi, en = _CLOAKS[page.cloak]
        quote = page.title or page.url
        yield reason("site_cloaked", field="facts.cloaking", quote=quote, what_vi=vi, what_en=en)
    if page.role is not Role.HOME:
        yield reason("site_page", field=f"facts.{_FIELDS[page.role]}", quote=page.url)


def quotes_of(page: ReadPage, rules: Rules) -> Iterator[Reason]:
    """The heaviest words of gambling on a page, one of each signal first."""
    first: dict[str, Finding] = {}
    telling = [one for one in page.answer.findings if one.signal not in benign_names()]
    for finding in telling:
        first.setdefault(finding.signal, finding)
    for finding in list(dict.fromkeys((*first.values(), *telling)))[: rules.reasons_shown]:
        told = gambling_reason(finding)
        yield _at(told, field_of(page, finding))


def _at(told: Reason, field: str) -> Reason:
    return Reason(rule=told.rule, field=field, quote=told.quote, vi=told.vi, en=told.en)


def field_of(page: ReadPage, finding: Finding) -> str:
    """The field of a sighting in which a finding's words stand."""
    return finding.field if page.role is Role.HOME else place_of(page)


def place_of(page: ReadPage) -> str:
    """The field of a sighting that holds a page."""
    return "url" if page.role is Role.HOME else f"facts.{_FIELDS[page.role]}"


def name_reasons(evidence: SiteEvidence) -> tuple[Reason, ...]:
    """Why the name alone looks like one of gambling."""
    return evidence.name.reasons if evidence.name is not None else ()
