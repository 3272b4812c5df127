"""The tables of a catalogue file."""

APPLICATION_ID = int.from_bytes(b"MARC", "big")
"""The mark in the header of a catalogue file: https://www.sqlite.org/pragma.html#pragma_application_id"""

VERSION = 1
"""The form of the file. A file of another one is imported again, never changed."""

FIRST = "\N{FEMININE ORDINAL INDICATOR}"
"""Stands before a title's first word: what is typed is most often a beginning. Folding leaves no such sign."""

TABLES = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};

CREATE TABLE about (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE films (
    rank       INTEGER PRIMARY KEY,              -- 1 is the most popular
    popularity REAL NOT NULL,
    facts      TEXT NOT NULL                     -- the Film as JSON
) STRICT;

-- Beside the facts, not among them: a hundred candidates are compared for each that is shown.
CREATE TABLE names (
    rank  INTEGER PRIMARY KEY,
    names TEXT NOT NULL                          -- folded, as `pack` makes it: titles, people, year
) STRICT;

-- What is still to be sorted lies in SQLite's own temporary file.
CREATE TEMP TABLE staged_keys (key TEXT NOT NULL, rank INTEGER NOT NULL) STRICT;
CREATE TEMP TABLE staged_titles (joined TEXT NOT NULL, rank INTEGER NOT NULL) STRICT;
CREATE TEMP TABLE staged_rests (hash INTEGER NOT NULL, word INTEGER NOT NULL) STRICT;

-- Words of titles in every form, of directors, and the year; a title's first word once more with a mark.
-- Prefixes of up to four letters have lists of their own;
-- longer ones are expanded from `words`. Tokens come folded, so the simplest tokenizer serves.
CREATE VIRTUAL TABLE docs USING fts5 (
    words, content = '', columnsize = 0, detail = full, prefix = '1 2 3 4', tokenize = 'ascii'
);

-- People by name as one word: d… who directed, c… who acted.
CREATE VIRTUAL TABLE people USING fts5 (names, content = '', columnsize = 0, detail = none, tokenize = 'ascii');

-- Much is gathered in memory before it is written, and merged once, at the end: https://www.sqlite.org/fts5.html#the_hashsize_configuration_option
INSERT INTO docs (docs, rank) VALUES ('hashsize', 67108864), ('automerge', 0);
INSERT INTO people (people, rank) VALUES ('hashsize', 33554432), ('automerge', 0);
"""

FINISH = """
INSERT INTO docs (docs) VALUES ('optimize');
INSERT INTO people (people) VALUES ('optimize');

-- Every key, and every title with its words joined; sorted at once, since inserting one by one would jump about.
CREATE TABLE film_keys (key TEXT NOT NULL PRIMARY KEY, rank INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO film_keys SELECT key, min(rank) FROM staged_keys GROUP BY key ORDER BY key;
DROP TABLE staged_keys;

CREATE TABLE titles (
    joined TEXT NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (joined, rank)
) STRICT, WITHOUT ROWID;
INSERT INTO titles SELECT DISTINCT joined, rank FROM staged_titles ORDER BY joined, rank;
DROP TABLE staged_titles;

-- Every word and in how many films it is.
CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL, films INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, docs, row);
INSERT INTO words (word, films) SELECT term, doc FROM vocabulary ORDER BY term;
DROP TABLE temp.vocabulary;
CREATE UNIQUE INDEX words_by_word ON words (word, films);
"""

FINISH_RESTS = """
-- Words by what is left of them without one of their letters: words that are one slip apart share such a rest.
CREATE TABLE rests (hash INTEGER NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (hash, word)) STRICT, WITHOUT ROWID;
INSERT INTO rests SELECT DISTINCT hash, word FROM staged_rests ORDER BY hash, word;
DROP TABLE staged_rests;
"""
