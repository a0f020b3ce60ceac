-- Every message that leaves had to keep these as well.  Ids of dialogues rise
-- with time, and counts that have expired are found by walking (sending.c).
DROP INDEX pending_expires;
DROP INDEX sending_start;
