"""APKPure, by the list of versions that its app asks for (app-stores.md §4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Unpack
from urllib.parse import quote

from scrapy import Request
from scrapy.http import Response

from crawler.records import Marketplace, Presence, Sighting
from spiders.android_store import AndroidStore, Fields, absent
from spiders.base import Seen
from spiders.shapes import as_list, as_mapping, changed, known, need_key, need_text, read_json

SOURCE = "apkpure"
HOST = "https://tapi.pureapk.com/v3"
# Without these two the service does not answer; the second holds the least that is known to do.
_HEADERS = {
    "Ual-Access-Businessid": "projecta",
    "Ual-Access-ProjectA": '{"device_info":{"os_ver":"33"}}',
}
_VERSION_CODE = re.compile(r"\d{1,18}")


class ApkPure(AndroidStore):
    """APKPure: apps by package, with their newest version. It has no storefront of a country."""

    name = SOURCE
    store = Marketplace.APKPURE
    hosts = frozenset({"tapi.pureapk.com"})

    def detail_request(self, package: str, found_by: str | None, priority: int) -> Request:
        """The versions of a package."""
        request = self.ask(
            f"{HOST}/get_app_his_version?package_name={quote(package, safe='')}&hl=vi",
            self.read_detail,
            step="detail",
            priority=priority,
            package=package,
            found_by=found_by,
        )
        return request.replace(headers=_HEADERS)

    def read_detail(
        self, response: Response, package: str, found_by: str | None
    ) -> Iterator[Sighting]:
        """The newest version of one app; without a version nothing is known of it."""
        seen = self.seen(response)
        yield parse_detail(response.body, package=package, found_by=found_by, **seen)


def parse_detail(
    body: bytes, *, package: str, found_by: str | None = None, **seen: Unpack[Seen]
) -> Sighting:
    """The app by its newest version; an empty list says nothing: other devices may see more."""
    answer = as_mapping(read_json(body, SOURCE), SOURCE, "the answer")
    versions = as_list(need_key(answer, "version_list", SOURCE), SOURCE, "version_list")
    if not versions:
        return absent(
            Marketplace.APKPURE,
            package,
            Presence.UNKNOWN,
            found_by=found_by,
            layer="no_versions",
            **seen,
        )
    read = [_version(each, package) for each in versions]
    newest = max(read, key=lambda row: row[0])[1]
    return _sighting(newest, package, found_by, len(read), **seen)


def _version(value: Any, package: str) -> tuple[int, Mapping[str, Any]]:
    row = as_mapping(value, SOURCE, "a version")
    said = need_text(row.get("package_name"), SOURCE, "package_name")
    if said != package:
        raise changed(SOURCE, f"asked for {package}, it tells of {said!r:.80}")
    code = row.get("version_code")
    digits = str(code) if isinstance(code, int) and not isinstance(code, bool) else code
    if not isinstance(digits, str) or not _VERSION_CODE.fullmatch(digits):
        raise changed(SOURCE, f"version_code is {code!r:.40}, not a number")
    return int(digits), row


def _sighting(
    row: Mapping[str, Any],
    package: str,
    found_by: str | None,
    versions: int,
    **seen: Unpack[Seen],
) -> Sighting:
    fields = Fields(row, SOURCE)
    return Sighting(
        subject=f"{Marketplace.APKPURE}:{package}",
        source=SOURCE,
        presence=Presence.PRESENT,
        title=need_text(row.get("title"), SOURCE, "title"),
        publisher=fields.text("developer"),
        version=fields.text("version_name"),
        updated=fields.day("update_date"),
        found_by=found_by,
        facts=known(
            {
                "layer": "lookup",
                "version_code": _version(row, package)[0],
                "versions": versions,
                "whats_new": fields.text("whatsnew"),
            }
        ),
        **seen,
    )
