"""What the words of register files mean."""

from __future__ import annotations

import pytest

from crawler.records import LicenceKind
from crawler.register.columns import kind_of

GAME, PUBLISHER = LicenceKind.G1_RELEASE_DECISION, LicenceKind.G1_SERVICE_LICENCE
CERTIFICATE = LicenceKind.G2_G3_G4_SERVICE_CERTIFICATE


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Quyết định G1", GAME),
        ("QUYẾT ĐỊNH G1", GAME),
        ("Giấy phép G1", PUBLISHER),
        ("Giấy chứng nhận G2, G3, G4", CERTIFICATE),
        ("Giấy chứng nhận G2/G3/G4", CERTIFICATE),
        ("Giấy chứng nhận G2–G4", CERTIFICATE),
        ("giay chung nhan G3", CERTIFICATE),
        ("Giấy xác nhận G3", LicenceKind.G3_CONFIRMATION),
        ("Giấy phép G5", None),
        ("Giấy xác nhận", None),
    ],
)
def test_a_publishers_paper_is_not_its_games(word: str, kind: LicenceKind | None) -> None:
    assert kind_of(word) is kind
