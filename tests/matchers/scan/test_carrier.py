"""Plain Python and machine code carry out the same lines, and find the same."""

from __future__ import annotations

import json
import subprocess
import sys

from matchers.page import read_page
from matchers.signal import find_in
from tests.matchers.sights import LEXICON

TEXTS = [
    "Nổ hũ đổi thưởng, rút tiền về ví momo; go88 uy tín, nạp 50k nhận 100k hoàn 1,5% mỗi ngày.",
    "n.ổ h.ũ T À I X Ỉ U 1 ăn 99, không cần nạp",
    "Công an bắt đường dây đánh bạc, không tổ chức cá độ. Sự kiện đổi thưởng!",
    "tai xiu doi thuong zeta88 hoa hong 40% dai ly",
    "hôm nay trời đẹp 中文 😀",
    "",
]
_SCRIPT = """
import json, sys
from matchers.scan.carrier import expect_few
expect_few()
from matchers.lexicon import load_lexicon
from matchers.page import read_page
from matchers.signal import find_in
lexicon = load_lexicon()
pages = [read_page([("text", text)], {}, lexicon) for text in json.load(sys.stdin)]
found = [[repr(one) for one in find_in(page)] for page in pages]
print(json.dumps([found, "numba" in sys.modules]))
"""


def test_few_texts_are_read_by_python_and_say_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _SCRIPT],
        input=json.dumps(TEXTS), capture_output=True, check=True, text=True,
    )  # fmt: skip
    compiled = [
        [repr(one) for one in find_in(read_page([("text", text)], {}, LEXICON))] for text in TEXTS
    ]
    assert sum(map(len, compiled)) > 20
    assert json.loads(done.stdout) == [compiled, False]
