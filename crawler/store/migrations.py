"""The schema, one function a change. Earlier functions are never edited; new ones go to the end."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("rasoat")

SETTINGS = "settings"
CRAWLS = "crawls"
FETCHES = "fetches"
SIGHTINGS = "sightings"
REGISTER_IMPORTS = "register_imports"
REGISTER_CLASSES = "register_classes"
REGISTRY_ENTRIES = "registry_entries"
REGISTRY_CURRENT = "registry_current"
REGISTRY_EVENTS = "registry_events"
VERDICTS = "verdicts"
CASES = "cases"
CASE_EVENTS = "case_events"
REQUESTS = "requests"
REQUEST_SUBJECTS = "request_subjects"
REQUEST_EVENTS = "request_events"
PROTECTED_EVENTS = "protected_events"
ALIAS_EVENTS = "alias_events"
DECLARED_EVENTS = "declared_events"
CONTROLS = "controls"
CONTROL_EVENTS = "control_events"
ASSOCIATIONS = "associations"
CHAIN_LINKS = "chain_links"
WORKERS = "workers"
FRONTIER = "frontier"
ADMITTED = "admitted"
MEASURES = "measures"
PAGE_ALIASES = "page_aliases"
HOTLINE_REPORTS = "hotline_reports"
HOTLINE_REPORTERS = "hotline_reporters"
HOTLINE_ADDRESSES = "hotline_addresses"
HOTLINE_EVENTS = "hotline_events"
LEADS = "leads"
OPERATORS = "operators"
OPERATOR_EVENTS = "operator_events"
OPERATOR_MERGERS = "operator_mergers"
CERTIFIED = "certified"
LOG_PARTS = "log_parts"
OUTCOMES = "outcomes"
TERM_EVENTS = "term_events"

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

_VIEWS = (
    """CREATE VIEW registry_current AS
        SELECT registry_entries.* FROM registry_entries
        JOIN (SELECT max(id) AS id FROM registry_entries GROUP BY kind, entry) AS newest
            USING (id)
        WHERE present = 1""",
)

# Appended, never changed: a correction is a new row.
_APPEND_ONLY = (
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


@MIGRATIONS()
def m001_first(db: Database) -> None:
    """Everything from the register and the sightings to the requests."""
    for statement in (*_TABLES, *_INDEXES, *_VIEWS):
        db.execute(statement)
    for table in _APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{table} are appended, never changed'); END"
            )


_EVENTS = (
    """CREATE TABLE registry_events (
        id INTEGER PRIMARY KEY, import INTEGER NOT NULL REFERENCES register_imports(id),
        kind TEXT NOT NULL, entry TEXT NOT NULL, event TEXT NOT NULL,
        day TEXT, not_before TEXT, not_after TEXT,
        decision TEXT NOT NULL DEFAULT '', ground TEXT NOT NULL DEFAULT '',
        differed TEXT NOT NULL DEFAULT '{}', mark TEXT NOT NULL,
        CHECK ((day IS NULL) <> (not_after IS NULL))
    ) STRICT""",
    "CREATE INDEX registry_events_by_entry ON registry_events (kind, entry, id)",
    # The kinds of paper that an import held in full: it confirms what it did not change.
    "ALTER TABLE register_imports ADD COLUMN kinds TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE registry_entries ADD COLUMN expires TEXT",
    "ALTER TABLE registry_entries ADD COLUMN ended TEXT",
    "ALTER TABLE registry_entries ADD COLUMN decision TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE registry_entries ADD COLUMN ground TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE registry_entries ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
    "DROP VIEW registry_current",
    *_VIEWS,
)
# The events of what was imported before there were events. 7 hours: days are Hà Nội's.
_FORMER_EVENTS = """
    WITH versions AS (
        SELECT registry_entries.*, date(taken_at, '+7 hours') AS seen,
            lag(date(taken_at, '+7 hours')) OVER chain AS seen_before,
            lag(present) OVER chain AS was_present, lag(status) OVER chain AS was
        FROM registry_entries JOIN register_imports ON register_imports.id = import
        WINDOW chain AS (PARTITION BY kind, entry ORDER BY registry_entries.id)
    ),
    told AS (
        SELECT id, 1 AS step, 'granted' AS event, coalesce(issued <= seen, 0) AS sure,
            issued AS day, NULL AS since FROM versions WHERE was_present IS NULL
        UNION ALL
        SELECT id, 1, iif(present, 'relisted', 'unlisted'), 1, seen, NULL FROM versions
            WHERE was_present <> present
        UNION ALL
        SELECT id, 2, iif(status = 'in_force', 'resumed', status), 0, NULL,
            coalesce(seen_before, issued)
            FROM versions WHERE present AND status <> iif(
                was_present IS NULL OR NOT was_present, 'in_force', was)
        UNION ALL
        SELECT id, 3, 'amended', 0, NULL, seen_before FROM versions
            WHERE present AND was_present AND status = was
    )
    INSERT INTO registry_events (import, kind, entry, event, day, not_before, not_after, mark)
    SELECT import, kind, entry, event, iif(sure, day, NULL), since,
        iif(sure AND day IS NOT NULL, NULL, seen), mark
    FROM told JOIN versions USING (id) ORDER BY id, step
