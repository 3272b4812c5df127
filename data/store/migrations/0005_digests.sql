-- Ratings that count in a week, a server's week, and the digests that were made of it.
-- All times are integer seconds since 1970 in UTC (…_s).

-- When the rating of this viewing was given for the first time. NULL: it has none, or it came in with an import.
ALTER TABLE viewings ADD COLUMN counted_s INTEGER;

UPDATE viewings SET counted_s = logged_s WHERE rating > 0;

-- The title by which films of equal rank are ordered, at hand without reading all their facts.
ALTER TABLE films ADD COLUMN title TEXT
    GENERATED ALWAYS AS (iif(facts = '', '', json_extract(facts, '$.title'))) VIRTUAL;

CREATE INDEX films_title ON films (id, title);

-- Each time that a member gave a film a rating that counts (the first one, and those at rewatches), with the rating as it
-- is now. It is made of viewings and reviews by the triggers below, and by nothing else.
-- A time is its review's last one within a period where next_s, that of the following one, is not before the period's end.
CREATE TABLE counted (
    guild_id  INTEGER NOT NULL,
    given_s   INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    next_s    INTEGER NOT NULL,                  -- of the last one: 2^62
    film_id   INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    rating    INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 10),   -- half stars
    PRIMARY KEY (guild_id, given_s, review_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX counted_of_review ON counted (review_id);

-- A server's present week: from the last moment of its digest to the next one.
-- A server is put here by its first rating that counts or its first text, with due_s = 0 until its week is worked out from what it has chosen.
CREATE TABLE weeks (
    guild_id   INTEGER PRIMARY KEY,
    begins_s   INTEGER NOT NULL,
    due_s      INTEGER NOT NULL,
    is_skipped INTEGER NOT NULL DEFAULT 0 CHECK (is_skipped IN (0, 1))   -- its digest is not to be posted
) STRICT;

CREATE INDEX weeks_due ON weeks (due_s);

-- What `counted` has to hold. The triggers look here for one review at a time, `check` for all.
CREATE VIEW counted_truth AS
SELECT r.guild_id, v.counted_s AS given_s, r.id AS review_id,
       lead(v.counted_s, 1, 1 << 62) OVER (PARTITION BY r.id ORDER BY v.counted_s) AS next_s,
       r.film_id, r.author_id, r.rating
FROM reviews r
JOIN (SELECT DISTINCT review_id, counted_s FROM viewings WHERE counted_s IS NOT NULL) v ON v.review_id = r.id
WHERE r.rating > 0;

CREATE TRIGGER counted_after_insert AFTER INSERT ON viewings WHEN NEW.counted_s IS NOT NULL BEGIN
    DELETE FROM counted WHERE review_id = NEW.review_id;
    INSERT INTO counted SELECT * FROM counted_truth WHERE review_id = NEW.review_id;
END;

CREATE TRIGGER counted_after_update AFTER UPDATE OF review_id, counted_s ON viewings
WHEN OLD.counted_s IS NOT NEW.counted_s OR OLD.review_id <> NEW.review_id BEGIN
    DELETE FROM counted WHERE review_id IN (OLD.review_id, NEW.review_id);
    INSERT INTO counted SELECT * FROM counted_truth WHERE review_id = OLD.review_id;
    INSERT INTO counted SELECT * FROM counted_truth WHERE review_id = NEW.review_id AND OLD.review_id <> NEW.review_id;
END;

CREATE TRIGGER counted_after_delete AFTER DELETE ON viewings WHEN OLD.counted_s IS NOT NULL BEGIN
    DELETE FROM counted WHERE review_id = OLD.review_id;
    INSERT INTO counted SELECT * FROM counted_truth WHERE review_id = OLD.review_id;
END;

CREATE TRIGGER counted_after_review AFTER UPDATE OF film_id, rating ON reviews
WHEN OLD.film_id <> NEW.film_id OR OLD.rating <> NEW.rating BEGIN
    DELETE FROM counted WHERE review_id = NEW.id;
    INSERT INTO counted SELECT * FROM counted_truth WHERE review_id = NEW.id;
END;

CREATE TRIGGER weeks_after_first AFTER INSERT ON counted BEGIN
    INSERT INTO weeks (guild_id, begins_s, due_s) VALUES (NEW.guild_id, NEW.given_s, 0) ON CONFLICT (guild_id) DO NOTHING;
END;

CREATE TRIGGER weeks_after_first_text AFTER INSERT ON reviews WHEN NEW.body <> '' BEGIN
    INSERT INTO weeks (guild_id, begins_s, due_s) VALUES (NEW.guild_id, NEW.created_s, 0) ON CONFLICT (guild_id) DO NOTHING;
END;

INSERT INTO counted SELECT * FROM counted_truth;

-- Servers from before there were digests: their first week is the one of their last rating, else of their last text.
UPDATE weeks SET begins_s = (SELECT max(c.given_s) FROM counted c WHERE c.guild_id = weeks.guild_id);

INSERT INTO weeks (guild_id, begins_s, due_s)
SELECT guild_id, max(created_s), 0 FROM reviews WHERE body <> '' GROUP BY guild_id ON CONFLICT (guild_id) DO NOTHING;

-- Who wrote in a week, and what.
CREATE INDEX reviews_written ON reviews (guild_id, created_s, author_id) WHERE body <> '';

ALTER TABLE guilds ADD COLUMN digest_id INTEGER;                              -- the digest's channel
ALTER TABLE guilds ADD COLUMN zone TEXT NOT NULL DEFAULT 'UTC';               -- an IANA name
ALTER TABLE guilds ADD COLUMN weekday INTEGER NOT NULL DEFAULT 6 CHECK (weekday BETWEEN 0 AND 6);   -- 0 is Monday
ALTER TABLE guilds ADD COLUMN hour INTEGER NOT NULL DEFAULT 18 CHECK (hour BETWEEN 0 AND 23);
ALTER TABLE guilds ADD COLUMN tells_of_empty_weeks INTEGER NOT NULL DEFAULT 0 CHECK (tells_of_empty_weeks IN (0, 1));
ALTER TABLE guilds ADD COLUMN prior INTEGER NOT NULL DEFAULT 3 CHECK (prior BETWEEN 0 AND 100);     -- m of the weighted mean

-- What was said of a server's weeks. It does not change when ratings do.
-- kept: to be browsed, and not posted (skipped by an admin, missed, or without a channel: `reason`)
-- waiting → sending (tried_s: nobody knows how that ended) → posted (message_id), or kept where that came too late.
-- AUTOINCREMENT: the number stands in buttons and must never name another one.
CREATE TABLE digests (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id    INTEGER NOT NULL,
    begins_s    INTEGER NOT NULL,
    ends_s      INTEGER NOT NULL,                -- not included
    due_s       INTEGER NOT NULL,                -- the moment whose digest it is: later than ends_s where it was posted early
    taken_s     INTEGER NOT NULL,                -- when it was made
    zone        TEXT    NOT NULL,
    prior       INTEGER NOT NULL,
    mean_total  INTEGER NOT NULL,                -- of all ratings of the server: their sum
    mean_ratings INTEGER NOT NULL,               -- and their number
    ratings     INTEGER NOT NULL,
    raters      INTEGER NOT NULL,
    reviews     INTEGER NOT NULL,                -- with a text, written in the week
    all_reviews INTEGER NOT NULL,                -- in the server, with and without a text
    divisive    INTEGER,                         -- the place of the film whose ratings differ most; NULL: there is none
    best_id     INTEGER,                         -- the best-liked review written in the week; it may be gone by now
    best_likes  INTEGER NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('kept', 'waiting', 'sending', 'posted')),
    reason      TEXT,
    channel_id  INTEGER,
    tried_s     INTEGER,
    message_id  INTEGER,
    retry_s     INTEGER NOT NULL DEFAULT 0,
    failures    INTEGER NOT NULL DEFAULT 0,
    fault       TEXT,
    notice      INTEGER NOT NULL DEFAULT 0 CHECK (notice IN (0, 1, 2)),   -- to its admins that it can't be posted: due, given
    UNIQUE (guild_id, ends_s)
) STRICT;

