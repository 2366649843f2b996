"""The icons of the world's apps, at the hosts where both stores keep their pictures."""

from __future__ import annotations

import io
import re
from functools import cache

from PIL import Image

from crawler.replica.answers import Reply, Visit, not_found
from crawler.replica.finding import Shelf
from crawler.replica.sites.pictures import photograph, png_reply

APPLE_HOST = "is1-ssl.mzstatic.com"
GOOGLE_HOST = "play-lh.googleusercontent.com"
_APPLE_PATH = re.compile(r"/image/thumb/(\d+)/AppIcon\.png/\d+x\d+bb\.png")
_GOOGLE_PATH = re.compile(r"/(\S+)-icon")


class IconStore:
    """Answers requests for the icons of one store."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def reply(self, visit: Visit) -> Reply:
        """The picture: Google sends it as it is, Apple smaller."""
        google = visit.host == GOOGLE_HOST
        named = (_GOOGLE_PATH if google else _APPLE_PATH).fullmatch(visit.path)
        listing = self._shelf.by_id.get(named[1]) if named else None
        if listing is None:
            return not_found()
        return png_reply(_icon(listing.icon or listing.subject, 256 if google else 128))


@cache
def _icon(key: str, side: int) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(photograph(f"icon {key}"))).resize((side, side)).save(out, "PNG")
    return out.getvalue()
