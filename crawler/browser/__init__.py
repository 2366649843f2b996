"""Pages as a browser shows them: Chromium behind the outbound guard (docs/browser.md)."""
