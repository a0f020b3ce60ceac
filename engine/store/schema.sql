-- The store's first schema.  Later changes are migrations/NNN.sql, each one
-- transaction.  Times are unix seconds of engine time unless a name says ms.

CREATE TABLE meta (
	name TEXT PRIMARY KEY,
	value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
	id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again
	name TEXT NOT NULL UNIQUE,            -- canonical
	state INTEGER NOT NULL,               -- 0 active, 1 disabled
	epoch INTEGER NOT NULL,               -- rises; older tickets are void
	language TEXT,
	password BLOB,                        -- sealed Argon2id record
	had_device INTEGER NOT NULL,          -- 1: has or had one
	created INTEGER NOT NULL
) STRICT;

-- Every name that leads to an account, its own one included.
CREATE TABLE identity (
	value TEXT PRIMARY KEY,               -- canonical
	kind INTEGER NOT NULL,                -- 0 name, 1 e-mail, 2 phone, 3 id
	account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_account ON identity (account, kind);

CREATE TABLE membership (
	account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
	name TEXT NOT NULL,
	PRIMARY KEY (account, name)
) STRICT, WITHOUT ROWID;

-- An import becomes visible by its state alone.
CREATE TABLE import (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	state INTEGER NOT NULL,               -- 0 staged, 1 visible, 2 given up
	kind TEXT NOT NULL,                   -- tokens, assign
	name TEXT NOT NULL,                   -- of the file
	actor TEXT NOT NULL,
	created INTEGER NOT NULL,
	first INTEGER NOT NULL,               -- its devices have ids from here
	last INTEGER NOT NULL,                -- up to but not including this
	n INTEGER NOT NULL,                   -- records staged
	noted INTEGER NOT NULL                -- 1: so are the bindings it made
) STRICT;

CREATE TABLE device (
	id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again
	account INTEGER REFERENCES account,
	factor TEXT NOT NULL,
	state INTEGER NOT NULL,               -- enum device_state
	vendor TEXT NOT NULL,                 -- "" when unknown
	model TEXT,
	serial TEXT,                          -- as printed
	canonical TEXT,                       -- as compared
	label TEXT,
	hash INTEGER NOT NULL,
	digits INTEGER NOT NULL,
	step INTEGER NOT NULL,
	suite TEXT,
	start INTEGER NOT NULL,               -- 0: unbounded
	expiry INTEGER NOT NULL,              -- 0: unbounded
	bound INTEGER NOT NULL,               -- since when it is somebody's
	import INTEGER,                       -- that staged it; NULL: by hand
	binding INTEGER,                      -- import that staged its account,
	                                      -- until it is visible and noted
	secret BLOB NOT NULL,                 -- sealed
	created INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX device_serial ON device (canonical, vendor)
	WHERE canonical IS NOT NULL;
CREATE INDEX device_account ON device (account) WHERE account IS NOT NULL;
CREATE INDEX device_binding ON device (binding) WHERE binding IS NOT NULL;

-- What each login writes, many devices to a page.
CREATE TABLE device_hot (
	id INTEGER PRIMARY KEY,
	counter INTEGER NOT NULL,             -- next acceptable value
	drift INTEGER NOT NULL,
	anchor INTEGER NOT NULL,
	failures INTEGER NOT NULL,            -- in a row
	last_used INTEGER NOT NULL            -- 0: never
) STRICT;

-- Wrong second factors in a row, by account and source.
CREATE TABLE failure (
	account INTEGER NOT NULL,
	source BLOB NOT NULL,
	in_row INTEGER NOT NULL,
	locked_until INTEGER NOT NULL,
	PRIMARY KEY (account, source)
) STRICT, WITHOUT ROWID;

-- Wrong second factors of an account by day; success does not reset it.
CREATE TABLE budget (
	account INTEGER NOT NULL,
	day INTEGER NOT NULL,
	n INTEGER NOT NULL,
	PRIMARY KEY (account, day)
) STRICT, WITHOUT ROWID;

-- Where an account has logged in from, and when last.
CREATE TABLE source (
	account INTEGER NOT NULL,
	source BLOB NOT NULL,
	last INTEGER NOT NULL,
	PRIMARY KEY (account, source)
) STRICT, WITHOUT ROWID;

-- Wrong passwords, written at most once a second.
CREATE TABLE password_failure (
	account INTEGER NOT NULL,
	source BLOB NOT NULL,
	in_row INTEGER NOT NULL,
	locked_until INTEGER NOT NULL,
	last INTEGER NOT NULL,
	PRIMARY KEY (account, source)
) STRICT, WITHOUT ROWID;

CREATE INDEX password_failure_last ON password_failure (last);

-- One ticket, one answer.  Ids rise with time.
CREATE TABLE dialogue (
	id INTEGER PRIMARY KEY,
	round INTEGER NOT NULL,               -- the last one answered
	reply BLOB NOT NULL,                  -- keyed hash
	at_ms INTEGER NOT NULL,
	expires INTEGER NOT NULL,
	answer BLOB NOT NULL                  -- the message to say again
) STRICT;

-- The same where there is no ticket: the identical packet.
CREATE TABLE repetition (
	key BLOB PRIMARY KEY,                 -- keyed hash of the packet
	at_ms INTEGER NOT NULL,
	repeats INTEGER NOT NULL,
	answer BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX repetition_at ON repetition (at_ms);

CREATE TABLE audit (
	seq INTEGER PRIMARY KEY,              -- no gaps
	at_ms INTEGER NOT NULL,
	event TEXT NOT NULL,
	account INTEGER,
	device INTEGER,                       -- that was changed
	used INTEGER,                         -- that a login used or blamed
	dialogue INTEGER,
	reference INTEGER,                    -- number, not its letters
	actor TEXT NOT NULL,
	detail TEXT NOT NULL,
	mac BLOB NOT NULL                     -- chained
) STRICT;
CREATE INDEX audit_account ON audit (account, seq) WHERE account IS NOT NULL;
CREATE INDEX audit_device ON audit (device, seq) WHERE device IS NOT NULL;
CREATE INDEX audit_reference ON audit (reference) WHERE reference IS NOT NULL;
