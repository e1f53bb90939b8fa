"""The schema's history: an append-only list. Entry N takes the database from version N to N + 1; none is ever edited."""

from __future__ import annotations

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE runs (
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            prompt TEXT NOT NULL,
            params TEXT NOT NULL,
            created TEXT NOT NULL
        )
        """,
        """
        CREATE TABLE generations (
            id TEXT PRIMARY KEY,
            run_id TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            model TEXT NOT NULL,
            state TEXT NOT NULL,
            error TEXT,
            cost REAL,
            seconds REAL,
            started TEXT,
            waiting_until TEXT,
            text TEXT,
            asked TEXT NOT NULL,
            sent TEXT NOT NULL,
            adjustments TEXT NOT NULL
        )
        """,
        "CREATE INDEX generations_run ON generations(run_id, position)",
        "CREATE INDEX generations_started ON generations(started)",
        "CREATE INDEX generations_unfinished ON generations(state) WHERE state IN ('queued', 'running')",
        """
        CREATE TABLE attempts (
            id TEXT PRIMARY KEY,
            generation_id TEXT NOT NULL REFERENCES generations(id) ON DELETE CASCADE,
            state TEXT NOT NULL,
            created TEXT NOT NULL,
            remote_id TEXT,
            error TEXT,
            request TEXT NOT NULL
        )
        """,
        "CREATE INDEX attempts_generation ON attempts(generation_id, id)",
        "CREATE INDEX attempts_state ON attempts(state)",
        """
        CREATE TABLE images (
            id TEXT PRIMARY KEY,
            sha256 TEXT NOT NULL,
            mime_type TEXT NOT NULL,
            extension TEXT NOT NULL,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            kind TEXT NOT NULL,
            created TEXT NOT NULL,
            model TEXT,
            prompt TEXT,
            run_id TEXT,
            generation_id TEXT,
            parent_id TEXT,
            recipe TEXT NOT NULL,
            cost REAL,
            favourite INTEGER NOT NULL DEFAULT 0,
            name TEXT,
            trashed INTEGER NOT NULL DEFAULT 0
        )
        """,
        "CREATE INDEX images_newest ON images(trashed, created, id)",
        "CREATE INDEX images_favourite ON images(created, id) WHERE favourite AND NOT trashed",
        "CREATE INDEX images_model ON images(model, created, id)",
        "CREATE INDEX images_run ON images(run_id)",
        "CREATE INDEX images_generation ON images(generation_id)",
        "CREATE INDEX images_sha256 ON images(sha256)",
        # Trigrams find any substring of three letters or more, in every script.
        "CREATE VIRTUAL TABLE run_texts USING fts5(prompt, content='runs', content_rowid='number', tokenize='trigram')",
        """
        CREATE TRIGGER runs_added AFTER INSERT ON runs BEGIN
            INSERT INTO run_texts(rowid, prompt) VALUES (new.number, new.prompt);
        END
        """,
        """
        CREATE TRIGGER runs_removed AFTER DELETE ON runs BEGIN
            INSERT INTO run_texts(run_texts, rowid, prompt) VALUES ('delete', old.number, old.prompt);
        END
        """,
    ),
)

VERSION = len(MIGRATIONS)
