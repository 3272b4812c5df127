-- What members bring along from Letterboxd: imports of their exports, and their feeds, which are followed.
-- All times are integer seconds since 1970 in UTC (…_s); a calendar date is TEXT as YYYY-MM-DD.

-- Where what a review says stands on Letterboxd. NULL: it was written here, or changed here since.
ALTER TABLE reviews ADD COLUMN source_url TEXT;
ALTER TABLE review_revisions ADD COLUMN source_url TEXT;

-- The import that a row came in with, and goes with while that can be undone. Numbers of imports are never used again.
-- A review that came in with one is no news: it counts among nothing that was written in a week.
ALTER TABLE reviews ADD COLUMN import_id INTEGER;
ALTER TABLE review_revisions ADD COLUMN import_id INTEGER;
ALTER TABLE viewings ADD COLUMN import_id INTEGER;
ALTER TABLE watchlist ADD COLUMN import_id INTEGER;
ALTER TABLE merged_reviews ADD COLUMN import_id INTEGER;      -- of one that became part of another: its own

CREATE INDEX reviews_of_import ON reviews (import_id, created_s, id) WHERE import_id IS NOT NULL;

DROP INDEX reviews_written;
CREATE INDEX reviews_written ON reviews (guild_id, created_s, author_id) WHERE body <> '' AND import_id IS NULL;

DROP TRIGGER weeks_after_first_text;
CREATE TRIGGER weeks_after_first_text AFTER INSERT ON reviews WHEN NEW.body <> '' AND NEW.import_id IS NULL BEGIN
    INSERT INTO weeks (guild_id, begins_s, due_s) VALUES (NEW.guild_id, NEW.created_s, 0) ON CONFLICT (guild_id) DO NOTHING;
END;

-- Viewings of films that their member neither rated nor reviewed: private, and in no server's reviews.
-- A film that was merged into another stays named here: it is read through films.merged_into.
CREATE TABLE watches (
    id         INTEGER PRIMARY KEY,
    user_id    INTEGER NOT NULL,
    film_id    INTEGER NOT NULL REFERENCES films (id),
    watched_on TEXT,
    tags       TEXT    NOT NULL,                 -- a JSON list
    is_rewatch INTEGER NOT NULL CHECK (is_rewatch IN (0, 1)),
    is_liked   INTEGER NOT NULL CHECK (is_liked IN (0, 1)),
    logged_s   INTEGER NOT NULL,
    import_id  INTEGER
) STRICT;

CREATE INDEX watches_by_user ON watches (user_id, film_id);
CREATE INDEX watches_of_film ON watches (film_id);

