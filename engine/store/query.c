#include "store/query.h"

/* What the desk shows of an account and of a token (desk_*.c read these). */
#define DESK_ACCOUNT                                                           \
	"a.id, a.name, a.state, a.epoch, a.language, a.password IS NOT NULL, " \
	"a.had_device, a.created"
#define DESK_TOKEN                                                             \
	"d.id, d.account, d.factor, d.state, d.vendor, d.model, d.serial, "    \
	"d.canonical, d.label, d.hash, d.digits, d.step, d.suite, d.start, "   \
	"d.expiry, d.bound, d.created, d.import, d.binding, h.counter, "       \
	"h.drift, h.failures, h.last_used, a.name, m.state, m.name, b.state, " \
	"d.address, d.record IS NOT NULL, d.pin_change "                       \
	"FROM device d JOIN device_hot h ON h.id = d.id "                      \
	"LEFT JOIN account a ON a.id = d.account "                             \
	"LEFT JOIN import m ON m.id = d.import "                               \
	"LEFT JOIN import b ON b.id = d.binding "

/* A message of the outbox (outbox.c reads these). */
#define OUTBOX_ROW                                                             \
	"SELECT id, at_ms, channel, address, account, device, text, "          \
	"language, detail, dialogue, round, resend, key, generation, "         \
	"expires_ms, state, attempts, due_ms, gateway, result, changed_ms "    \
	"FROM outbox "

