"""Transfer codes: the fields of EMVCo as others write them, and pictures that can be read."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from crawler.replica.sites.vietqr import draw, transfer_code


@pytest.mark.parametrize(
    ("made", "published"),
    [
        # The two examples in the documentation of the public generator vietnam-qr-pay.
        (
            transfer_code("970416", "257678859"),
            "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA"
            "53037045802VN6304AE9F",
        ),
        (
            transfer_code("970416", "257678859", amount=10_000, purpose="Chuyen tien"),
            "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA"
            "53037045405100005802VN62150811Chuyen tien630453E6",
        ),
    ],
)
def test_a_code_is_what_another_generator_prints(made: str, published: str) -> None:
    assert made == published


def test_an_independent_decoder_reads_the_picture() -> None:
    code = transfer_code("970436", "000123456789", amount=100_000)
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(draw(code))))
    assert read.text == code
