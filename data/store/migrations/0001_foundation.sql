-- Films, reviews with their revisions, drafts, counts, posts, quotes and what people last called themselves.
-- All times are integer seconds since 1970 in UTC (…_s); a calendar date is TEXT as YYYY-MM-DD.

-- "MARQ": tells our file from another program's.
PRAGMA application_id = 1296126545;

CREATE TABLE films (
    id        INTEGER PRIMARY KEY,
    facts     TEXT    NOT NULL,              -- the Film as JSON
    updated_s INTEGER NOT NULL
) STRICT;

-- Every key that ever named a film, so that a button of long ago still finds it.
CREATE TABLE film_keys (
    key     TEXT    NOT NULL PRIMARY KEY,
    film_id INTEGER NOT NULL REFERENCES films (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX film_keys_by_film ON film_keys (film_id);

-- Name and avatar as last seen in an interaction in that server: the bot has no member list.
CREATE TABLE members (
    guild_id   INTEGER NOT NULL,
    user_id    INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    avatar_url TEXT,
    seen_s     INTEGER NOT NULL,
    PRIMARY KEY (guild_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX members_by_user ON members (user_id);

-- AUTOINCREMENT: the id of a deleted review stands in old buttons and must never name another one.
CREATE TABLE reviews (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id   INTEGER NOT NULL,
    author_id  INTEGER NOT NULL,
    film_id    INTEGER NOT NULL REFERENCES films (id),
    rating     INTEGER NOT NULL CHECK (rating BETWEEN 0 AND 10),   -- half stars; 0 is no rating
    body       TEXT    NOT NULL,                                   -- as written
    watched_on TEXT,
    tags       TEXT    NOT NULL,                                   -- a JSON list
    is_spoiler INTEGER NOT NULL CHECK (is_spoiler IN (0, 1)),
    is_rewatch INTEGER NOT NULL CHECK (is_rewatch IN (0, 1)),
    is_liked   INTEGER NOT NULL CHECK (is_liked IN (0, 1)),
    created_s  INTEGER NOT NULL,
    edited_s   INTEGER,
    UNIQUE (guild_id, author_id, film_id)
) STRICT;

CREATE INDEX reviews_newest ON reviews (guild_id, created_s, id);
CREATE INDEX reviews_of_film ON reviews (guild_id, film_id, created_s, id);
CREATE INDEX reviews_by_author ON reviews (guild_id, author_id, created_s, id);
CREATE INDEX reviews_by_rating ON reviews (guild_id, rating, created_s, id);
CREATE INDEX reviews_of_film_by_rating ON reviews (guild_id, film_id, rating, created_s, id);
CREATE INDEX reviews_everywhere ON reviews (author_id, film_id, created_s);

-- What a review said before each edit; the present version stands in reviews alone.
CREATE TABLE review_revisions (
    id         INTEGER PRIMARY KEY,
    review_id  INTEGER NOT NULL REFERENCES reviews (id) ON DELETE CASCADE,
    rating     INTEGER NOT NULL,
    body       TEXT    NOT NULL,
    watched_on TEXT,
    tags       TEXT    NOT NULL,
    is_spoiler INTEGER NOT NULL,
    is_rewatch INTEGER NOT NULL,
    is_liked   INTEGER NOT NULL,
    written_s  INTEGER NOT NULL,
    replaced_s INTEGER NOT NULL
) STRICT;

CREATE INDEX review_revisions_of_review ON review_revisions (review_id);

-- Members per rating (0: without one), so that a card costs the same with ten reviews and ten million.
CREATE TABLE film_counts (
    guild_id INTEGER NOT NULL,
    film_id  INTEGER NOT NULL REFERENCES films (id),
    rating   INTEGER NOT NULL,
    reviews  INTEGER NOT NULL CHECK (reviews >= 0),
    PRIMARY KEY (guild_id, film_id, rating)
) STRICT, WITHOUT ROWID;

CREATE TABLE guild_counts (
    guild_id INTEGER NOT NULL,
    rating   INTEGER NOT NULL,
    reviews  INTEGER NOT NULL CHECK (reviews >= 0),
    PRIMARY KEY (guild_id, rating)
) STRICT, WITHOUT ROWID;

-- Forms that were refused, kept for a day.
CREATE TABLE drafts (
    guild_id  INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    film_key  TEXT    NOT NULL,
    form      TEXT    NOT NULL,              -- the ReviewForm as JSON
    saved_s   INTEGER NOT NULL,
    PRIMARY KEY (guild_id, author_id, film_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX drafts_by_author ON drafts (author_id);
CREATE INDEX drafts_by_age ON drafts (saved_s);

-- Messages of ours that show a review. No foreign key: a post outlives its review until the message is gone.
CREATE TABLE posts (
    message_id INTEGER PRIMARY KEY,
    channel_id INTEGER NOT NULL,
    review_id  INTEGER NOT NULL
) STRICT;

CREATE INDEX posts_of_review ON posts (review_id);

-- Public film cards and pages of ours, by the reviews that they quote. No foreign key: a message has to be rewritten after
-- a review is gone. `request` is the custom id that rebuilds the message; without one there is nothing left to show.
CREATE TABLE quotes (
    message_id INTEGER NOT NULL,
    review_id  INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    guild_id   INTEGER NOT NULL,
    request    TEXT,
    PRIMARY KEY (message_id, review_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX quotes_of_review ON quotes (review_id);

-- A member's private list, the same in every server.
CREATE TABLE watchlist (
    user_id INTEGER NOT NULL,
    film_id INTEGER NOT NULL REFERENCES films (id),
    added_s INTEGER NOT NULL,
    PRIMARY KEY (user_id, film_id)
) STRICT, WITHOUT ROWID;

-- Small facts about the running bot itself, such as which commands Discord was last told of.
CREATE TABLE notes (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