"""


@MIGRATIONS()
def m002_register_events(db: Database) -> None:
    """What happened to each paper, and the columns that say when and why it ended."""
    for statement in (*_EVENTS, _FORMER_EVENTS):
        db.execute(statement)
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER registry_events_no_{verb.lower()} BEFORE {verb} ON registry_events "
            "BEGIN SELECT RAISE(ABORT, 'registry_events are appended, never changed'); END"
        )


_LICENSEES_APPEND_ONLY = ("alias_events", "declared_events")


@MIGRATIONS()
def m003_licensees(db: Database) -> None:
    """Other names of licensees, and the accounts that they declared as their own."""
    for statement in (
        """CREATE TABLE alias_events (
            id INTEGER PRIMARY KEY, account TEXT NOT NULL, publisher TEXT NOT NULL,
            event TEXT NOT NULL CHECK (event IN ('added', 'withdrawn')),
            source TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE declared_events (
            id INTEGER PRIMARY KEY, account TEXT NOT NULL, publisher TEXT NOT NULL, entry TEXT,
            event TEXT NOT NULL CHECK (event IN ('declared', 'withdrawn')),
            letter TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT""",
    ):
        db.execute(statement)
    for table in _LICENSEES_APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{table} are appended, never changed'); END"
            )


_CONTROLS_APPEND_ONLY = ("controls", "control_events")


@MIGRATIONS()
def m004_controls(db: Database) -> None:
    """Subjects drawn by chance from what became no case, and what people say of them."""
    for statement in (
        """CREATE TABLE controls (
            id INTEGER PRIMARY KEY, subject TEXT NOT NULL UNIQUE,
            verdict INTEGER NOT NULL REFERENCES verdicts(id), drawn_at TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE control_events (
            id INTEGER PRIMARY KEY, control INTEGER NOT NULL REFERENCES controls(id),
            at TEXT NOT NULL, who TEXT NOT NULL,
            event TEXT NOT NULL CHECK (event IN ('right', 'missed', 'reopened')), note TEXT,
            mark TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX control_events_by_control ON control_events (control, id)",
    ):
        db.execute(statement)
    for table in _CONTROLS_APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{table} are appended, never changed'); END"
            )


@MIGRATIONS()
def m005_evidence_chain(db: Database) -> None:
    """What was recorded, link by link; the text of a link is what its hash is made of."""
    for statement in (
        """CREATE TABLE chain_links (
            n INTEGER PRIMARY KEY, link TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
            mark TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX chain_links_by_file ON chain_links (json_extract(link, '$.file'), n)",
        "CREATE INDEX chain_links_by_evidence ON chain_links (json_extract(link, '$.evidence'), n)",
        "CREATE INDEX chain_links_by_kind ON chain_links (json_extract(link, '$.kind'), n)",
    ):
        db.execute(statement)
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER chain_links_no_{verb.lower()} BEFORE {verb} ON chain_links "
            "BEGIN SELECT RAISE(ABORT, 'chain_links are appended, never changed'); END"
        )


@MIGRATIONS()
def m006_frontier(db: Database) -> None:
    """The requests of each crawl with their outcomes, and the processes that worked on it."""
    for statement in (
        "ALTER TABLE crawls ADD COLUMN charts INTEGER NOT NULL DEFAULT 0",
        # NULL: begun before crawls could be resumed.
        "ALTER TABLE crawls ADD COLUMN most INTEGER",
        "ALTER TABLE crawls ADD COLUMN seeded INTEGER NOT NULL DEFAULT 0",
        """CREATE TABLE workers (
            id INTEGER PRIMARY KEY, crawl INTEGER NOT NULL REFERENCES crawls(id),
            place TEXT NOT NULL, pid INTEGER NOT NULL, process_start TEXT NOT NULL,
            began_at TEXT NOT NULL, beat_at TEXT NOT NULL,
            stop_asked INTEGER NOT NULL DEFAULT 0, ended_at TEXT, mark TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX workers_running ON workers (crawl) WHERE ended_at IS NULL",
        """CREATE TABLE frontier (
            id INTEGER PRIMARY KEY, crawl INTEGER NOT NULL REFERENCES crawls(id),
            key BLOB NOT NULL, step TEXT NOT NULL, priority INTEGER NOT NULL, form TEXT NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            worker INTEGER REFERENCES workers(id), taken_until TEXT,
            outcome TEXT CHECK (outcome IN ('done', 'unreadable', 'refused', 'forbidden',
                'failed', 'dropped', 'parked')),
            reason TEXT, sightings INTEGER, ended_at TEXT,
            UNIQUE (crawl, key)
        ) STRICT""",
        """CREATE INDEX frontier_waiting ON frontier (crawl, attempts, priority DESC, id)
            WHERE outcome IS NULL""",
        "CREATE INDEX frontier_taken ON frontier (worker) WHERE worker IS NOT NULL",
        """CREATE TABLE admitted (
            crawl INTEGER NOT NULL REFERENCES crawls(id), what TEXT NOT NULL, key TEXT NOT NULL,
            PRIMARY KEY (crawl, what, key)
        ) WITHOUT ROWID, STRICT""",
        # The request that it answers: the same answer delivered twice gives no second row.
        "ALTER TABLE sightings ADD COLUMN asked INTEGER REFERENCES frontier(id)",
        """CREATE UNIQUE INDEX sightings_once ON sightings (asked, subject, coalesce(evidence, ''))
            WHERE asked IS NOT NULL""",
    ):
        db.execute(statement)


@MIGRATIONS()
def m007_associations(db: Database) -> None:
    """Who shares rare identities with a confirmed case, computed anew as a whole each time."""
    db.execute(
        """CREATE TABLE associations (
            subject TEXT NOT NULL, case_id INTEGER NOT NULL REFERENCES cases(id),
            score REAL NOT NULL, reasons TEXT NOT NULL, at TEXT NOT NULL, mark TEXT NOT NULL,
            PRIMARY KEY (subject, case_id)
        ) STRICT"""
    )


@MIGRATIONS()
def m008_measures(db: Database) -> None:
    """What each crawl's answers held, step by step, and what of it was less than before."""
    db.execute(
        """CREATE TABLE measures (
            id INTEGER PRIMARY KEY, crawl INTEGER NOT NULL REFERENCES crawls(id),
            measured_at TEXT NOT NULL, volumes TEXT NOT NULL, fills TEXT NOT NULL,
            drifts TEXT NOT NULL, mark TEXT NOT NULL
        ) STRICT"""
    )
    db.execute("CREATE INDEX measures_by_crawl ON measures (crawl, id)")
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER measures_no_{verb.lower()} BEFORE {verb} ON measures "
            "BEGIN SELECT RAISE(ABORT, 'measures are appended, never changed'); END"
        )


@MIGRATIONS()
def m009_sites(db: Database) -> None:
    """What sightings of sites and pages hold: where the entry led, and whom it links to."""
    for statement in (
        "ALTER TABLE sightings ADD COLUMN final_url TEXT",
        "ALTER TABLE sightings ADD COLUMN redirects TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE sightings ADD COLUMN outlinks TEXT NOT NULL DEFAULT '[]'",
    ):
        db.execute(statement)


@MIGRATIONS()
def m010_leads(db: Database) -> None:
    """Subjects that somebody named to be looked at; the same row imported again counts once."""
    for statement in (
        """CREATE TABLE leads (
            id INTEGER PRIMARY KEY, subject TEXT NOT NULL, address TEXT NOT NULL,
            source TEXT NOT NULL, origin TEXT NOT NULL, at TEXT NOT NULL, seen_at TEXT, note TEXT,
            who TEXT NOT NULL, mark TEXT NOT NULL
        ) STRICT""",
        """CREATE UNIQUE INDEX leads_once ON leads (subject, address, source,
            coalesce(seen_at, ''), coalesce(note, ''))""",
    ):
        db.execute(statement)
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER leads_no_{verb.lower()} BEFORE {verb} ON leads "
            "BEGIN SELECT RAISE(ABORT, 'leads are appended, never changed'); END"
        )


@MIGRATIONS()
def m011_page_aliases(db: Database) -> None:
    """Names and numbers of one page, and when they were seen first and last."""
    for statement in (
        """CREATE TABLE page_aliases (
            kind TEXT NOT NULL CHECK (kind IN ('profile_id', 'vanity', 'name')),
            value TEXT NOT NULL, page TEXT NOT NULL,
            first_seen TEXT NOT NULL, last_seen TEXT NOT NULL, mark TEXT NOT NULL,
            PRIMARY KEY (kind, value, page)
        ) WITHOUT ROWID, STRICT""",
        "CREATE INDEX page_aliases_by_page ON page_aliases (page)",
        # The adverts of a page; apps have accounts too, and many more sightings.
        """CREATE INDEX sightings_of_adverts ON sightings (publisher_id, subject, seen_at)
            WHERE subject >= 'fbad:' AND subject < 'fbad;'""",
    ):
        db.execute(statement)


_HOTLINE_APPEND_ONLY = ("hotline_reports", "hotline_addresses", "hotline_events")


@MIGRATIONS()
def m012_hotline(db: Database) -> None:
    """Reports of citizens and offices, what they name, and apart from them who reported."""
    for statement in (
        """CREATE TABLE hotline_reports (
            id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, received_at TEXT, channel TEXT,
            object TEXT, text TEXT, attachment TEXT, file TEXT NOT NULL, line INTEGER NOT NULL,
            imported_at TEXT NOT NULL, imported_by TEXT NOT NULL, mark TEXT NOT NULL
        ) STRICT""",
        # Alone, so that nothing that reads reports can hand it out; it may be deleted.
        """CREATE TABLE hotline_reporters (
            report INTEGER PRIMARY KEY REFERENCES hotline_reports(id), reporter TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE hotline_addresses (
            id INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES hotline_reports(id),
            address TEXT NOT NULL, subject TEXT, refused TEXT, mark TEXT NOT NULL,
            UNIQUE (report, address), CHECK ((subject IS NULL) <> (refused IS NULL))
        ) STRICT""",
        "CREATE INDEX hotline_addresses_by_subject ON hotline_addresses (subject)",
        """CREATE TABLE hotline_events (
            id INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES hotline_reports(id),
            event TEXT NOT NULL CHECK (event IN ('answered')), said TEXT NOT NULL,
            at TEXT NOT NULL, who TEXT NOT NULL, mark TEXT NOT NULL
        ) STRICT""",
    ):
        db.execute(statement)
    for table in _HOTLINE_APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{table} are appended, never changed'); END"
            )


