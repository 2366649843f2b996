"""Compiles the engine and the sieve of domain names, once: ``python -m matchers.engine.warm``."""

from __future__ import annotations

from matchers.domains.screen import screen
from matchers.engine.build import build_index
from matchers.engine.model import ranker
from matchers.engine.score import new_scratch, score


def main() -> None:
    """Asks a register of one entry for one listing, and screens one name."""
    index = build_index(["Đảo Rồng"], ["Công ty TNHH Ví Dụ"])
    score(index, ranker(), new_scratch(1), ["Đảo Rồng"], ["Ví Dụ"])
    screen(b"vidu.example\n", threshold=0.0)


if __name__ == "__main__":
    main()
