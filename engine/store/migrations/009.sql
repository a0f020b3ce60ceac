-- Codes are handed out before notices: somebody waits for a code.
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (channel, (dialogue IS NULL), due_ms)
	WHERE state < 2;
