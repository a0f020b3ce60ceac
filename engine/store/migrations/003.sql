-- Wrong passwords of an account in ten minutes, written with password_failure.
CREATE TABLE password_hour (
	account INTEGER NOT NULL,
	slice INTEGER NOT NULL,               -- unix time / 600
	n INTEGER NOT NULL,
	PRIMARY KEY (account, slice)
) STRICT, WITHOUT ROWID;

CREATE INDEX password_hour_slice ON password_hour (slice);
