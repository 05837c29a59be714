-- Names for search. The rowid of a name begins with its length (graph/sqlite_names.py), so that the trigram index gives
-- the shortest names first and a search may stop when it has enough.
CREATE TABLE name (
  rowid INTEGER PRIMARY KEY, entity TEXT NOT NULL, folded TEXT NOT NULL, UNIQUE (entity, folded)) STRICT;
CREATE INDEX name_folded ON name (folded);
CREATE VIRTUAL TABLE name_index USING fts5 (folded, content='name', tokenize="trigram case_sensitive 1");
CREATE TRIGGER name_in AFTER INSERT ON name BEGIN
  INSERT INTO name_index (rowid, folded) VALUES (new.rowid, new.folded); END;
CREATE TRIGGER name_out AFTER DELETE ON name BEGIN
  INSERT INTO name_index (name_index, rowid, folded) VALUES ('delete', old.rowid, old.folded); END;
