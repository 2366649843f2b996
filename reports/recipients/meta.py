"""The list for Meta: page and advert by number, the name they had, where they lead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from crawler.clock import HANOI
from crawler.records import AskedApp, Sighting
from reports.recipients.recipient import WHY_AND_PROOF, Column, RecipientList, store_id, storefront

_ADVERTS_AT_MOST = 50  # of one page; the rest is counted


def _is_page(app: AskedApp) -> bool:
    return app.sighting.subject.startswith("fbpage:")


def _page(app: AskedApp) -> str | None:
    """The number of the page; while only its name is known, the name as it stands in addresses."""
    return store_id(app) if _is_page(app) else app.sighting.publisher_id


def _name(app: AskedApp) -> str | None:
    """The name with the day on which it was seen: pages are renamed."""
    name = app.sighting.title if _is_page(app) else app.sighting.publisher
    return None if name is None else f"{name} ({_day(app.last_seen.astimezone(HANOI).date())})"


def _address(app: AskedApp) -> str:
    """The address by number, and the one as it was seen: that may be another's one day.

    A person's is not printed, though it was kept once.
    """
    facts = {} if app.sighting.facts.get("person") else app.sighting.facts
    vanity = facts.get("vanity")
    seen = facts.get("address_seen") or (f"https://www.facebook.com/{vanity}" if vanity else None)
    return "\n".join(dict.fromkeys(one for one in (app.sighting.url, seen) if one))


def _former(app: AskedApp) -> str:
    names = app.sighting.facts.get("former_names", ())
    return "\n".join(name for name in names if isinstance(name, str))


def _adverts(app: AskedApp) -> str:
    adverts = app.adverts if _is_page(app) else (app.sighting,)
    lines = [_advert(advert) for advert in adverts[:_ADVERTS_AT_MOST]]
    more = len(adverts) - len(lines)
    return "\n".join([*lines, *((f"… +{more}",) if more else ())])


def _advert(advert: Sighting) -> str:
    """One advert by its number in the Ad Library, and between which days it was shown."""
    number = advert.subject.partition(":")[2]
    last = advert.facts.get("last_shown")
    days = [advert.released, date.fromisoformat(last) if isinstance(last, str) else None]
    if advert.facts.get("active") is True:
        # Adverts that run have an end, too (facebook.md §4.4): it is older than the look itself.
        seen = _day(advert.seen_at.astimezone(HANOI).date())
        began = f"{_day(advert.released)} – " if advert.released else ""
        return f"{number} ({began}đang chạy ngày {seen} / running on {seen})"
    shown = " – ".join(_day(day) if day else "?" for day in days)
    return f"{number} ({shown})" if any(days) else number


def _landing(app: AskedApp) -> str:
    return "\n".join(dict.fromkeys(_hosts(app)))


def _hosts(app: AskedApp) -> Iterator[str]:
    for seen in (app.sighting, *app.adverts):
        for link in seen.outlinks:
            if host := urlsplit(link).hostname:
                yield host


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


RECIPIENT = RecipientList(
    name="meta",
    columns=(
        Column("Mã trang / Page id", _page),
        Column("Đường dẫn / URL", _address),
        Column("Tên khi ghi nhận / Name at the time", _name),
        Column("Tên trước đây / Former names", _former),
        Column("Mã quảng cáo (ngày chạy) / Ad Library ids (days shown)", _adverts),
        Column("Tên miền đích / Landing domains", _landing),
        Column("Phạm vi quốc gia / Country scope", storefront),
        *WHY_AND_PROOF,
    ),
)
