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
    (
        # One row for each outside call that is to be paid; amounts in millionths of a dollar, NULL where no price is known.
        """
        CREATE TABLE reservations (
            id TEXT PRIMARY KEY,
            run_id TEXT NOT NULL,
            generation_id TEXT NOT NULL,
            model TEXT NOT NULL,
            provider TEXT NOT NULL,
            key_id TEXT NOT NULL,
            created TEXT NOT NULL,
            day TEXT NOT NULL,
            state TEXT NOT NULL,
            amount INTEGER,
            currency TEXT NOT NULL,
            per_dollar REAL NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX reservations_day ON reservations(day, state, amount, provider, model, key_id)",
        "CREATE INDEX reservations_key ON reservations(key_id, day, state, amount) WHERE key_id <> ''",
        "CREATE INDEX reservations_run ON reservations(run_id)",
        "CREATE INDEX reservations_generation ON reservations(generation_id)",
        "CREATE INDEX reservations_held ON reservations(generation_id) WHERE state = 'held'",
        "CREATE TABLE caps (id TEXT PRIMARY KEY, value TEXT NOT NULL)",
        "CREATE TABLE saved_images (id TEXT PRIMARY KEY)",
        "ALTER TABLE attempts ADD COLUMN reservation_id TEXT",
        "ALTER TABLE attempts ADD COLUMN key_id TEXT",
        "ALTER TABLE attempts ADD COLUMN cost REAL",
        # What was spent before there were reservations.
        """
        INSERT INTO reservations
        SELECT 'rsv_' || id, run_id, id, model, substr(model, 1, instr(model, '/') - 1),
            COALESCE((
                SELECT json_extract(request, '$.key_id') FROM attempts
                WHERE generation_id = generations.id ORDER BY id DESC LIMIT 1
            ), ''),
            started, date(started, 'localtime'), 'spent', CAST(ROUND(cost * 1000000) AS INTEGER), 'USD', 1
        FROM generations WHERE started IS NOT NULL AND (cost IS NOT NULL OR EXISTS (
            SELECT 1 FROM attempts WHERE generation_id = generations.id AND attempts.state = 'saved'
        ))
        """,
        """
        INSERT INTO reservations
        SELECT 'rsv_' || attempts.id, run_id, generation_id, model, substr(model, 1, instr(model, '/') - 1),
            COALESCE(json_extract(request, '$.key_id'), ''), created, date(created, 'localtime'),
            CASE attempts.state WHEN 'unknown' THEN 'possible' ELSE 'held' END,
            CAST(ROUND(json_extract(request, '$.planned_cost') * 1000000) AS INTEGER), 'USD', 1
        FROM attempts JOIN generations ON generations.id = generation_id
        WHERE attempts.state IN ('unknown', 'prepared', 'sent', 'accepted', 'received')
        """,
        """
        UPDATE attempts SET reservation_id = 'rsv_' || id
        WHERE state IN ('unknown', 'prepared', 'sent', 'accepted', 'received')
        """,
    ),
    (
        # Calls to chat models, and the pictures that they described.
        """
        CREATE TABLE chat_calls (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,
            purpose TEXT NOT NULL,
            model TEXT NOT NULL,
            key_id TEXT NOT NULL,
            state TEXT NOT NULL,
            created TEXT NOT NULL,
            seconds REAL,
            prompt_tokens INTEGER,
            completion_tokens INTEGER,
            cost REAL,
            error TEXT
        )
        """,
        "CREATE INDEX chat_calls_owner ON chat_calls(owner)",
        "CREATE INDEX chat_calls_open ON chat_calls(state) WHERE state = 'sent'",
        """
        CREATE TABLE reproductions (
            id TEXT PRIMARY KEY,
            image_id TEXT NOT NULL,
            model TEXT NOT NULL,
            options TEXT NOT NULL,
            state TEXT NOT NULL,
            text TEXT NOT NULL,
            prompt TEXT NOT NULL,
            error TEXT,
            tries INTEGER NOT NULL,
            waiting_until TEXT,
            scaled TEXT,
            cost REAL,
            seconds REAL,
            created TEXT NOT NULL,
            run_ids TEXT NOT NULL
        )
        """,
        "CREATE INDEX reproductions_image ON reproductions(image_id)",
        "CREATE INDEX reproductions_open ON reproductions(state) WHERE state IN ('running', 'waiting')",
    ),
    (
        # Batches. A task that was begun has a generation; what becomes of that becomes of the task in the same transaction.
        """
        CREATE TABLE batches (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            owner TEXT NOT NULL,
            state TEXT NOT NULL,
            priority INTEGER NOT NULL,
            prompt TEXT NOT NULL,
            models TEXT NOT NULL,
            params TEXT NOT NULL,
            created TEXT NOT NULL,
            ended TEXT,
            total INTEGER NOT NULL,
            error TEXT
        ) WITHOUT ROWID
        """,
        "CREATE INDEX batches_running ON batches(state) WHERE state = 'running'",
        """
        CREATE TABLE batch_tasks (
            id TEXT PRIMARY KEY,
            batch_id TEXT NOT NULL REFERENCES batches(id) ON DELETE CASCADE,
            base_image_id TEXT,
            provider TEXT NOT NULL,
            model TEXT NOT NULL,
            prompt TEXT NOT NULL,
            repeat INTEGER NOT NULL,
            state TEXT NOT NULL,
            run_id TEXT,
            generation_id TEXT,
            error TEXT,
            cost REAL,
            earlier REAL NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX batch_tasks_state ON batch_tasks(batch_id, state, provider, id, cost)",
        "CREATE INDEX batch_tasks_order ON batch_tasks(batch_id, id)",
        "CREATE INDEX batch_tasks_generation ON batch_tasks(generation_id) WHERE generation_id IS NOT NULL",
        """
        CREATE TRIGGER batch_tasks_follow AFTER UPDATE OF state, error, cost ON generations BEGIN
            UPDATE batch_tasks SET
                state = CASE new.state WHEN 'queued' THEN 'running' ELSE new.state END,
                error = new.error,
                cost = CASE WHEN new.cost IS NULL THEN NULLIF(earlier, 0) ELSE new.cost + earlier END
            WHERE generation_id = new.id;
        END
        """,
        "ALTER TABLE runs ADD COLUMN batch_id TEXT",
        "CREATE INDEX runs_of_batch ON runs(batch_id) WHERE batch_id IS NOT NULL",
        "CREATE INDEX runs_alone ON runs(id) WHERE batch_id IS NULL",
    ),
    (
        # The library: one index that every look at it reads from start to end, and the way of what is thrown away.
        "ALTER TABLE images ADD COLUMN trashed_at TEXT",
        "ALTER TABLE images ADD COLUMN binned INTEGER NOT NULL DEFAULT 0",
        """
        CREATE INDEX images_listed ON images(
            trashed, created, id, binned, model, kind, favourite, run_id, parent_id, cost, width, height, bytes
        )
        """,
        "CREATE INDEX images_parent ON images(parent_id) WHERE parent_id IS NOT NULL",
        "DROP INDEX images_newest",
        "DROP INDEX images_favourite",
    ),
    (
        # Refinements. `record`: all of one, as the service that owns it writes and reads it.
        """
        CREATE TABLE refinements (
            id TEXT PRIMARY KEY,
            owner TEXT NOT NULL,
            name TEXT NOT NULL,
            goal TEXT NOT NULL,
            status TEXT NOT NULL,
            created TEXT NOT NULL,
            changed TEXT NOT NULL,
            record TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX refinements_running ON refinements(status) WHERE status = 'running'",
        "ALTER TABLE runs ADD COLUMN session_id TEXT",
        "CREATE INDEX runs_of_session ON runs(session_id) WHERE session_id IS NOT NULL",
    ),
    (
        # People who share one studio. An empty owner is the studio's own user. `token` and the id of a sign-in are hashes.
        """
        CREATE TABLE people (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            role TEXT NOT NULL,
            token TEXT NOT NULL UNIQUE,
            created TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE UNIQUE INDEX people_name ON people(name COLLATE NOCASE) WHERE role <> 'removed'",
        """
        CREATE TABLE sign_ins (
            id TEXT PRIMARY KEY,
            person TEXT NOT NULL REFERENCES people(id) ON DELETE CASCADE,
            created TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX sign_ins_person ON sign_ins(person)",
        "ALTER TABLE runs ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX runs_owner ON runs(owner, id)",
        "ALTER TABLE images ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX images_owner ON images(owner, trashed, created, id)",
        "ALTER TABLE reproductions ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX reproductions_owner ON reproductions(owner, id)",
        "CREATE INDEX batches_owner ON batches(owner, id)",
        "ALTER TABLE reservations ADD COLUMN owner TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX reservations_owner ON reservations(owner, day, state, amount)",
        "ALTER TABLE chat_calls ADD COLUMN person TEXT NOT NULL DEFAULT ''",
    ),
    (
        # What was thought of a run, by its id. `looks`: each choice, the model that won before all that were in sight.
        """
        CREATE TABLE ballots (
            id TEXT PRIMARY KEY REFERENCES runs(id) ON DELETE CASCADE,
            winner TEXT NOT NULL,
            blind INTEGER NOT NULL,
            created TEXT NOT NULL,
            looks TEXT NOT NULL
        ) WITHOUT ROWID
        """,
        "CREATE INDEX ballots_winner ON ballots(winner)",
    ),
    (
        # What becomes of a batch's pictures: marks, follow-up steps, and the few tasks of a trial that alone may begin.
        "ALTER TABLE batch_tasks ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE batch_tasks ADD COLUMN steps TEXT",
        "ALTER TABLE batch_tasks ADD COLUMN made TEXT",
        "ALTER TABLE batch_tasks ADD COLUMN step_error TEXT",
        "ALTER TABLE batches ADD COLUMN trial TEXT",
        "CREATE INDEX batch_tasks_stepping ON batch_tasks(steps, state, id) WHERE steps IS NOT NULL",
        "CREATE INDEX batch_tasks_steps ON batch_tasks(batch_id, steps, state) WHERE steps IS NOT NULL",
    ),
    (
        # Runs that vary along axes: the words and the place of each generation.
        "ALTER TABLE runs ADD COLUMN axes TEXT NOT NULL DEFAULT '[]'",
        "ALTER TABLE generations ADD COLUMN prompt TEXT",
        "ALTER TABLE generations ADD COLUMN cell TEXT",
    ),
    (
        # What a batch is made of, for the one that is being made and for making another like it.
        "CREATE TABLE batch_drafts (id TEXT NOT NULL, part TEXT NOT NULL, value TEXT, PRIMARY KEY (id, part))",
    ),
    (
        # What a model was given beside the prompt, read from the recipe of each image that it made with that.
        """
        CREATE TABLE image_sources (
            source_id TEXT NOT NULL, image_id TEXT NOT NULL, PRIMARY KEY (source_id, image_id)
        ) WITHOUT ROWID
        """,
        """
        INSERT OR IGNORE INTO image_sources SELECT value, images.id
        FROM images, json_tree(CASE WHEN json_valid(recipe) THEN recipe ELSE '{}' END)
        WHERE parent_id IS NULL AND type = 'text' AND (path = '$.references' OR fullkey = '$.mask')
        """,
        """
        CREATE TRIGGER image_sources_added AFTER INSERT ON images WHEN new.parent_id IS NULL BEGIN
            INSERT OR IGNORE INTO image_sources SELECT value, new.id FROM json_tree(new.recipe)
            WHERE type = 'text' AND (path = '$.references' OR fullkey = '$.mask');
        END
        """,
    ),
    (
        # A description that is gone on with counts its time from then.
        "ALTER TABLE reproductions ADD COLUMN started TEXT",
    ),
    (
        # What began by a request whose sender chose an id for it, so that it may be sent again. `asked`: a digest.
        """
        CREATE TABLE requests (
            owner TEXT NOT NULL, id TEXT NOT NULL, asked TEXT NOT NULL, began TEXT NOT NULL, PRIMARY KEY (owner, id)
        ) WITHOUT ROWID
        """,
    ),
)

VERSION = len(MIGRATIONS)
