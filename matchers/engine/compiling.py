"""How the engine, the sieve of domain names and the scan of texts are compiled, and kept."""

from __future__ import annotations

import fcntl
import hashlib
import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, TypeVar, cast

from numba import config as numba_config
from numba import njit as numba_njit
from numba.core.caching import FunctionCache

config: Any = numba_config  # its settings are made at run time
njit: Any = numba_njit
F = TypeVar("F", bound=Callable[..., Any])
_HERE = Path(__file__).parent
_COMPILED = (_HERE, _HERE.parent / "domains", _HERE.parent / "scan")


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
    carried = njit(nogil=True)(function)
    carried._cache = _Kept(function)  # type: ignore[no-untyped-call]
    return cast(F, carried)


class _Kept(FunctionCache):
    """Machine code in a folder. What one process compiles is waited for by all others.

    Workers of tests and of a command begin together: each would take all of its minute.
    """

    _claimed: ClassVar[list[int]] = []  # the lock, and once more for each that compiles within

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        found = super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]
        if found is None:
            self._claim()
            found = super().load_overload(sig, target_context)  # type: ignore[no-untyped-call]
            if found is not None:
                self._release()
        return found

    def save_overload(self, sig: Any, data: Any) -> None:
        super().save_overload(sig, data)  # type: ignore[no-untyped-call]
        self._release()

    def _claim(self) -> None:
        if not self._claimed:
            folder = Path(self.cache_path)
            folder.mkdir(parents=True, exist_ok=True)
            self._claimed.append(os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC))
            fcntl.flock(self._claimed[0], fcntl.LOCK_EX)
        else:
            self._claimed.append(self._claimed[0])

    def _release(self) -> None:
        number = self._claimed.pop()
        if not self._claimed:
            fcntl.flock(number, fcntl.LOCK_UN)
            os.close(number)


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
