"""What the columns and words of register files mean; whatever is not here is refused, not guessed.

Columns of the public sample, of the labelled set, and Vietnamese ones of older lists
(regulation.md §4.1). Compared without marks, case and punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from crawler.records import EntryStatus, LicenceKind
from crawler.text import fold_marks

_OTHER = re.compile(r"[\W_]+")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "entry": ("portal_id", "reg_id", "id", "mã", "mã số", "mã cổng", "mã hồ sơ"),
    "title": ("game_title", "title", "tên trò chơi", "tên trò chơi điện tử", "tên game"),
    "publisher": (
        "publisher",
        "tên doanh nghiệp",
        "doanh nghiệp",
        "tên công ty",
        "công ty",
        "tên tổ chức, doanh nghiệp",
    ),
    "kind": ("licence_kind", "group", "loại giấy phép", "loại", "nhóm", "loại giấy"),
    "number": (
        "licence_no",
        "license_no",
        "số quyết định",
        "số qđ",
        "số giấy phép",
        "số giấy xác nhận",
        "số gxn",
        "số quyết định/giấy xác nhận",
        "số giấy chứng nhận",
        "quyết định số",
        "số, ký hiệu",
    ),
    "issued": (
        *("issued", "ngày cấp", "ngày ký", "ngày ban hành", "ngày quyết định", "quyết định ngày"),
        *("quyết định ngày cấp", "quyết định ngày ký"),
    ),
    "status": ("status", "trạng thái", "tình trạng"),
    "domains": ("domains", "tên miền", "website"),
    "expires": (
        *("expires", "expiry", "valid to", "ngày hết hạn", "ngày hết hiệu lực", "hết hạn ngày"),
        *("thời hạn", "thời hạn đến", "có hiệu lực đến", "hiệu lực đến"),
    ),
    "ended": (
        *("ended", "revoked on", "ngày thu hồi", "ngày dừng", "ngày dừng phát hành"),
        *("ngày ngừng phát hành", "ngày chấm dứt", "ngày đình chỉ"),
    ),
    "decision": (
        *("decision", "revocation no", "số quyết định thu hồi", "số qđ thu hồi"),
        *("quyết định thu hồi", "văn bản thu hồi", "số văn bản thu hồi"),
    ),
    "ground": ("ground", "reason", "lý do", "lý do thu hồi", "lý do dừng", "căn cứ thu hồi"),
    "origin": ("origin", "country", "xuất xứ", "quốc gia", "nước sản xuất", "nguồn gốc"),
}
NEEDED = ("title", "publisher", "number", "issued", "status")

_KINDS: Mapping[str, LicenceKind] = {
    **{kind.value: kind for kind in LicenceKind},
    "G1": LicenceKind.G1_RELEASE_DECISION,
    "G2": LicenceKind.G2_CONFIRMATION,
    "G3": LicenceKind.G3_CONFIRMATION,
    "G4": LicenceKind.G4_CONFIRMATION,
    "Quyết định phát hành trò chơi điện tử G1": LicenceKind.G1_RELEASE_DECISION,
    "Quyết định phát hành G1": LicenceKind.G1_RELEASE_DECISION,
    "Giấy xác nhận thông báo phát hành trò chơi G2": LicenceKind.G2_CONFIRMATION,
    "Giấy xác nhận thông báo phát hành trò chơi G3": LicenceKind.G3_CONFIRMATION,
    "Giấy xác nhận thông báo phát hành trò chơi G4": LicenceKind.G4_CONFIRMATION,
    "Giấy xác nhận G2": LicenceKind.G2_CONFIRMATION,
    "Giấy xác nhận G3": LicenceKind.G3_CONFIRMATION,
    "Giấy xác nhận G4": LicenceKind.G4_CONFIRMATION,
    "Giấy phép cung cấp dịch vụ trò chơi điện tử G1": LicenceKind.G1_SERVICE_LICENCE,
    "Giấy chứng nhận cung cấp dịch vụ trò chơi điện tử G2, G3, G4": (
        LicenceKind.G2_G3_G4_SERVICE_CERTIFICATE
    ),
    # The short names that people use (regulation.md §1).
    "Quyết định G1": LicenceKind.G1_RELEASE_DECISION,
    "Giấy phép G1": LicenceKind.G1_SERVICE_LICENCE,
    "Giấy chứng nhận G2": LicenceKind.G2_G3_G4_SERVICE_CERTIFICATE,
    "Giấy chứng nhận G3": LicenceKind.G2_G3_G4_SERVICE_CERTIFICATE,
    "Giấy chứng nhận G4": LicenceKind.G2_G3_G4_SERVICE_CERTIFICATE,
    "Giấy chứng nhận G2, G3, G4": LicenceKind.G2_G3_G4_SERVICE_CERTIFICATE,
    "Giấy chứng nhận G2–G4": LicenceKind.G2_G3_G4_SERVICE_CERTIFICATE,
    # As the portal writes its categories (regulation.md §4.1); G2, G3 or G4 it does not tell.
    "Quyết định phát hành trò chơi điện tử G1 trên mạng": LicenceKind.G1_RELEASE_DECISION,
    "Giấy phép thiết lập trang thông tin điện tử tổng hợp": LicenceKind.AGGREGATED_NEWS_LICENCE,
    "Giấy phép trang TTĐT tổng hợp": LicenceKind.AGGREGATED_NEWS_LICENCE,
    "Giấy phép cung cấp dịch vụ mạng xã hội": LicenceKind.SOCIAL_NETWORK_LICENCE,
}
_STATUSES: Mapping[EntryStatus, tuple[str, ...]] = {
    EntryStatus.IN_FORCE: (
        *("active", "valid", "in_force", "đang hoạt động", "còn hiệu lực", "đang phát hành"),
        *("hiệu lực", "đang cung cấp"),
    ),
    EntryStatus.SUSPENDED: ("suspended", "đình chỉ", "tạm đình chỉ", "tạm dừng", "bị đình chỉ"),
    EntryStatus.REVOKED: ("revoked", "thu hồi", "đã thu hồi", "bị thu hồi"),
    EntryStatus.STOPPED: (
        *("stopped", "dừng phát hành", "đã dừng phát hành", "đã dừng", "dừng", "ngừng phát hành"),
        *("ngừng", "đã ngừng", "dừng cung cấp", "chấm dứt"),
    ),
    EntryStatus.EXPIRED: ("expired", "hết hạn", "hết hiệu lực"),
    EntryStatus.SUPERSEDED: ("superseded", "thay thế", "đã thay thế", "được thay thế"),
    EntryStatus.INVALID: ("invalid", "không còn hiệu lực"),
}


def plain(word: str) -> str:
    """A header or a fixed word as it is compared."""
    return _OTHER.sub(" ", fold_marks(word)).strip()


_FIELD_OF = {plain(name): field for field, names in COLUMNS.items() for name in names}
_KIND_OF = {plain(word): kind for word, kind in _KINDS.items()}
_STATUS_OF = {plain(word): status for status, words in _STATUSES.items() for word in words}


def field_of(header: str) -> str | None:
    """Our field for a column's header; None: the column is only kept."""
    return _FIELD_OF.get(plain(header))


def kind_of(word: str) -> LicenceKind | None:
    """The kind of paper that a word names."""
    return _KIND_OF.get(plain(word))


def status_of(word: str) -> EntryStatus | None:
    """The state of a paper that a word names."""
    return _STATUS_OF.get(plain(word))
