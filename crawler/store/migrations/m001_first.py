"""Change 1 of the schema."""

from __future__ import annotations

from sqlite_utils import Database

from crawler.store.migrations.appended import keep_appended

_TABLES = (
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    """CREATE TABLE crawls (
        id INTEGER PRIMARY KEY, source TEXT NOT NULL, market TEXT NOT NULL,
        terms TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT,
        requested INTEGER NOT NULL DEFAULT 0, sightings INTEGER NOT NULL DEFAULT 0,
        new INTEGER NOT NULL DEFAULT 0, complete INTEGER NOT NULL DEFAULT 0,
        void INTEGER NOT NULL DEFAULT 0, reason TEXT, mark TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE fetches (
        id INTEGER PRIMARY KEY, crawl INTEGER NOT NULL REFERENCES crawls(id),
        url TEXT NOT NULL, method TEXT NOT NULL, status INTEGER NOT NULL,
        fetched_at TEXT NOT NULL, evidence TEXT NOT NULL, size INTEGER NOT NULL,
        mark TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE sightings (
        id INTEGER PRIMARY KEY, crawl INTEGER REFERENCES crawls(id),
        subject TEXT NOT NULL, source TEXT NOT NULL, market TEXT NOT NULL,
        seen_at TEXT NOT NULL,
        presence TEXT NOT NULL CHECK (presence IN ('present', 'gone', 'unknown')),
        title TEXT, publisher TEXT, publisher_id TEXT, url TEXT, text TEXT, genre TEXT,
        price REAL, currency TEXT, rating REAL, ratings INTEGER, installs INTEGER,
        version TEXT, released TEXT, updated TEXT, website TEXT, email TEXT,
        privacy_url TEXT, icon TEXT, found_by TEXT, evidence TEXT,
        facts TEXT NOT NULL DEFAULT '{}', mark TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE register_imports (
        id INTEGER PRIMARY KEY, taken_at TEXT NOT NULL, taken_by TEXT NOT NULL,
        files TEXT NOT NULL, added INTEGER NOT NULL, changed INTEGER NOT NULL,
        gone INTEGER NOT NULL, mark TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE register_classes (
        import INTEGER NOT NULL REFERENCES register_imports(id), class TEXT NOT NULL,
        entries INTEGER NOT NULL, complete INTEGER NOT NULL, how TEXT,
        PRIMARY KEY (import, class)
    ) STRICT""",
    """CREATE TABLE registry_entries (
        id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES register_imports(id),
        entry TEXT NOT NULL, kind TEXT NOT NULL, number TEXT NOT NULL, issued TEXT,
        title TEXT NOT NULL, publisher TEXT NOT NULL, status TEXT NOT NULL,
        domains TEXT NOT NULL, raw TEXT NOT NULL, present INTEGER NOT NULL, mark TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE verdicts (
        id INTEGER PRIMARY KEY, subject TEXT NOT NULL, kind TEXT NOT NULL, question TEXT,
        entry TEXT, score REAL NOT NULL, reasons TEXT NOT NULL, fingerprint TEXT NOT NULL,
        judged_at TEXT NOT NULL, mark TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE cases (
        id INTEGER PRIMARY KEY, subject TEXT NOT NULL UNIQUE, opened_at TEXT NOT NULL,
        mark TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE case_events (
        id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES cases(id),
        at TEXT NOT NULL, who TEXT NOT NULL, event TEXT NOT NULL, note TEXT,
        verdict INTEGER REFERENCES verdicts(id), mark TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE requests (
        id INTEGER PRIMARY KEY, recipient TEXT NOT NULL, drafted_at TEXT NOT NULL,
        drafted_by TEXT NOT NULL, mark TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE request_subjects (
        request INTEGER NOT NULL REFERENCES requests(id),
        case_id INTEGER NOT NULL REFERENCES cases(id),
        verdict INTEGER NOT NULL REFERENCES verdicts(id), ground TEXT NOT NULL, evidence TEXT,
        PRIMARY KEY (request, case_id)
    ) STRICT""",
    """CREATE TABLE request_events (
        id INTEGER PRIMARY KEY, request INTEGER NOT NULL REFERENCES requests(id),
        at TEXT NOT NULL, who TEXT NOT NULL,
        event TEXT NOT NULL CHECK (event IN ('sent', 'withdrawn')),
        channel TEXT, note TEXT, mark TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE protected_events (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,
        event TEXT NOT NULL CHECK (event IN ('proposed', 'approved')), reason TEXT,
        mark TEXT NOT NULL
    ) STRICT""",
)

_INDEXES = (
    "CREATE INDEX fetches_by_crawl ON fetches (crawl)",
    "CREATE INDEX sightings_by_subject ON sightings (subject, seen_at)",
    "CREATE INDEX sightings_by_crawl ON sightings (crawl, subject)",
    "CREATE INDEX registry_by_entry ON registry_entries (kind, entry, id)",
    "CREATE INDEX verdicts_by_subject ON verdicts (subject, id)",
    "CREATE INDEX case_events_by_case ON case_events (case_id, id)",
    "CREATE INDEX request_events_by_request ON request_events (request, id)",
)

VIEWS = (
    """CREATE VIEW registry_current AS
        SELECT registry_entries.* FROM registry_entries
        JOIN (SELECT max(id) AS id FROM registry_entries GROUP BY kind, entry) AS newest
            USING (id)
        WHERE present = 1""",
)

# Appended, never changed: a correction is a new row.
APPENDED = (
    "fetches",
    "sightings",
    "registry_entries",
    "verdicts",
    "cases",
    "case_events",
    "requests",
    "request_subjects",
    "request_events",
    "protected_events",
)


def change(db: Database) -> None:
    """Everything from the register and the sightings to the requests."""
    for statement in (*_TABLES, *_INDEXES, *VIEWS):
        db.execute(statement)
    keep_appended(db, APPENDED)
