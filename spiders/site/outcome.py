"""How a visit of a site ended, and what each end says of its presence (product.md §5)."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Mapping
from enum import StrEnum

import brotli
from OpenSSL.SSL import Error as TlsError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import CertificateError, VerificationError

from crawler.errors import (
    AddressRefused,
    LimitExceeded,
    NameUnknown,
    RobotsForbid,
    SourceBlocked,
)
from crawler.records import Presence
from crawler.text import fold_marks

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


class Ending(StrEnum):
    """How a visit ended; each site has exactly one a crawl."""

    VISITED = "visited"  # a page of it was read
    BLOCKED_HERE = "blocked_here"  # by a block of ours or another's, in this network
    NO_NAME = "no_name"  # its name leads nowhere; a dead resolver answers the same
    NO_ANSWER = "no_answer"  # nothing, or not in time
    CLOSED = "closed"  # the connection was refused, cut or reset
    TLS_FAILED = "tls_failed"  # its certificate is not good for its name, or it speaks TLS badly
    REFUSED = "refused"  # 401, 403, 429, 451 or a captcha
    BROKEN = "broken"  # 404, 410, 5xx on its own home page
    ROBOTS = "robots"  # robots.txt forbids to look
    LOOP = "loop"  # it leads on and on
    UNREADABLE = "unreadable"  # too large, too deep, no page
    GONE = "gone"  # its name is known neither here nor to a resolver without a block
    FORBIDDEN_ADDRESS = "forbidden_address"  # its name leads to no address of the public web


# No answer of a site itself tells a removal from an outage: only that its name is known nowhere.
PRESENCE: Mapping[Ending, Presence] = dict.fromkeys(Ending, Presence.UNKNOWN) | {
    Ending.VISITED: Presence.PRESENT,
    Ending.GONE: Presence.GONE,
}

TROUBLES = (
    AddressRefused, LimitExceeded, NameUnknown, RobotsForbid, SourceBlocked, CannotResolveHostError,
    DownloadCancelledError, DownloadConnectionRefusedError, DownloadFailedError,
    DownloadTimeoutError, IgnoreRequest, ResponseDataLossError, UnsupportedURLSchemeError, OSError,
)  # fmt: skip

# An answer made so that no reader takes it: its headers, its compression, its bytes.
UNREADABLE = (
    ArithmeticError, LookupError, TypeError, ValueError, EOFError, zlib.error, brotli.error,
    zstd.ZstdError,
)  # fmt: skip

# Scrapy cancels a download, or ignores its answer, only where it is too large.
_TOO_LARGE = (LimitExceeded, DownloadCancelledError, IgnoreRequest)
_TLS = (TlsError, CertificateError, VerificationError)
_REFUSING = frozenset({401, 403, 407, 429, 451})
_CAPTCHA = (b"g-recaptcha", b"hcaptcha.com", b"cf-challenge", b"challenge-platform", b"cf_chl_")
# Words of pages that stand where a blocked site was, folded.
_NOTICE = re.compile(
    r"(?:trang|website|ten mien|dia chi|noi dung|truy cap)[^.\n]{0,60}(?:da )?bi (?:chan|tam dung"
    r"|ngan chan|ngung)[^.]{0,160}?(?:theo yeu cau|vi pham|co quan|phap luat|cuc|bo thong tin)"
    r"|(?:this )?(?:web ?site|domain|page)[^.\n]{0,40}(?:has been|is) blocked[^.]{0,120}"
    r"(?:order|authorit|regulat|law)"
)
_NOTICE_LONGEST = 1_500  # letters; a page that reports of blocks has more


def ending_of_error(error: BaseException | None) -> Ending:
    """The end of a visit whose first page never came: by types, for a message holds a name."""
    if isinstance(error, CannotResolveHostError | NameUnknown):
        return Ending.NO_NAME
    if isinstance(error, AddressRefused):
        return Ending.FORBIDDEN_ADDRESS
    if isinstance(error, RobotsForbid):
        return Ending.ROBOTS
    if isinstance(error, _TOO_LARGE):
        return Ending.UNREADABLE
    if isinstance(error, DownloadTimeoutError | TimeoutError):
        return Ending.NO_ANSWER
    if isinstance(error, UNREADABLE):
        return Ending.UNREADABLE
    return Ending.TLS_FAILED if _is_of_tls(error) else Ending.CLOSED


def _is_of_tls(error: BaseException | None) -> bool:
    """Whether Twisted names a fault of TLS among the reasons of a failed download."""
    reasons = getattr(getattr(error, "__cause__", None), "reasons", ())
    return any(isinstance(reason.value, _TLS) for reason in reasons)


def ending_of_status(status: int, body: bytes) -> Ending:
    """The end that a home page's status tells; a page that asks for a captcha was not read."""
    if status in _REFUSING or (status >= 400 and any(sign in body for sign in _CAPTCHA)):
        return Ending.REFUSED
    return Ending.BROKEN if status >= 400 else Ending.VISITED


def is_notice(title: str | None, text: str) -> str | None:
    """The words by which a page says that it stands in for a blocked site; None: it does not."""
    whole = f"{title or ''}\n{text}"
    if len(whole) > _NOTICE_LONGEST:
        return None
    found = _NOTICE.search(fold_marks(whole))
    return whole.strip()[:300] if found else None