const char *const query_text[Q_MAX] = {
	[Q_BEGIN] = "BEGIN",
	[Q_COMMIT] = "COMMIT",
	[Q_ROLLBACK] = "ROLLBACK",
	[Q_SAVEPOINT] = "SAVEPOINT one",
	[Q_RELEASE] = "RELEASE one",
	[Q_UNDO] = "ROLLBACK TO one",

	[Q_META_GET] = "SELECT value FROM meta WHERE name = $1",
	[Q_META_PUT] = "INSERT INTO meta (name, value) VALUES ($1, $2) "
		       "ON CONFLICT (name) DO UPDATE SET value = $2",

	[Q_ACCOUNT_BY_NAME] =
	    "SELECT a.id, a.epoch, a.state, a.had_device, a.language, "
	    "a.password, a.name FROM identity i "
	    "JOIN account a ON a.id = i.account WHERE i.value = $1",
	[Q_GROUPS] = "SELECT name FROM membership WHERE account = $1 "
		     "ORDER BY name",
#include "store/query_device.inc"
	/* One row of failures and one of the source at most, so sums hold. */
	[Q_GUESSES] = "SELECT MAX(f.in_row), MAX(f.locked_until), MAX(s.last), "
		      "SUM(CASE WHEN b.day > $3 THEN b.n ELSE 0 END), SUM(b.n) "
		      "FROM (SELECT 1) AS one LEFT JOIN failure f "
		      "ON f.account = $1 AND f.source = $2 "
		      "LEFT JOIN source s ON s.account = $1 AND s.source = $2 "
		      "LEFT JOIN budget b ON b.account = $1 AND b.day > $4",
	[Q_SOURCE] = "SELECT last FROM source "
		     "WHERE account = $1 AND source = $2",
	[Q_DIALOGUE] = "SELECT round, reply, at_ms, answer, wish, record, id "
		       "FROM dialogue WHERE id = $1",
	[Q_REPETITION] = "SELECT at_ms, repeats, answer FROM repetition "
			 "WHERE key = $1",
	[Q_LOST_SINCE] = "SELECT COUNT(*) FROM audit WHERE account = $1 "
			 "AND event = 'device.suspend' AND at_ms > $2",

	/*
	 * Compare and set: of two logins with one code, one changes no row.
	 * RETURNING would say the same, through a table made for it each time.
	 */
	[Q_ADVANCE] =
	    "UPDATE device_hot SET counter = $2, drift = $3, anchor = $4, "
	    "failures = 0, last_used = $5 WHERE id = $1 AND counter < $2 "
	    "AND ($8 < 0 OR counter = $8) "
	    "AND EXISTS (SELECT 1 FROM device d JOIN account a "
	    "ON a.id = d.account WHERE d.id = $1 AND d.account = $6 "
	    "AND d.state = 1 AND a.epoch = $7 AND a.state = 0)",
	[Q_BLAME] = "UPDATE device_hot SET failures = failures + 1 "
		    "WHERE id = $1",
	[Q_FAIL] = "INSERT INTO failure (account, source, in_row, "
		   "locked_until) VALUES ($1, $2, 1, $3) "
		   "ON CONFLICT (account, source) DO UPDATE "
		   "SET in_row = failure.in_row + 1, locked_until = $3",
	[Q_BUDGET_ADD] = "INSERT INTO budget (account, day, n) "
			 "VALUES ($1, $2, 1) ON CONFLICT (account, day) "
			 "DO UPDATE SET n = budget.n + 1",
	[Q_FORGET] = "DELETE FROM failure WHERE account = $1 AND source = $2",
	[Q_SEEN] = "INSERT INTO source (account, source, last) "
		   "VALUES ($1, $2, $3) ON CONFLICT (account, source) "
		   "DO UPDATE SET last = $3",
	[Q_BIND] = "UPDATE device SET account = $2, state = 1, bound = $3 "
		   "WHERE id = $1 AND account IS NULL AND state = 0",
	[Q_HAD_DEVICE] = "UPDATE account SET had_device = 1 WHERE id = $1 "
			 "AND had_device = 0",
	[Q_DEVICE_STATE] = "UPDATE device SET state = $2 WHERE id = $1 "
			   "AND state = $3",
	/* One ticket, one answer: a round answered already is not changed. */
	/* An earlier ticket may live longer than this one: a sent code's. */
	[Q_ANSWER] =
	    "INSERT INTO dialogue (id, round, reply, at_ms, expires, answer, "
	    "wish, record) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
	    "ON CONFLICT (id) DO UPDATE SET round = $2, reply = $3, "
	    "at_ms = $4, expires = CASE WHEN dialogue.expires > $5 "
	    "THEN dialogue.expires ELSE $5 END, answer = $6, wish = $7, "
	    "record = $8 WHERE dialogue.round < $2",
	[Q_ANSWER_REVISE] = "UPDATE dialogue SET answer = $4 WHERE id = $1 "
			    "AND round = $2 AND reply = $3",
	[Q_REPETITION_ADD] =
	    "INSERT INTO repetition (key, at_ms, repeats, answer, expires_ms) "
	    "VALUES ($1, $2, 0, $3, $4) ON CONFLICT (key) DO UPDATE "
	    "SET at_ms = $2, repeats = 0, answer = $3, expires_ms = $4",
	[Q_REPETITION_COUNT] = "UPDATE repetition SET repeats = repeats + 1 "
			       "WHERE key = $1",
	[Q_PASSWORD_REHASH] = "UPDATE account SET password = $2 "
			      "WHERE id = $1 AND epoch = $3",
	[Q_AUDIT] =
	    "INSERT INTO audit (seq, at_ms, event, account, device, used, "
	    "dialogue, reference, actor, detail, mac) VALUES "
	    "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",

	[Q_SAMPLE] =
	    "SELECT (SELECT name FROM account ORDER BY id LIMIT 1), "
	    "(SELECT name FROM account ORDER BY id DESC LIMIT 1), "
	    "(SELECT kind FROM identity ORDER BY value LIMIT 1), "
	    "(SELECT kind FROM identity ORDER BY value DESC LIMIT 1), "
	    "(SELECT factor FROM device ORDER BY id LIMIT 1), "
	    "(SELECT factor FROM device ORDER BY id DESC LIMIT 1), "
	    "(SELECT account FROM device WHERE account IS NOT NULL "
	    "ORDER BY account LIMIT 1), "
	    "(SELECT counter FROM device_hot ORDER BY id LIMIT 1), "
	    "(SELECT counter FROM device_hot ORDER BY id DESC LIMIT 1)",
	[Q_AUDIT_TAIL] = "SELECT seq, at_ms, mac FROM audit "
			 "ORDER BY seq DESC LIMIT 1",
	[Q_AUDIT_RANGE] =
	    "SELECT seq, at_ms, event, account, device, used, dialogue, "
	    "reference, actor, detail, mac FROM audit "
	    "WHERE seq >= $1 ORDER BY seq LIMIT $2",
	[Q_EXPIRE_DIALOGUE] =
	    "DELETE FROM dialogue WHERE id IN (SELECT id FROM dialogue "
	    "WHERE id < $1 AND expires < $2 ORDER BY id LIMIT $3)",
	[Q_EXPIRE_PASSWORD_FAILURE] =
	    "DELETE FROM password_failure WHERE (account, source) IN "
	    "(SELECT account, source FROM password_failure "
	    "WHERE last < $1 AND locked_until < $2 LIMIT $3)",
	[Q_EXPIRE_REPETITION] =
	    "DELETE FROM repetition WHERE key IN (SELECT key FROM repetition "
	    "WHERE expires_ms < $1 ORDER BY expires_ms LIMIT $2)",
	[Q_PASSWORD_FAILURES] =
	    "SELECT account, source, in_row, locked_until, last "
	    "FROM password_failure ORDER BY last DESC LIMIT $1",
	[Q_EXPIRE_PASSWORD_HOUR] =
	    "DELETE FROM password_hour WHERE (account, slice) IN "
	    "(SELECT account, slice FROM password_hour WHERE slice <= $1 "
	    "ORDER BY slice LIMIT $2)",
	[Q_PASSWORD_FAILURE] = "SELECT in_row, locked_until, last "
			       "FROM password_failure "
			       "WHERE account = $1 AND source = $2",
	[Q_PASSWORD_FAILURE_PUT] =
	    "INSERT INTO password_failure (account, source, in_row, "
	    "locked_until, last) VALUES ($1, $2, $3, $4, $5) "
	    "ON CONFLICT (account, source) DO UPDATE SET in_row = $3, "
	    "locked_until = $4, last = $5",
	[Q_PASSWORD_FAILURE_DELETE] = "DELETE FROM password_failure "
				      "WHERE account = $1 AND source = $2",
	[Q_PASSWORD_HOUR] = "SELECT slice, n FROM password_hour "
			    "WHERE account = $1 AND slice > $2",
	[Q_PASSWORD_HOUR_PUT] =
	    "INSERT INTO password_hour (account, slice, n) "
	    "VALUES ($1, $2, $3) ON CONFLICT (account, slice) "
	    "DO UPDATE SET n = $3",
	[Q_PASSWORD_HOUR_DELETE] = "DELETE FROM password_hour "
				   "WHERE account = $1 AND slice = $2",

	[Q_FACT_ACCOUNTS] =
	    "SELECT id, epoch, state, had_device FROM account ORDER BY id",
	[Q_FACT_DEVICES] =
	    "SELECT d.id, h.counter, "
	    "CASE WHEN d.binding IS NULL OR b.state = 1 "
	    "THEN COALESCE(d.account, 0) ELSE 0 END, "
	    "CASE WHEN d.binding IS NULL OR b.state = 1 "
	    "THEN d.state ELSE 0 END, "
	    "h.failures, d.pin_epoch, "
	    "COALESCE(d.record, d.pin) IS NOT NULL OR d.pin_change = 2, "
	    "d.pin_change = 1 "
	    "FROM device d JOIN device_hot h ON h.id = d.id "
	    "LEFT JOIN import b ON b.id = d.binding ORDER BY d.id",
	[Q_FACT_BUDGETS] = "SELECT account, day, n FROM budget",
	[Q_SEALED_SECRETS] = "SELECT id, secret FROM device WHERE id > $1 "
			     "ORDER BY id LIMIT $2",
	[Q_SEALED_PASSWORDS] = "SELECT id, password FROM account WHERE id > $1 "
			       "AND password IS NOT NULL ORDER BY id LIMIT $2",
	/* An accepted code ends the failures in a row. */
	[Q_LAY_COUNTER] = "UPDATE device_hot SET counter = $2, failures = 0 "
			  "WHERE id = $1 AND counter < $2",
	/* A token in use by an account that is not there is a free one. */
	[Q_LAY_BINDING] =
	    "UPDATE device SET "
	    "bound = CASE WHEN COALESCE(account, 0) = $2 THEN bound "
	    "ELSE $4 END, "
	    "account = (SELECT a.id FROM account a WHERE a.id = $2), "
	    "pin = CASE WHEN COALESCE(account, 0) = $2 THEN pin END, "
	    "record = CASE WHEN COALESCE(account, 0) = $2 THEN record END, "
	    "pin_change = CASE WHEN COALESCE(account, 0) = $2 THEN pin_change "
	    "ELSE 0 END, "
	    "binding = NULL, "
	    "state = CASE WHEN $3 = 1 AND NOT EXISTS "
	    "(SELECT 1 FROM account a WHERE a.id = $2) THEN 0 ELSE $3 END "
	    "WHERE id = $1 AND (COALESCE(account, 0) <> $2 OR state <> $3 "
	    "OR binding IS NOT NULL)",
	[Q_LAY_EPOCH] =
	    "UPDATE account SET "
	    "epoch = CASE WHEN epoch < $2 THEN $2 ELSE epoch END, "
	    "state = CASE WHEN $3 = 0 THEN 0 ELSE 1 END WHERE id = $1 "
	    "AND (epoch < $2 OR state <> CASE WHEN $3 = 0 THEN 0 ELSE 1 END)",
	[Q_LAY_BUDGET] =
	    "INSERT INTO budget (account, day, n) VALUES ($1, $2, $3) "
	    "ON CONFLICT (account, day) DO UPDATE SET n = $3 "
	    "WHERE budget.n < $3",
	[Q_LAY_FAILURES] = "UPDATE device_hot SET failures = $2 "
			   "WHERE id = $1 AND failures < $2",
	[Q_UNKNOWN_STEPS] =
	    "UPDATE device_hot SET counter = (SELECT $1 / d.step + $2 + 1 + "
	    "CASE WHEN drift > 0 THEN drift ELSE 0 END "
	    "FROM device d WHERE d.id = device_hot.id) "
	    "WHERE counter < (SELECT $1 / d.step + $2 + 1 + "
	    "CASE WHEN drift > 0 THEN drift ELSE 0 END "
	    "FROM device d WHERE d.id = device_hot.id AND d.step > 0 "
	    "AND d.factor <> 'ocra')",
	[Q_UNKNOWN_CODES] = "UPDATE device SET state = 6 "
			    "WHERE factor IN ('temporary', 'recovery') "
			    "AND state <> 6",
	/* A challenge that was never asked before makes a code good once. */
	[Q_UNKNOWN_COUNTERS] =
	    "UPDATE device SET state = 5 WHERE state IN (1, 2, 3) "
	    "AND CASE factor WHEN 'temporary' THEN 0 "
	    "WHEN 'sms' THEN 0 WHEN 'email' THEN 0 WHEN 'recovery' THEN 0 "
	    "WHEN 'ocra' THEN suite LIKE '%:C-%' ELSE step = 0 END",
	[Q_NO_DIALOGUES] = "DELETE FROM dialogue",
	[Q_NO_REPETITIONS] = "DELETE FROM repetition",
	[Q_NO_PENDINGS] = "DELETE FROM pending",

	[Q_SEALED_ROWS] = "SELECT COALESCE((SELECT MAX(id) FROM device), 0) + "
			  "COALESCE((SELECT MAX(id) FROM account), 0)",
	[Q_RESEAL_SECRET] = "UPDATE device SET secret = $2 "
			    "WHERE id = $1 AND secret = $3",
	[Q_RESEAL_PASSWORD] = "UPDATE account SET password = $2 "
			      "WHERE id = $1 AND password = $3",

	[Q_EVENT_OF_REFERENCE] =
	    "SELECT seq, at_ms, event, account, device, used, dialogue, "
	    "reference, actor, detail FROM audit WHERE reference = $1 "
	    "ORDER BY seq DESC LIMIT 1",
	[Q_EVENTS_OF_ACCOUNT] =
	    "SELECT seq, at_ms, event, account, device, used, dialogue, "
	    "reference, actor, detail FROM audit WHERE account = $1 "
	    "AND seq < $2 ORDER BY seq DESC LIMIT $3",
	[Q_EVENTS] = "SELECT seq, at_ms, event, account, device, used, "
		     "dialogue, reference, actor, detail FROM audit "
		     "WHERE seq < $1 ORDER BY seq DESC LIMIT $2",
	/* The logins that a device opened, latest first. */
	[Q_SPENT] = "SELECT seq, at_ms, event, account, device, used, "
		    "dialogue, reference, actor, detail FROM audit "
		    "WHERE account = $1 AND seq < $2 "
		    "AND used = $3 AND event = 'login.accept' "
		    "ORDER BY seq DESC LIMIT $4",
	[Q_EVENTS_BEGIN] = "SELECT at_ms FROM audit ORDER BY seq LIMIT 1",
	[Q_LOCKED_PAIRS] = "SELECT COUNT(*) FROM failure "
			   "WHERE locked_until > $1",

	/* the desk: accounts */
	[Q_DESK_ACCOUNT] = "SELECT " DESK_ACCOUNT " FROM identity i "
			   "JOIN account a ON a.id = i.account "
			   "WHERE i.value = $1",
	[Q_DESK_ACCOUNT_BY_ID] =
	    "SELECT " DESK_ACCOUNT " FROM account a WHERE a.id = $1",
	[Q_DESK_ACCOUNT_PAGE] = "SELECT " DESK_ACCOUNT " FROM account a "
				"WHERE a.name > $1 ORDER BY a.name LIMIT $2",
	[Q_DESK_ACCOUNT_ADD] =
	    "INSERT INTO account (name, state, epoch, language, password, "
	    "had_device, created) VALUES ($1, 0, 1, $2, NULL, 0, $3) "
	    "RETURNING id",
	[Q_DESK_ACCOUNT_RENAME] = "UPDATE account SET name = $2, "
				  "epoch = epoch + 1 WHERE id = $1 "
				  "RETURNING epoch",
	[Q_DESK_ACCOUNT_STATE] = "UPDATE account SET state = $2, "
				 "epoch = epoch + 1 WHERE id = $1 "
				 "AND state <> $2 RETURNING epoch",
	[Q_DESK_ACCOUNT_EPOCH] = "UPDATE account SET epoch = epoch + 1 "
				 "WHERE id = $1 RETURNING epoch",
	[Q_DESK_ACCOUNT_PASSWORD] = "UPDATE account SET password = $2, "
				    "epoch = epoch + 1 WHERE id = $1 "
				    "RETURNING epoch",
	[Q_DESK_ACCOUNT_LANGUAGE] = "UPDATE account SET language = $2 "
				    "WHERE id = $1",
	[Q_DESK_ACCOUNT_DELETE] = "DELETE FROM account WHERE id = $1",
	[Q_DESK_ACCOUNT_FACTS] =
	    /* A source is noted once a day, a device each time. */
	"SELECT (SELECT COALESCE(MAX(last), 0) FROM "
	"(SELECT last FROM source WHERE account = $1 UNION ALL "
	"SELECT h.last_used FROM device d JOIN device_hot h ON h.id = d.id "
	"WHERE d.account = $1 AND h.last_used >= d.bound) AS used), "
	"(SELECT COALESCE(MAX(locked_until), 0) FROM failure "
	"WHERE account = $1), "
	"(SELECT COALESCE(MAX(locked_until), 0) FROM password_failure "
	"WHERE account = $1), "
	"(SELECT COALESCE(SUM(n), 0) FROM budget "
	"WHERE account = $1 AND day > $2), "
	"(SELECT COALESCE(SUM(in_row), 0) FROM failure "
	"WHERE account = $1)",
	[Q_DESK_IDENTITIES] = "SELECT kind, value FROM identity "
			      "WHERE account = $1 ORDER BY kind, value",
	[Q_DESK_IDENTITY_ADD] = "INSERT INTO identity (value, kind, account) "
				"VALUES ($1, $2, $3)",
	[Q_DESK_IDENTITY_DELETE] = "DELETE FROM identity WHERE value = $1 "
				   "AND kind = $2 AND account = $3 "
				   "RETURNING account",
	[Q_DESK_GROUP_ADD] = "INSERT INTO membership (account, name) "
			     "VALUES ($1, $2) ON CONFLICT DO NOTHING "
			     "RETURNING account",
	[Q_DESK_GROUP_DELETE] = "DELETE FROM membership WHERE account = $1 "
				"AND name = $2 RETURNING account",
	[Q_DESK_UNLOCK_FAILURE] = "DELETE FROM failure WHERE account = $1",
	[Q_DESK_UNLOCK_BUDGET] = "DELETE FROM budget WHERE account = $1",
	[Q_DESK_UNLOCK_PASSWORD] = "DELETE FROM password_failure "
				   "WHERE account = $1",
	[Q_DESK_UNLOCK_HOUR] = "DELETE FROM password_hour WHERE account = $1",
	[Q_DESK_UNLOCK_DEVICES] =
	    "UPDATE device_hot SET failures = 0 WHERE failures > 0 AND id IN "
	    "(SELECT id FROM device WHERE account = $1)",
	[Q_DESK_FORGET_SOURCES] = "DELETE FROM source WHERE account = $1",

	/* the desk: tokens */
	[Q_DESK_TOKEN] = "SELECT " DESK_TOKEN "WHERE d.canonical = $1 "
			 "ORDER BY d.vendor LIMIT $2",
	[Q_DESK_TOKEN_BY_ID] = "SELECT " DESK_TOKEN "WHERE d.id = $1",
	[Q_DESK_TOKENS_OF] = "SELECT " DESK_TOKEN "WHERE d.account = $1 "
			     "ORDER BY d.canonical, d.vendor, d.id LIMIT $2",
	[Q_DESK_TOKEN_SCAN] =
	    "SELECT d.id, d.canonical, d.vendor, d.factor, d.state, d.label, "
	    "m.state, b.state, d.import, d.binding FROM device d "
	    "LEFT JOIN import m ON m.id = d.import "
	    "LEFT JOIN import b ON b.id = d.binding "
	    "WHERE d.canonical IS NOT NULL AND d.canonical >= $1 "
	    "AND (d.canonical > $1 OR d.vendor > $2) "
	    "ORDER BY d.canonical, d.vendor LIMIT $3",
	[Q_DESK_TOKEN_SECRET] =
	    "SELECT d.id, d.account, d.factor, d.state, d.serial, "
	    "d.canonical, d.label, d.hash, d.digits, d.step, d.start, "
	    "d.expiry, d.secret, h.counter, h.drift, h.anchor, h.failures, "
	    "h.last_used, d.suite, d.pin, d.address, d.record, "
	    "d.pin_change FROM device d "
	    "JOIN device_hot h ON h.id = d.id "
	    "WHERE d.id = $1",
	/* Ids are bound into what is sealed, so one is chosen beforehand. */
	[Q_DESK_TOKEN_LAST] = "SELECT seq FROM sqlite_sequence "
			      "WHERE name = 'device'",
	[Q_DESK_TOKEN_ADD] =
	    "INSERT INTO device (id, account, factor, state, vendor, model, "
	    "serial, canonical, label, hash, digits, step, suite, start, "
	    "expiry, bound, import, binding, secret, created, address) "
	    "VALUES ($1, $2, "
	    "$3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
	    "$17, $18, $19, $20, $21)",
	[Q_DESK_TOKEN_ADD_HOT] =
	    "INSERT INTO device_hot (id, counter, drift, anchor, failures, "
	    "last_used) VALUES ($1, $2, $3, $3, 0, 0)",
	[Q_DESK_TOKEN_BIND] =
	    "UPDATE device SET account = $2, state = 1, bound = $3, "
	    "binding = $4 WHERE id = $1 AND account IS NULL AND state = 0 "
	    "RETURNING id",
	[Q_DESK_TOKEN_UNBIND] =
	    "UPDATE device SET account = NULL, state = $3, bound = 0, "
	    "label = NULL, pin_epoch = pin_epoch + CASE WHEN "
	    "record IS NULL AND pin IS NULL AND pin_change = 0 "
	    "THEN 0 ELSE 1 END, "
	    "pin = NULL, record = NULL, pin_change = 0, "
	    "address = NULL, binding = NULL "
	    "WHERE id = $1 AND state = $2 RETURNING id",
	[Q_DESK_TOKEN_SYNC] =
	    "UPDATE device_hot SET counter = CASE WHEN counter < $2 THEN $2 "
	    "ELSE counter END, drift = COALESCE($3, drift), "
	    "anchor = COALESCE($3, anchor), failures = 0 "
	    "WHERE id = $1 RETURNING counter",
	[Q_DESK_TOKEN_LABEL] = "UPDATE device SET label = $2 WHERE id = $1",
	[Q_DESK_TOKEN_HISTORY] =
	    "SELECT u.seq, u.at_ms, u.event, u.actor, u.detail, u.reference, "
	    "a.name FROM audit u LEFT JOIN account a ON a.id = u.account "
	    "WHERE u.device = $1 AND u.seq < $2 ORDER BY u.seq DESC LIMIT $3",

#include "store/query_pin.inc"
#include "store/query_import.inc"
#include "store/query_sign.inc"
#include "store/query_send.inc"
};
