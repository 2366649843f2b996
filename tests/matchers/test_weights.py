"""Words in a clause that says no prove less."""

from __future__ import annotations

import pytest

from crawler.records import Weight
from matchers.weights import hedged


@pytest.mark.parametrize(
    ("before", "weight"),
    [
        ("không tổ chức ", Weight.STRONG),
        ("(cấm) ", Weight.STRONG),
        ("nghiêm cấm ", Weight.STRONG),
        ("game này no ", Weight.STRONG),
        ("không giới hạn ", Weight.DECISIVE),
        ("không có gì. ", Weight.DECISIVE),
        ("xkhông ", Weight.DECISIVE),  # within another word
        ("casino ", Weight.DECISIVE),
        ("", Weight.DECISIVE),
    ],
)
def test_a_clause_that_says_no_takes_a_class(before: str, weight: Weight) -> None:
    marked = f"{before}đổi thưởng"
    assert hedged(marked, len(before), Weight.DECISIVE) is weight
    assert hedged(marked, len(before), Weight.WEAK) is Weight.WEAK
