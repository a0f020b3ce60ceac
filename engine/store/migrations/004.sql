-- How often a token's PIN was set, changed or taken away: a database that is
-- put back knows by it whose PIN is no longer the one that it has.  pin_change
-- is 2 where that is so: another PIN was there, and nobody knows it.
ALTER TABLE device ADD COLUMN pin_epoch INTEGER NOT NULL DEFAULT 0;
