"""How many of N single altered bytes ``evidence verify`` finds. Prints one JSON object.

The folder is one of some days: pages that came packed and plain, repeated, of an odd coding, and
pictures, in several sealed WARC files with their manifests, one of them partly deleted by
retention, what a killed sweep left, and a file that is still open. Each try alters one byte and
puts it back: half of them any byte of the folder, the others one of each kind of bytes in turn.
Ends with 1 when one is missed.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from crawler.evidence import warc  # noqa: E402
from crawler.evidence.recovery import put_in_order  # noqa: E402
from crawler.evidence.retention import prune, prunings  # noqa: E402
from crawler.workspace import Workspace, create_workspace  # noqa: E402
from tests.crawler.evidence.recording import URL, answer, recorder, wrong  # noqa: E402
from tests.crawler.evidence.tampering import alter_a_byte_of, regions  # noqa: E402
from tests.crawler.office import APPLE, NOW, flag  # noqa: E402

_SEED = 20261120
_WORDS = ("nổ hũ", "đổi thưởng", "nạp thẻ", "ưu đãi", "trò chơi", "đua xe", "cửa hàng", "tin tức")
_PAGES = 300
_LARGEST = 1 << 20  # bytes after which a file is sealed: several files instead of one


def page(chance: random.Random) -> bytes:
    """An invented page of some 30 kB."""
    words = " ".join(chance.choice(_WORDS) + str(chance.randrange(1000)) for _ in range(2000))
    return f"<!doctype html><html><body><p>{words}</p></body></html>".encode()


def made(folder: Path, chance: random.Random) -> Workspace:
    """A workspace with every kind of file, and of bytes, that the chain names."""
    office = create_workspace(folder / "office", rehearsal=False)
    pages = [page(chance) for _ in range(_PAGES)]
    odd = answer(pages[0], received=b"\x00" * 900, at=NOW)
    with office.open_store() as store:
        for crawl in range(3):
            now = NOW + timedelta(days=5 * crawl)
            writing = recorder(store, office.evidence, largest=_LARGEST)
            for n, body in enumerate(pages[crawl::3]):
                for _ in range(2 if n % 10 == 0 else 1):
                    kept = writing.record(answer(body, packed=bool(n % 4), at=now))
                if n % 8 == 0:
                    picture = chance.randbytes(80_000)
                    shown = warc.made(
                        picture, method="RENDERED", url=URL, at=now, media="image/png"
                    )
                    writing.record(shown)
            writing.record(odd)
            writing.close(now)
            if crawl == 0:
                flag(store, APPLE, evidence=kept.evidence)
        day = (NOW + timedelta(days=2)).date()
        wanted = prunings(store, day)
        prune(store, office.evidence, wanted, before=day, who="an", now=NOW)
        (office.evidence / "warc" / "crawl-99-1.warc").write_bytes(pages[9])
        put_in_order(store, office.evidence, NOW)
    return office


def main() -> int:
    """Reads the options, alters, prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=600)
    tries = parser.parse_args().tries
    chance, missed, tried = random.Random(_SEED), [], Counter[str]()
    with tempfile.TemporaryDirectory() as work:
        office = made(Path(work), chance)
        with office.open_store() as store:
            recording = recorder(store, office.evidence)
            for _ in range(8):
                recording.record(answer(page(chance), packed=True))
            every = list(regions(office.evidence))
            kinds = sorted({each.kind for each in every})
            for turn in range(tries):
                kind = kinds[turn // 2 % len(kinds)] if turn % 2 else None
                some = [each for each in every if kind in (None, each.kind)]
                with alter_a_byte_of(some, chance) as where:
                    tried[kind or "any"] += 1
                    if not wrong(office):
                        missed.append(where.replace(work, ""))
            false_alarms = len(wrong(office))
    figures = {
        "tries": tries,
        "found": tries - len(missed),
        "missed": missed,
        "tries_by_kind": dict(sorted(tried.items())),
        "false_alarms_on_whole_evidence": false_alarms,
        "bytes_of_evidence": sum(each.length for each in every),
        "bytes_by_kind": {
            kind: sum(each.length for each in every if each.kind == kind) for kind in kinds
        },
        "files": len({each.path for each in every}),
        "seed": _SEED,
    }
    print(json.dumps(figures, ensure_ascii=False))
    return int(bool(missed or false_alarms))


if __name__ == "__main__":
    sys.exit(main())
