-- The record in SQLite, schema 2. `entity` holds what each document knows of an entity, `naming` the names
-- that it gives them; `name` (sqlite_names.sql) has each name once.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE document (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, data TEXT NOT NULL, text TEXT NOT NULL) STRICT;
CREATE INDEX document_sha256 ON document (sha256);
CREATE TABLE source (
  source TEXT PRIMARY KEY, id TEXT UNIQUE NOT NULL, document TEXT NOT NULL REFERENCES document) STRICT;
CREATE INDEX source_document ON source (document);
CREATE TABLE entity (
  id TEXT, document TEXT NOT NULL REFERENCES document, data TEXT NOT NULL, PRIMARY KEY (id, document)) STRICT;
CREATE INDEX entity_document ON entity (document);
CREATE TABLE statement (
  id TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES document, start INTEGER NOT NULL,
  subject TEXT NOT NULL, predicate TEXT NOT NULL, object TEXT, data TEXT NOT NULL) STRICT;
CREATE INDEX statement_document ON statement (document, start, id);
CREATE INDEX statement_subject ON statement (subject);
CREATE INDEX statement_object ON statement (object);
CREATE INDEX statement_predicate ON statement (predicate);
CREATE TABLE naming (
  entity TEXT, folded TEXT, document TEXT REFERENCES document,
  PRIMARY KEY (entity, folded, document)) STRICT, WITHOUT ROWID;
CREATE INDEX naming_document ON naming (document);
CREATE TABLE judgement (position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE NOT NULL, data TEXT NOT NULL) STRICT;
CREATE TABLE change (revision INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL) STRICT;
CREATE INDEX change_revision ON change (revision);
