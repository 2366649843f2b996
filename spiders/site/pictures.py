"""What pictures tell: the hash of a site's icon, QR codes, the look of a screenshot."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator, Sequence

import imagehash
import mmh3
import zxingcpp
from PIL import Image, UnidentifiedImageError

from crawler.text import fold_marks
from spiders.site.page import SitePage
from spiders.site.payments import payments_in

# A few KB unpack to any number of pixels; what a browser shows at once has one million.
_MOST_PIXELS = 4_000_000
_MOST_CODES = 20
_DATA_LIMIT = 3_000_000  # letters of a picture that stands in the page itself

_CODE = re.compile(
    r"qr|\bma (?:chuyen|nap|thanh toan|quet|vach)|quet ma|scan|chuyen khoan|thanh toan|payment"
)


def code_pictures(pages: Sequence[SitePage], most: int) -> Iterator[str]:
    """Pictures that may hold a code to pay by, each once, those that say so first: at most ``most``
    that stand in the page itself, then as many to be asked for, by their words, or beside accounts
    to pay to and forms that ask for a password.
    """
    inline: dict[str, bool] = {}
    fetched: dict[str, bool] = {}
    for page in pages:
        pays = any(payment.account for payment in payments_in(page.text))
        pays = pays or any("password" in field for field in page.fields)
        for picture in page.pictures:
            within = picture.url.startswith("data:")
            said = picture.words if within else f"{picture.url} {picture.words}"
            named = _CODE.search(fold_marks(said)) is not None
            kind = inline if within else fetched
            if within or named or pays:
                kind[picture.url] = kind.get(picture.url, False) or named
    for kind in (inline, fetched):
        yield from sorted(kind, key=lambda url: not kind[url])[:most]


def icon_hash(body: bytes) -> int | None:
    """The hash that search engines of hosts know icons by (mmh3 of base64); None: no picture."""
    if _opened(body) is None and not body.lstrip().startswith((b"<svg", b"<?xml")):
        return None
    return int(mmh3.hash(base64.encodebytes(body)))


def codes_in(body: bytes) -> tuple[str, ...]:
    """The texts of all QR codes in a picture, each once."""
    picture = _opened(body)
    if picture is None:
        return ()
    found = zxingcpp.read_barcodes(
        picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return tuple(dict.fromkeys(one.text for one in found if one.valid))[:_MOST_CODES]


def look_hash(body: bytes) -> str | None:
    """Sixteen hex digits of how a picture looks (pHash); None: no picture, or of one colour."""
    picture = _opened(body)
    if picture is None:
        return None
    low, high = picture.getextrema()
    return None if low == high else str(imagehash.phash(picture))


def data_picture(address: str) -> bytes | None:
    """The bytes of a ``data:`` address of a picture."""
    head, comma, body = address.partition(",")
    if not comma or "base64" not in head or len(body) > _DATA_LIMIT:
        return None
    try:
        return base64.b64decode(body, validate=False)
    except ValueError:
        return None


def _opened(body: bytes) -> Image.Image | None:
    """The picture whole, in grey; None for what is none, is damaged or has too many pixels."""
    try:
        picture: Image.Image = Image.open(io.BytesIO(body))
        if picture.width * picture.height > _MOST_PIXELS:
            return None
        picture.load()
        if picture.mode in ("LA", "RGBA", "PA") or "transparency" in picture.info:
            # Codes are drawn dark on what is seen through: white, as a page shows it.
            ground = Image.new("RGBA", picture.size, "white")
            picture = Image.alpha_composite(ground, picture.convert("RGBA"))
        return picture.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError,
            Image.DecompressionBombWarning):  # fmt: skip
        return None