CREATE INDEX digests_waiting ON digests (retry_s) WHERE state IN ('waiting', 'sending');

CREATE INDEX outbox_posted ON outbox (guild_id, id) WHERE message_id IS NOT NULL;

CREATE INDEX digests_posted ON digests (message_id) WHERE message_id IS NOT NULL;

-- All films that were rated in the week, best first.
CREATE TABLE digest_films (
    digest_id    INTEGER NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
    place        INTEGER NOT NULL,
    film_id      INTEGER NOT NULL REFERENCES films (id),
    ratings      INTEGER NOT NULL,
    total        INTEGER NOT NULL,               -- their sum, in half stars
    squares      INTEGER NOT NULL,               -- the sum of their squares
    place_before INTEGER,                        -- in the digest before; NULL: it was not in it
    is_new       INTEGER NOT NULL CHECK (is_new IN (0, 1)),   -- nobody here had reviewed it before that week
    PRIMARY KEY (digest_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX digest_films_of_film ON digest_films (film_id);

-- Who wrote most reviews with a text in the week.
CREATE TABLE digest_writers (
    digest_id INTEGER NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
    place     INTEGER NOT NULL,
    user_id   INTEGER NOT NULL,
    reviews   INTEGER NOT NULL,
    PRIMARY KEY (digest_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX digest_writers_by_user ON digest_writers (user_id);

-- Whom a message of ours names beside the authors of the reviews that it shows.
CREATE TABLE copy_people (
    message_id INTEGER NOT NULL REFERENCES copies (message_id) ON DELETE CASCADE,
    user_id    INTEGER NOT NULL,
    PRIMARY KEY (message_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX copy_people_by_user ON copy_people (user_id);
