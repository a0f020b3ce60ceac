-- A packet is known for longer than its answer is said again, by which another
-- row is: each says itself when it ends.  Those of before end after a day.
ALTER TABLE repetition ADD COLUMN expires_ms INTEGER NOT NULL DEFAULT 0;
UPDATE repetition SET expires_ms = at_ms + 86400000;
DROP INDEX repetition_at;
CREATE INDEX repetition_expires ON repetition (expires_ms);
