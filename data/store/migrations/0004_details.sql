-- What providers elsewhere tell of films, kept for a while, and the films that they offered to somebody who searched.
-- All times are integer seconds since 1970 in UTC (…_s).

-- Asked for (told_s is NULL) → told (details, or NULL where the provider knows no such film) → asked again when due.
CREATE TABLE film_details (
    id         INTEGER PRIMARY KEY,
    film_id    INTEGER NOT NULL REFERENCES films (id) ON DELETE CASCADE,
    source     TEXT    NOT NULL,
    details    TEXT,                             -- the FilmDetails as JSON
    poster_url TEXT,                             -- out of them, for all that shows the film
    told_s     INTEGER,
    due_s      INTEGER NOT NULL,                 -- when the provider is to be asked (again)
    tries      INTEGER NOT NULL DEFAULT 0,       -- how often it was asked in vain since it last answered
    changed_s  INTEGER NOT NULL DEFAULT 0,       -- when what a card shows of this last changed
    UNIQUE (film_id, source),
    CHECK (details IS NULL OR told_s IS NOT NULL)
) STRICT;

CREATE INDEX film_details_first ON film_details (due_s) WHERE told_s IS NULL;
CREATE INDEX film_details_again ON film_details (due_s) WHERE told_s IS NOT NULL;
CREATE INDEX film_details_by_age ON film_details (source, told_s);

-- Films that a provider found and nobody has looked at yet: a select offers them by key.
CREATE TABLE offered_films (
    key       TEXT    NOT NULL PRIMARY KEY,
    facts     TEXT    NOT NULL,                  -- the Film as JSON: what names it
    offered_s INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX offered_films_by_age ON offered_films (offered_s);

-- Whether anybody reviewed, looked at or wants to see a film.
CREATE INDEX film_counts_of_film ON film_counts (film_id) WHERE reviews > 0;

-- The cards of a film in all servers, which are edited when its details arrive.
CREATE INDEX copies_of_any_film ON copies (film_id, posted_s) WHERE film_id IS NOT NULL;
