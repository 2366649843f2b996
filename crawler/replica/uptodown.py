"""Uptodown of the world: the page of one app, on a host of its own."""

from __future__ import annotations

from html import escape

from crawler.replica.answers import Reply, Visit, html_reply, not_found
from crawler.replica.model import StoreListing


class UptodownPage:
    """Answers requests for the host of one app."""

    def __init__(self, listing: StoreListing) -> None:
        self._listing = listing

    def reply(self, visit: Visit) -> Reply:
        """The answer to one request."""
        if visit.path != "/android":
            return not_found()
        listing = self._listing
        return html_reply(
            f'<!doctype html><html lang="en"><head><title>{escape(listing.title)}</title></head>'
            f'<body><h1 id="detail-app-name" data-file-id="{len(listing.title)}">'
            f'{escape(listing.title)}</h1><div class="version">{escape(listing.version)}</div>'
            f'<a id="author-link">{escape(listing.developer)}</a>'
            '<section id="technical-information"><table><tr><th>Package Name</th><td></td>'
            f"<td>{escape(listing.store_id)}</td></tr></table></section></body></html>"
        )


def page_name(listing: StoreListing) -> str:
    """What the page of an app is called."""
    return listing.store_id.replace(".", "-").replace("_", "-").lower()


def host(listing: StoreListing) -> str:
    """The host of an app."""
    return f"{page_name(listing)}.en.uptodown.com"
