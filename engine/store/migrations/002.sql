-- Factors that send a code, and what is to be sent.

-- Where a code goes: E.164 of an SMS, canonical address of an e-mail.
ALTER TABLE device ADD COLUMN address TEXT;

-- A challenge-response token whose answers its PIN goes into: the PIN's hash,
-- sealed, as its suite has it.
ALTER TABLE device ADD COLUMN pin BLOB;

-- A PIN that the server keeps for a token which has none, before its codes:
-- an Argon2id record, sealed; whether it has to change, or to be made.
ALTER TABLE device ADD COLUMN record BLOB;
ALTER TABLE device ADD COLUMN pin_change INTEGER NOT NULL DEFAULT 0;

-- A new PIN that was typed once in this dialogue: the same of it.
ALTER TABLE dialogue ADD COLUMN record BLOB;

-- Where codes are to go, as was typed in this dialogue: E.164 or an address.
ALTER TABLE dialogue ADD COLUMN wish TEXT;

-- A code that was sent and may be typed: not the code, but what it is derived
-- from.  A device has one in a dialogue; a new one replaces it.
CREATE TABLE pending (
	dialogue INTEGER NOT NULL,
	device INTEGER NOT NULL,
	account INTEGER NOT NULL,
	round INTEGER NOT NULL,               -- in which it was sent
	resend INTEGER NOT NULL,
	key INTEGER NOT NULL,                 -- id in the keyring
	at INTEGER NOT NULL,
	expires INTEGER NOT NULL,
	state INTEGER NOT NULL,               -- 0 open, 1 used
	repeat BLOB,                          -- rule 16: keyed hash of the
	                                      -- first packet; NULL: no joining
	answer BLOB NOT NULL,                 -- the challenge to say again
	PRIMARY KEY (dialogue, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_repeat ON pending (repeat) WHERE repeat IS NOT NULL;
CREATE INDEX pending_expires ON pending (expires);
CREATE INDEX pending_account ON pending (account, device);

-- What mfcourier is to send.  The text is rendered when it is handed out.
CREATE TABLE outbox (
	id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again
	at_ms INTEGER NOT NULL,
	channel INTEGER NOT NULL,             -- 0 SMS, 1 e-mail
	address TEXT NOT NULL,                -- canonical
	account INTEGER,
	device INTEGER,
	text TEXT NOT NULL,                   -- which one: "code", "claimed"
	language TEXT NOT NULL,
	detail TEXT NOT NULL,                 -- its values, key=value; no secret
	dialogue INTEGER,                     -- of its code, as in pending;
	round INTEGER NOT NULL,               -- NULL: it has none
	resend INTEGER NOT NULL,
	key INTEGER,
	generation INTEGER NOT NULL,          -- of the database: what is of
	                                      -- another was put back, not sent
	expires_ms INTEGER NOT NULL,          -- not sent any more from then on
	state INTEGER NOT NULL,               -- enum outbox_state
	attempts INTEGER NOT NULL,
	due_ms INTEGER NOT NULL,              -- to be handed out from then on
	gateway TEXT,                         -- that took or refused it
	result TEXT,                          -- what it said, for the helpdesk
	changed_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_due ON outbox (channel, due_ms) WHERE state < 2;
CREATE INDEX outbox_expires ON outbox (expires_ms) WHERE state < 2;
CREATE INDEX outbox_account ON outbox (account, id)
	WHERE account IS NOT NULL;
CREATE INDEX outbox_dialogue ON outbox (dialogue, device)
	WHERE dialogue IS NOT NULL;
CREATE INDEX outbox_changed ON outbox (changed_ms) WHERE state >= 2;
CREATE INDEX outbox_given_up ON outbox (changed_ms) WHERE state = 3;

-- How many were sent, by whom and to whom, in slices of the last hour and day.
CREATE TABLE sending (
	who TEXT NOT NULL,                    -- account:7, number:+371...,
	                                      -- source:..., all
	span INTEGER NOT NULL,                -- seconds: 3600 or 86400
	start INTEGER NOT NULL,               -- of a slice of that span
	n INTEGER NOT NULL,
	PRIMARY KEY (who, span, start)
) STRICT, WITHOUT ROWID;
CREATE INDEX sending_start ON sending (start);

-- A transaction to sign, and what became of it.  What was asked stays asked:
-- signed ones are kept, so that no challenge is asked of a device again.
CREATE TABLE signature (
	reference INTEGER PRIMARY KEY,        -- number, not its letters
	dialogue INTEGER NOT NULL,            -- its id in what is derived
	form TEXT NOT NULL,
	account INTEGER NOT NULL,
	epoch INTEGER NOT NULL,               -- of the account, as it began
	device INTEGER NOT NULL,
	fields TEXT NOT NULL,                 -- name=value, a line each
	challenge TEXT NOT NULL,
	session BLOB,                         -- of a suite that has one
	at INTEGER NOT NULL,
	expires INTEGER NOT NULL,
	tries INTEGER NOT NULL,               -- left
	state INTEGER NOT NULL                -- enum signature_state
) STRICT;
CREATE INDEX signature_asked ON signature (device, challenge);
CREATE INDEX signature_account ON signature (account, state);
CREATE INDEX signature_expires ON signature (expires) WHERE state <> 1;