@MIGRATIONS()
def m013_log_parts(db: Database) -> None:
    """What was read of certificate logs, part by part; the last part of a log says how far."""
    for statement in (
        """CREATE TABLE log_parts (
            id INTEGER PRIMARY KEY, crawl INTEGER NOT NULL REFERENCES crawls(id),
            log TEXT NOT NULL, url TEXT NOT NULL, first INTEGER NOT NULL, read INTEGER NOT NULL,
            size INTEGER NOT NULL, edge TEXT, checked INTEGER NOT NULL, names INTEGER NOT NULL,
            leads INTEGER NOT NULL, unreadable INTEGER NOT NULL, at TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX log_parts_by_log ON log_parts (log, id)",
        "CREATE INDEX log_parts_by_crawl ON log_parts (crawl, id)",
    ):
        db.execute(statement)
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER log_parts_no_{verb.lower()} BEFORE {verb} ON log_parts "
            "BEGIN SELECT RAISE(ABORT, 'log_parts are appended, never changed'); END"
        )


@MIGRATIONS()
def m014_outcomes(db: Database) -> None:
    """What became of subjects after a request, crawl by crawl, with the answers it rests on."""
    for statement in (
        """CREATE TABLE outcomes (
            id INTEGER PRIMARY KEY, subject TEXT NOT NULL, crawl INTEGER REFERENCES crawls(id),
            at TEXT NOT NULL, told TEXT NOT NULL, outcome TEXT NOT NULL, counted TEXT NOT NULL,
            why TEXT, evidence TEXT NOT NULL, mark TEXT NOT NULL
        ) STRICT""",
        # A crawl tells each thing once; one that was resumed may tell something else.
        """CREATE UNIQUE INDEX outcomes_once ON outcomes (subject, coalesce(crawl, 0), at, told)""",
    ):
        db.execute(statement)
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER outcomes_no_{verb.lower()} BEFORE {verb} ON outcomes "
            "BEGIN SELECT RAISE(ABORT, 'outcomes are appended, never changed'); END"
        )


@MIGRATIONS()
def m015_terms(db: Database) -> None:
    """What people said of proposed search terms; each stands once."""
    db.execute(
        """CREATE TABLE term_events (
            id INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE, language TEXT NOT NULL,
            event TEXT NOT NULL CHECK (event IN ('accepted', 'refused')), reason TEXT NOT NULL,
            at TEXT NOT NULL, who TEXT NOT NULL, mark TEXT NOT NULL
        ) STRICT"""
    )
    for verb in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER term_events_no_{verb.lower()} BEFORE {verb} ON term_events "
            "BEGIN SELECT RAISE(ABORT, 'term_events are appended, never changed'); END"
        )


_OPERATORS_APPEND_ONLY = ("operators", "operator_events", "operator_mergers", "certified")


@MIGRATIONS()
def m016_operators(db: Database) -> None:
    """Who looks like one operator, who joined when and by what, and what one certificate names."""
    for statement in (
        """CREATE TABLE operators (
            id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, founded_at TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE operator_events (
            id INTEGER PRIMARY KEY, operator INTEGER NOT NULL REFERENCES operators(id),
            at TEXT NOT NULL, event TEXT NOT NULL CHECK (event IN ('joined', 'left')),
            subject TEXT NOT NULL, tied_to TEXT, strong INTEGER NOT NULL, reasons TEXT NOT NULL,
            mark TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX operator_events_by_operator ON operator_events (operator, id)",
        """CREATE TABLE operator_mergers (
            operator INTEGER PRIMARY KEY REFERENCES operators(id),
            into_operator INTEGER NOT NULL REFERENCES operators(id),
            at TEXT NOT NULL, mark TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE certified (
            id INTEGER PRIMARY KEY, subject TEXT NOT NULL, names TEXT NOT NULL,
            origin TEXT NOT NULL, at TEXT NOT NULL, mark TEXT NOT NULL, UNIQUE (subject, names)
        ) STRICT""",
    ):
        db.execute(statement)
    for table in _OPERATORS_APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, '{table} are appended, never changed'); END"
            )


@MIGRATIONS()
def m017_permission(db: Database) -> None:
    """Which written permission of a source's owner a crawl rested on, where it needed one."""
    db.execute("ALTER TABLE crawls ADD COLUMN permission TEXT")


@MIGRATIONS()
def m018_found_leads(db: Database) -> None:
    """Which leads nobody named; those of before count as named."""
    db.execute("ALTER TABLE leads ADD COLUMN found INTEGER NOT NULL DEFAULT 0")


@MIGRATIONS()
def m019_unread_rows(db: Database) -> None:
    """How many rows of an answer came in a shape that nobody knows; before, none were kept."""
    db.execute("ALTER TABLE frontier ADD COLUMN unread INTEGER NOT NULL DEFAULT 0")


@MIGRATIONS()
def m020_outcomes_anew(db: Database) -> None:
    """One answer may be told anew: what came to light late can unsay what it proved."""
    db.execute("DROP INDEX outcomes_once")
    db.execute("CREATE INDEX outcomes_of_answers ON outcomes (subject, coalesce(crawl, 0), at)")
