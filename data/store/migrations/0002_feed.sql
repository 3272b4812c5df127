-- Likes, viewings, undoing a deletion, a server's choices, its feed, and one table of the messages that show reviews.
-- All times are integer seconds since 1970 in UTC (…_s); a calendar date is TEXT as YYYY-MM-DD.

CREATE TABLE likes (
    review_id INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
    user_id   INTEGER NOT NULL,
    liked_s   INTEGER NOT NULL,
    PRIMARY KEY (review_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX likes_by_user ON likes (user_id);

-- Kept in the same transaction as the likes that it counts, so that an order by likes has an index.
ALTER TABLE reviews ADD COLUMN likes INTEGER NOT NULL DEFAULT 0 CHECK (likes >= 0);

-- For each order of reviews, in a server, of a film, by a member: data/store/streams.py says how they are read.
-- Each goes on with the id of the row, which SQLite adds by itself.
DROP INDEX reviews_by_rating;
DROP INDEX reviews_of_film_by_rating;

CREATE INDEX reviews_by_likes ON reviews (guild_id, likes, created_s);
CREATE INDEX reviews_by_rating ON reviews (guild_id, (body <> ''), rating, created_s);
CREATE INDEX reviews_by_rating_by_likes ON reviews (guild_id, (body <> ''), rating, likes, created_s);

CREATE INDEX reviews_of_film_by_likes ON reviews (guild_id, film_id, likes, created_s);
CREATE INDEX reviews_of_film_by_rating ON reviews (guild_id, film_id, (body <> ''), rating, created_s);
CREATE INDEX reviews_of_film_by_rating_by_likes
    ON reviews (guild_id, film_id, (body <> ''), rating, likes, created_s);

CREATE INDEX reviews_by_author_by_likes ON reviews (guild_id, author_id, likes, created_s);
CREATE INDEX reviews_by_author_by_rating ON reviews (guild_id, author_id, (body <> ''), rating, created_s);
CREATE INDEX reviews_by_author_by_rating_by_likes
    ON reviews (guild_id, author_id, (body <> ''), rating, likes, created_s);

-- A member's diary: every viewing of the film that a review is about, in the order in which they were told.
CREATE TABLE viewings (
    id         INTEGER PRIMARY KEY,
    review_id  INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
    watched_on TEXT,
    rating     INTEGER NOT NULL,                 -- half stars; 0 is no rating
    is_rewatch INTEGER NOT NULL CHECK (is_rewatch IN (0, 1)),
    logged_s   INTEGER NOT NULL
) STRICT;

CREATE INDEX viewings_of_review ON viewings (review_id);

INSERT INTO viewings (review_id, watched_on, rating, is_rewatch, logged_s)
SELECT id, watched_on, rating, is_rewatch, created_s FROM reviews ORDER BY id;

-- Reviews that can still come back. Everything that was theirs is in `kept`, and in no other table any more.
CREATE TABLE deleted_reviews (
    review_id  INTEGER PRIMARY KEY,
    guild_id   INTEGER NOT NULL,
    author_id  INTEGER NOT NULL,
    film_id    INTEGER NOT NULL REFERENCES films (id),
    deleted_by INTEGER,                          -- a user; NULL after they asked to be forgotten
    deleted_s  INTEGER NOT NULL,
    kept       TEXT    NOT NULL                  -- JSON: rows of reviews, review_revisions, viewings, likes, by table
) STRICT;

CREATE INDEX deleted_reviews_by_age ON deleted_reviews (deleted_s);
CREATE INDEX deleted_reviews_by_author ON deleted_reviews (author_id);

-- When members wrote something new, for a day: how fast one may write does not depend on what was deleted since.
CREATE TABLE pace (
    guild_id  INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    written_s INTEGER NOT NULL,
    review_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, author_id, written_s, review_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX pace_by_age ON pace (written_s);

CREATE TABLE guilds (
    guild_id           INTEGER PRIMARY KEY,
    feed_id            INTEGER,                  -- the feed's channel
    takes_bare_ratings INTEGER NOT NULL DEFAULT 0 CHECK (takes_bare_ratings IN (0, 1)),
    opens_spoilers     INTEGER NOT NULL DEFAULT 0 CHECK (opens_spoilers IN (0, 1)),
    set_up_by          INTEGER,                  -- a user
    set_up_in          INTEGER,                  -- a channel
    feed_failures      INTEGER NOT NULL DEFAULT 0,
    feed_fault         TEXT,
    feed_retry_s       INTEGER NOT NULL DEFAULT 0,
    feed_paused_s      INTEGER,
    is_notice_due      INTEGER NOT NULL DEFAULT 0 CHECK (is_notice_due IN (0, 1))
) STRICT;

-- What a person has chosen for themselves in all servers; NULL follows each server.
CREATE TABLE people (
    user_id        INTEGER PRIMARY KEY,
    opens_spoilers INTEGER CHECK (opens_spoilers IN (0, 1))
) STRICT;

-- Reviews on their way into a server's feed, and those that went: each goes once.
-- waiting (batch is NULL) → being sent (tried_s: nobody knows how that ended) → sent (message_id).
CREATE TABLE outbox (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id   INTEGER NOT NULL,
    review_id  INTEGER NOT NULL UNIQUE,
    queued_s   INTEGER NOT NULL,
    batch      INTEGER,                          -- the first row's id of those that go in the same message
    channel_id INTEGER,
    tried_s    INTEGER,
    message_id INTEGER
) STRICT;

CREATE INDEX outbox_waiting ON outbox (guild_id, id) WHERE message_id IS NULL;
CREATE INDEX outbox_of_batch ON outbox (batch);

-- Public messages of ours that show reviews. No foreign key to reviews: a message outlives what it shows until it is edited.
CREATE TABLE copies (
    message_id INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL,
    guild_id   INTEGER NOT NULL,
    request    TEXT,                             -- the custom id that rebuilds it; NULL: nothing of it may be shown
    film_id    INTEGER,                          -- of a film's card: the film
    author_id  INTEGER,                          -- of a page of one member's reviews: the member
    posted_s   INTEGER NOT NULL,
    edited_s   INTEGER NOT NULL DEFAULT 0,
    version    INTEGER NOT NULL DEFAULT 0,       -- counts changes: an edit is done for the version that it began with
    said       INTEGER NOT NULL DEFAULT 0,       -- the version of the last change of more than likes
    is_empty   INTEGER NOT NULL DEFAULT 0 CHECK (is_empty IN (0, 1)),   -- it shows no review
    due_s      INTEGER,                          -- when it is to be edited; NULL: it is true
    is_urgent  INTEGER NOT NULL DEFAULT 0 CHECK (is_urgent IN (0, 1)),
    tries      INTEGER NOT NULL DEFAULT 0,
    fault      TEXT
) STRICT;

CREATE INDEX copies_due ON copies (due_s) WHERE due_s IS NOT NULL;
CREATE INDEX copies_empty ON copies (posted_s) WHERE is_empty;
CREATE INDEX copies_of_author ON copies (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX copies_of_film ON copies (guild_id, film_id, channel_id, message_id) WHERE film_id IS NOT NULL;

CREATE TABLE copy_reviews (
    message_id INTEGER NOT NULL REFERENCES copies (message_id) ON DELETE CASCADE,
    review_id  INTEGER NOT NULL,
    PRIMARY KEY (message_id, review_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX copy_reviews_of_review ON copy_reviews (review_id);

-- A message's id holds the time of its making: https://discord.com/developers/docs/reference#snowflakes
INSERT INTO copies (message_id, channel_id, guild_id, request, posted_s, due_s, is_urgent)
SELECT p.message_id, p.channel_id, coalesce(r.guild_id, 0), 'v1:open:' || p.review_id,
       (p.message_id >> 22) / 1000 + 1420070400, iif(r.id IS NULL, 0, NULL), r.id IS NULL
FROM posts p LEFT JOIN reviews r ON r.id = p.review_id;

INSERT INTO copy_reviews (message_id, review_id) SELECT message_id, review_id FROM posts;

-- Cards (v1:film:KEY) learn of which film they are, pages (v1:feed:TURN:NUMBER:SORT:FILM:AUTHOR:…) of whose reviews.
INSERT INTO copies (message_id, channel_id, guild_id, request, film_id, author_id, posted_s, due_s, is_urgent)
SELECT q.message_id, q.channel_id, q.guild_id, q.request,
       iif(q.request LIKE 'v1:film:%', (SELECT k.film_id FROM film_keys k WHERE k.key = substr(q.request, 9)), NULL),
       iif(q.request LIKE 'v1:feed:%',
           nullif(CAST(json_extract('["' || replace(q.request, ':', '","') || '"]', '$[6]') AS INTEGER), 0), NULL),
       (q.message_id >> 22) / 1000 + 1420070400,
       iif(min(r.id IS NOT NULL) AND q.request IS NOT NULL, NULL, 0), NOT min(r.id IS NOT NULL) OR q.request IS NULL
FROM quotes q LEFT JOIN reviews r ON r.id = q.review_id
GROUP BY q.message_id
ON CONFLICT DO NOTHING;

INSERT INTO copy_reviews (message_id, review_id)
SELECT message_id, review_id FROM quotes WHERE message_id IN (SELECT message_id FROM copies)
ON CONFLICT DO NOTHING;

DROP TABLE posts;
DROP TABLE quotes;

-- The films that a person looked at lately, for their own autocomplete.
CREATE TABLE lookups (
    user_id  INTEGER NOT NULL,
    film_id  INTEGER NOT NULL REFERENCES films (id),
    looked_s INTEGER NOT NULL,
    PRIMARY KEY (user_id, film_id)
) STRICT, WITHOUT ROWID;
