"""Finding Chromium, starting it with no way out of its own, and ending it for certain."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from playwright.async_api import Browser, Error, Playwright, async_playwright

from crawler.browser.trust import make_trusted
from crawler.errors import BrowserProblem

# Chromium looks no name up, not even localhost: the one name that it knows leads to our proxy.
PROXY_HOST = "guard.rasoat.invalid"
EVERYTHING = "<-loopback>"  # not even loopback is asked without the proxy
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_START_SECONDS, _END_SECONDS = 60, 5
_FLAGS = (
    f"--host-resolver-rules=MAP {PROXY_HOST} 127.0.0.1, MAP * ~NOTFOUND",
    "--disable-quic",
    # Forms of a page are not described to its maker.
    "--autofill-server-url=about:blank",
    # WebRTC sends UDP past a proxy; chromium and its headless form read different switches.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
# What Playwright switches off for tests of honest pages, and hostile ones must not have.
_KEPT = ("--disable-popup-blocking", "--disable-ipc-flooding-protection")
# Only these reach the browser: no token, no proxy.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ")


@dataclass(frozen=True, slots=True)
class Chromium:
    """A running browser in a process group of its own, with a home that is thrown away."""

    browser: Browser
    group: int
    _playwright: Playwright
    _home: tempfile.TemporaryDirectory[str]

    @classmethod
    async def start(cls) -> Self:
        """Starts the browser of this machine; ``BrowserProblem`` says why it cannot."""
        home = tempfile.TemporaryDirectory(prefix="rasoat-browser-", ignore_cleanup_errors=True)
        playwright = await async_playwright().start()
        try:
            path = find_chromium(Path(playwright.chromium.executable_path))
            make_trusted(Path(home.name))
            browser = await _launch(playwright, path, home.name)
            return cls(browser, await _group(browser), playwright, home)
        except BaseException:
            await playwright.stop()
            home.cleanup()
            raise

    def held_memory(self) -> int:
        """The bytes that no other program shares; 0 where the system does not say."""
        return sum(_held(process) for process in _processes(self.group))

    def kill(self) -> None:
        """Ends all processes of the browser at once, whatever they are doing."""
        with suppress(ProcessLookupError):
            os.killpg(self.group, signal.SIGKILL)

    async def end(self) -> None:
        """Ends the browser in order if it can, else at once, and throws its home away."""
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(self.browser.close(), _END_SECONDS)
        self.kill()
        with suppress(Error, TimeoutError):
            await asyncio.wait_for(self._playwright.stop(), _END_SECONDS)
        self._home.cleanup()


def find_chromium(own: Path) -> Path:
    """The system's Chromium, else Playwright's ``own``; ``BrowserProblem`` if there is none."""
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    if own.is_file():
        return own
    raise BrowserProblem(
        f"No browser was found: no {', no '.join(_NAMES)}, and Playwright has none of its own. "
        "Install one: apt-get install chromium, or: playwright install chromium"
    )


async def _launch(playwright: Playwright, path: Path, home: str) -> Browser:
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    try:
        return await playwright.chromium.launch(
            executable_path=path,
            args=list(_FLAGS),
            ignore_default_args=list(_KEPT),
            chromium_sandbox=os.geteuid() != 0,  # Chromium has no sandbox for root
            env={**environment, "HOME": home},
            # What belongs to no page, the browser's own traffic, finds no proxy and stays here.
            proxy={"server": "http://nobody.rasoat.invalid:80", "bypass": EVERYTHING},
            timeout=_START_SECONDS * 1000,
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
    except Error as error:
        raise BrowserProblem(
            f"The browser {path} does not start: {error.message.splitlines()[0]:.200} Start it by "
            "hand to see why; in a container it may need the right to make name spaces."
        ) from error


async def _group(browser: Browser) -> int:
    """The process group that Playwright made for the browser."""
    session = await browser.new_browser_cdp_session()
    told = await session.send("SystemInfo.getProcessInfo")
    (pid,) = (one["id"] for one in told["processInfo"] if one["type"] == "browser")
    group = os.getpgid(pid)
    if group == os.getpgid(0):
        raise BrowserProblem("The browser shares our process group: it could not be ended alone.")
    return group


def _processes(group: int) -> list[Path]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            if os.getpgid(int(process.name)) == group:
                found.append(process)
    return found


def _held(process: Path) -> int:
    """Kilobytes stand in the status: its own pages, and those that it shares by intent."""
    held = 0
    with suppress(OSError):
        for line in (process / "status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith(("RssAnon:", "RssShmem:")):
                held += int(line.split()[1]) * 1024
    return held
