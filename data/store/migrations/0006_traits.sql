-- Genres, countries, directors and decades of films, by which rankings are narrowed down.

-- AUTOINCREMENT: the number stands in buttons and must never name another one.
CREATE TABLE traits (
    id    INTEGER PRIMARY KEY AUTOINCREMENT,
    kind  TEXT NOT NULL CHECK (kind IN ('genre', 'decade', 'country', 'director')),
    value TEXT NOT NULL,                         -- as the film's facts have it; of a decade: 1990s
    UNIQUE (kind, value)
) STRICT;

-- Made of films and film_details by the triggers below, and by nothing else. A trait goes with its last film.
CREATE TABLE film_traits (
    trait_id INTEGER NOT NULL REFERENCES traits (id),
    film_id  INTEGER NOT NULL REFERENCES films (id) ON DELETE CASCADE,
    PRIMARY KEY (trait_id, film_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX film_traits_of_film ON film_traits (film_id, trait_id);

-- What is told of films: their own facts first, which have no source, then what providers told, in their order.
CREATE VIEW told_films AS
SELECT id AS film_id, '' AS source, facts AS told FROM films WHERE facts <> ''
UNION ALL
SELECT d.film_id, d.source, json_extract(d.details, '$.film') FROM film_details d
WHERE json_valid(d.details) AND EXISTS (SELECT 1 FROM films f WHERE f.id = d.film_id AND f.facts <> '');

CREATE VIEW told_traits AS
SELECT t.film_id, t.source, k.column1 AS kind, j.value
FROM told_films t
JOIN (VALUES ('genre', '$.genres'), ('country', '$.countries'), ('director', '$.directors')) k
JOIN json_each(t.told, k.column2) j
WHERE j.type = 'text' AND j.value <> ''
UNION ALL
SELECT film_id, source, 'decade', (json_extract(told, '$.year') / 10) || '0s' FROM told_films
WHERE json_type(told, '$.year') = 'integer';

-- What `film_traits` has to hold: of each kind what is told first, as on cards.
-- The triggers look here for one film at a time, `check` for all.
CREATE VIEW film_traits_truth AS
SELECT DISTINCT film_id, kind, value
FROM (SELECT *, min(source) OVER (PARTITION BY film_id, kind) AS first FROM told_traits)
WHERE source = first;

INSERT INTO traits (kind, value) SELECT DISTINCT kind, value FROM film_traits_truth;

INSERT INTO film_traits (trait_id, film_id)
SELECT t.id, w.film_id FROM film_traits_truth w JOIN traits t ON t.kind = w.kind AND t.value = w.value;

-- The films whose traits are to be made true: something to insert into, that holds nothing.
CREATE VIEW changed_films AS SELECT id AS film_id FROM films WHERE 0;

-- A trait that stays keeps its number.
CREATE TRIGGER film_traits_of_changed INSTEAD OF INSERT ON changed_films BEGIN
    INSERT INTO traits (kind, value)
    SELECT w.kind, w.value FROM film_traits_truth w
    WHERE w.film_id = NEW.film_id AND NOT EXISTS (SELECT 1 FROM traits t WHERE t.kind = w.kind AND t.value = w.value);
    INSERT INTO film_traits (trait_id, film_id)
    SELECT t.id, w.film_id FROM film_traits_truth w JOIN traits t ON t.kind = w.kind AND t.value = w.value
    WHERE w.film_id = NEW.film_id
    ON CONFLICT DO NOTHING;
    DELETE FROM film_traits WHERE film_id = NEW.film_id AND trait_id NOT IN (
        SELECT t.id FROM film_traits_truth w JOIN traits t ON t.kind = w.kind AND t.value = w.value
        WHERE w.film_id = NEW.film_id);
END;

CREATE TRIGGER traits_after_last AFTER DELETE ON film_traits BEGIN
    DELETE FROM traits
    WHERE id = OLD.trait_id AND NOT EXISTS (SELECT 1 FROM film_traits WHERE trait_id = OLD.trait_id);
END;

CREATE TRIGGER film_traits_after_film AFTER INSERT ON films WHEN NEW.facts <> '' BEGIN
    INSERT INTO changed_films VALUES (NEW.id);
END;

CREATE TRIGGER film_traits_after_facts AFTER UPDATE OF facts ON films WHEN OLD.facts <> NEW.facts BEGIN
    INSERT INTO changed_films VALUES (NEW.id);
END;

CREATE TRIGGER film_traits_after_details AFTER INSERT ON film_details WHEN NEW.details IS NOT NULL BEGIN
    INSERT INTO changed_films VALUES (NEW.film_id);
END;

CREATE TRIGGER film_traits_after_change AFTER UPDATE OF details ON film_details
WHEN OLD.details IS NOT NEW.details BEGIN
    INSERT INTO changed_films VALUES (NEW.film_id);
END;

CREATE TRIGGER film_traits_after_end AFTER DELETE ON film_details WHEN OLD.details IS NOT NULL BEGIN
    INSERT INTO changed_films VALUES (OLD.film_id);
END;
