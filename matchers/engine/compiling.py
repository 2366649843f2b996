"""How the engine is compiled, and where its machine code is kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import config as numba_config
from numba import njit as numba_njit

config: Any = numba_config  # its settings are made at run time
njit: Any = numba_njit
F = TypeVar("F", bound=Callable[..., Any])
_HERE = Path(__file__).parent


def engine_digest() -> str:
    """Sixteen hex digits that change with any line of the engine."""
    sources = sorted(_HERE.glob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]


def is_compiled() -> bool:
    """Whether this very engine was compiled before: else its first use takes half a minute."""
    folder = Path(config.CACHE_DIR) if config.CACHE_DIR else _HERE / "__pycache__"
    return any(folder.rglob("score._score_all*.nbi"))


# No entrance from Python, which is most of the work of compiling; and no counting of references,
# which doubled the time of every call that is given the index (measured 2026-11). Such code may not
# allocate: arrays come from the scratch, and runs are copied symbol by symbol.
_INNER = {"nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}


def inner(function: F) -> F:
    """Compiles what only compiled code calls and what allocates nothing."""
    return cast(F, njit(**_INNER)(function))


def compiled(function: F) -> F:
    """Compiles what Python calls; the machine code is kept."""
    return cast(F, njit(cache=True, nogil=True)(function))


# numba asks only whether the file of the outer function changed: a digest of all files tells the
# rest. Where the folder may not be written, its own choice among the user's folders stands.
if not config.CACHE_DIR and os.access(_HERE, os.W_OK):
    config.CACHE_DIR = str(_HERE / "__pycache__" / engine_digest())
