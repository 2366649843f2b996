"""How the engine and the sieve of domain names are compiled, and where its machine code is kept."""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, cast

from numba import config as numba_config
from numba import njit as numba_njit

config: Any = numba_config  # its settings are made at run time
njit: Any = numba_njit
F = TypeVar("F", bound=Callable[..., Any])
_HERE = Path(__file__).parent
_COMPILED = (_HERE, _HERE.parent / "domains")


def engine_digest() -> str:
    """Sixteen hex digits that change with any line of the engine."""
    return _digest(_HERE)


def _digest(*folders: Path) -> str:
    sources = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]


def is_compiled(outermost: str = "score._score_all") -> bool:
    """Whether this very code was compiled before: else its first use takes half a minute."""
    folder = Path(config.CACHE_DIR) if config.CACHE_DIR else _HERE / "__pycache__"
    return any(folder.rglob(f"{outermost}*.nbi"))


# No entrance from Python, which is most of the work of compiling; and no counting of references,
# which doubled the time of every call that is given the index (measured 2026-11). Such code may not
# allocate: arrays come from the scratch, and runs are copied symbol by symbol.
_INNER = {"nogil": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}


def inner(function: F) -> F:
    """Compiles what only compiled code calls and what allocates nothing."""
    return cast(F, njit(**_INNER)(function))


def inlined(function: F) -> F:
    """The same, for what is called in one place for each of millions of small things.

    A call hands on every number of every array: for short names that took as long as the work.
    """
    return cast(F, njit(forceinline=True, **_INNER)(function))


def compiled(function: F) -> F:
    """Compiles what Python calls; the machine code is kept."""
    return cast(F, njit(cache=True, nogil=True)(function))


# Where scipy stands, numba imports it to see whether it brings a BLAS: a third of what it takes to
# load compiled code (0.2 s, measured 2026-11). No code here multiplies matrices.
_BLAS = "scipy.linalg.cython_blas"
if _BLAS not in sys.modules:
    sys.modules[_BLAS] = cast(ModuleType, None)  # so an import of it fails at once
    importlib.import_module("numba.np.arraymath")
    del sys.modules[_BLAS]

# numba asks only whether the file of the outer function changed: a digest of all files tells the
# rest. Where the folder may not be written, its own choice among the user's folders stands.
if not config.CACHE_DIR and os.access(_HERE, os.W_OK):
    config.CACHE_DIR = str(_HERE / "__pycache__" / _digest(*_COMPILED))