-- What a member's exports call a film, and which one that is in a server: its address there, or its title and year.
CREATE TABLE letterboxd_films (
    guild_id  INTEGER NOT NULL,
    user_id   INTEGER NOT NULL,
    name      TEXT    NOT NULL,
    film_id   INTEGER NOT NULL REFERENCES films (id),
    import_id INTEGER,
    PRIMARY KEY (guild_id, user_id, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX letterboxd_films_of_user ON letterboxd_films (user_id);
CREATE INDEX letterboxd_films_of_film ON letterboxd_films (film_id);

-- What a server's own films are called, as their facts say: an import asks of each film whether it is one of them.
ALTER TABLE own_films ADD COLUMN title TEXT;
ALTER TABLE own_films ADD COLUMN year INTEGER;

UPDATE own_films SET (title, year) = (
    SELECT json_extract(f.facts, '$.title'), json_extract(f.facts, '$.year') FROM films f
    WHERE f.id = own_films.film_id AND f.facts <> ''
);

CREATE INDEX own_films_by_year ON own_films (guild_id, year, title);

CREATE TRIGGER own_films_named_at_first AFTER INSERT ON own_films BEGIN
    UPDATE own_films SET (title, year) = (
        SELECT json_extract(f.facts, '$.title'), json_extract(f.facts, '$.year') FROM films f
        WHERE f.id = NEW.film_id AND f.facts <> ''
    ) WHERE film_id = NEW.film_id;
END;

CREATE TRIGGER own_films_named_anew AFTER UPDATE OF facts ON films WHEN NEW.facts <> '' AND NEW.facts <> OLD.facts BEGIN
    UPDATE own_films SET title = json_extract(NEW.facts, '$.title'), year = json_extract(NEW.facts, '$.year')
    WHERE film_id = NEW.id;
END;

-- Entries of a member's diary there that came into a server, as they were last told: so that none comes twice.
CREATE TABLE letterboxd_entries (
    guild_id   INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,
    name       TEXT    NOT NULL,                 -- its address in an export, or its guid in a feed
    film_id    INTEGER NOT NULL REFERENCES films (id),
    told       TEXT    NOT NULL,                 -- the ToldEntry as JSON, with a hash in place of its text
    import_id  INTEGER,
    PRIMARY KEY (guild_id, user_id, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX letterboxd_entries_of_user ON letterboxd_entries (user_id);
CREATE INDEX letterboxd_entries_of_film ON letterboxd_entries (film_id, user_id, guild_id);

-- One member's import into one server. Its films are staged here, so that it goes on after a restart.
-- staging → matching → ready (until the member agrees) → running → done (until a day later) → undoing → undone.
-- AUTOINCREMENT: the number stands in buttons, and in rows that came in with it.
CREATE TABLE imports (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id      INTEGER NOT NULL,
    user_id       INTEGER NOT NULL,
    file_name     TEXT    NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('staging', 'matching', 'ready', 'running', 'done', 'undoing', 'undone')),
    keeps_unknown INTEGER NOT NULL DEFAULT 1 CHECK (keeps_unknown IN (0, 1)),   -- as films of the server's own
    begun_s       INTEGER NOT NULL,              -- when the file was handed in
    started_s     INTEGER,                       -- when the member agreed: the time of all that is written
    ended_s       INTEGER,
    is_posted     INTEGER NOT NULL DEFAULT 0 CHECK (is_posted IN (0, 1)),       -- its latest five went into the feed
    faults        TEXT    NOT NULL,              -- the first Faults as a JSON list
    fault_count   INTEGER NOT NULL
) STRICT;

CREATE INDEX imports_of_member ON imports (guild_id, user_id, id);
CREATE INDEX imports_by_user ON imports (user_id);
CREATE INDEX imports_at_work ON imports (id) WHERE state IN ('matching', 'running', 'undoing');
CREATE INDEX imports_by_age ON imports (begun_s);

CREATE TABLE import_films (
    import_id INTEGER NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    place     INTEGER NOT NULL,                  -- 1 for the first, in the order of the file
    told      TEXT    NOT NULL,                  -- the ToldFilm as JSON
    match     TEXT    NOT NULL CHECK (match IN ('waiting', 'sure', 'unsure', 'unknown', 'chosen', 'left out')),
    film      TEXT,                              -- the Film that is meant, as JSON
    choices   TEXT    NOT NULL DEFAULT '[]',     -- the Films that may be meant, as a JSON list
    outcome   TEXT,                              -- what importing it would do, then what it did: the Outcome as JSON
    undo      TEXT,                              -- what it was before, as JSON; NULL: it was not imported yet, or undone
    PRIMARY KEY (import_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX import_films_by_match ON import_films (import_id, match, place, outcome);   -- all sums are read from it
CREATE INDEX import_films_not_done ON import_films (import_id, place) WHERE undo IS NULL;

-- Whether admins have to agree before a member's feed comes into their server.
ALTER TABLE guilds ADD COLUMN checks_letterboxd INTEGER NOT NULL DEFAULT 0 CHECK (checks_letterboxd IN (0, 1));

-- Whose feeds on Letterboxd are read.
CREATE TABLE follows (
    user_id       INTEGER PRIMARY KEY,
    username      TEXT    NOT NULL COLLATE NOCASE,
    linked_s      INTEGER NOT NULL,
    is_begun      INTEGER NOT NULL DEFAULT 0 CHECK (is_begun IN (0, 1)),   -- it was read once: that was the past
    etag          TEXT,
    modified      TEXT,
    asked_s       INTEGER,
    news_s        INTEGER,                       -- when something new last came
    due_s         INTEGER NOT NULL,
    failing_s     INTEGER,                       -- since when nothing that was asked for came
    fault         TEXT,
    ended_s       INTEGER,                       -- when it was given up
    is_notice_due INTEGER NOT NULL DEFAULT 0 CHECK (is_notice_due IN (0, 1))   -- that it was, to the member
) STRICT;

CREATE INDEX follows_due ON follows (due_s) WHERE ended_s IS NULL;
CREATE INDEX follows_by_name ON follows (username);

-- The servers into which they come.
CREATE TABLE follow_guilds (
    guild_id INTEGER NOT NULL,
    user_id  INTEGER NOT NULL REFERENCES follows (user_id) ON DELETE CASCADE,
    state    TEXT    NOT NULL CHECK (state IN ('asked', 'on', 'refused')),
    asked_s  INTEGER NOT NULL,
    since_s  INTEGER,                            -- what was logged before is the past here, where the feed was read before
    is_notice_due INTEGER NOT NULL DEFAULT 0 CHECK (is_notice_due IN (0, 1)),   -- to the admins, that they are asked
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX follow_guilds_of_user ON follow_guilds (user_id);
CREATE INDEX follow_guilds_to_tell ON follow_guilds (guild_id) WHERE is_notice_due;

-- What feeds held when they were last read, so that what is new, or changed, is known.
CREATE TABLE followed_entries (
    user_id INTEGER NOT NULL REFERENCES follows (user_id) ON DELETE CASCADE,
    name    TEXT    NOT NULL,                    -- its guid
    said    TEXT    NOT NULL,                    -- a hash of all that it told
    seen_s  INTEGER NOT NULL,                    -- when it was last there
    PRIMARY KEY (user_id, name)
) STRICT, WITHOUT ROWID;
