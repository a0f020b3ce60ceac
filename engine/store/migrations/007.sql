-- What challenge-response tokens were asked when they opened a door, where the
-- same would have the same answer again.
CREATE TABLE challenge (
	device INTEGER NOT NULL,
	challenge TEXT NOT NULL,
	expires INTEGER NOT NULL,             -- 0: never
	PRIMARY KEY (device, challenge)
) STRICT, WITHOUT ROWID;
CREATE INDEX challenge_expires ON challenge (expires) WHERE expires > 0;
