-- Films that members add by hand for their server, and films that prove to be one with another.
-- All times are integer seconds since 1970 in UTC (…_s).

-- A film that goes by another's row now; its own stays, since old pages name films by row.
-- A row with empty facts was deleted: it stays so that its number never names another film.
ALTER TABLE films ADD COLUMN merged_into INTEGER REFERENCES films (id);

CREATE INDEX films_merged ON films (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE own_films (
    film_id    INTEGER PRIMARY KEY REFERENCES films (id),
    guild_id   INTEGER NOT NULL,
    added_by   INTEGER,                          -- a user; NULL after they asked to be forgotten
    written_by INTEGER,                          -- who last wrote its facts; the same
    added_s    INTEGER NOT NULL
) STRICT;

CREATE INDEX own_films_of_guild ON own_films (guild_id, film_id);
CREATE INDEX own_films_by_adder ON own_films (added_by) WHERE added_by IS NOT NULL;
CREATE INDEX own_films_by_writer ON own_films (written_by) WHERE written_by IS NOT NULL;

-- Titles that were typed and not found, and forms that were refused, kept for a day.
-- AUTOINCREMENT: the number stands in a button and must never open another form.
CREATE TABLE own_film_drafts (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id  INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    film_key  TEXT,                              -- the film whose facts are to change; NULL: a new one
    form      TEXT    NOT NULL,                  -- the OwnFilmForm as JSON
    saved_s   INTEGER NOT NULL
) STRICT;

CREATE INDEX own_film_drafts_by_author ON own_film_drafts (author_id, guild_id);
CREATE INDEX own_film_drafts_by_age ON own_film_drafts (saved_s);

-- What a server merged and can undo.
-- AUTOINCREMENT: the number stands in a button and must never undo another one.
CREATE TABLE film_merges (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    guild_id  INTEGER NOT NULL,
    film_id   INTEGER NOT NULL REFERENCES films (id),
    into_id   INTEGER NOT NULL REFERENCES films (id),
    merged_by INTEGER,                           -- a user; NULL after they asked to be forgotten
    merged_s  INTEGER NOT NULL,
    kept      TEXT    NOT NULL                   -- JSON: keys and rows that named the film, its cards with their requests
) STRICT;

CREATE INDEX film_merges_of_guild ON film_merges (guild_id, into_id);
CREATE INDEX film_merges_by_film ON film_merges (film_id);
CREATE INDEX film_merges_by_admin ON film_merges (merged_by) WHERE merged_by IS NOT NULL;

-- Reviews of a film that was merged. into_id NULL: it moved as it was. Else its author had reviewed both films: what it
-- said are versions of that other review now, and its number, which stands in old buttons, leads there.
CREATE TABLE merged_reviews (
    review_id     INTEGER PRIMARY KEY,
    merge_id      INTEGER REFERENCES film_merges (id) ON DELETE CASCADE,   -- NULL: it can't be undone
    into_id       INTEGER,
    created_s     INTEGER,                       -- of such a one: its own moments, as they were
    edited_s      INTEGER,
    into_edited_s INTEGER                        -- and that of the other review
) STRICT;

CREATE INDEX merged_reviews_of_merge ON merged_reviews (merge_id);
CREATE INDEX merged_reviews_into ON merged_reviews (into_id) WHERE into_id IS NOT NULL;

-- The likes of a review that became part of another one; is_shared: the other one had the same member's as well.
CREATE TABLE merged_likes (
    review_id INTEGER NOT NULL REFERENCES merged_reviews (review_id) ON DELETE CASCADE,
    user_id   INTEGER NOT NULL,
    liked_s   INTEGER NOT NULL,
    is_shared INTEGER NOT NULL CHECK (is_shared IN (0, 1)),
    PRIMARY KEY (review_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX merged_likes_by_user ON merged_likes (user_id);

-- Who wanted to see a merged film, or looked it up; is_shared: the same person did so with the other film.
CREATE TABLE merged_interests (
    merge_id  INTEGER NOT NULL REFERENCES film_merges (id) ON DELETE CASCADE,
    kind      TEXT    NOT NULL,                  -- the table: watchlist or lookups
    user_id   INTEGER NOT NULL,
    at_s      INTEGER NOT NULL,
    is_shared INTEGER NOT NULL CHECK (is_shared IN (0, 1)),
    PRIMARY KEY (merge_id, kind, user_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX merged_interests_by_user ON merged_interests (user_id);

CREATE INDEX watchlist_of_film ON watchlist (film_id);
CREATE INDEX lookups_of_film ON lookups (film_id);

-- The review of a merged film that said this, until that is final.
ALTER TABLE reviews ADD COLUMN came_from INTEGER;
ALTER TABLE review_revisions ADD COLUMN came_from INTEGER;
ALTER TABLE viewings ADD COLUMN came_from INTEGER;
