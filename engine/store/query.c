#include "store/query.h"

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
	[Q_DEVICES] =
	    "SELECT d.id, d.account, d.factor, d.state, d.serial, "
	    "d.canonical, d.label, d.hash, d.digits, d.step, d.start, "
	    "d.expiry, d.secret, h.counter, h.drift, h.anchor, h.failures, "
	    "h.last_used FROM device d JOIN device_hot h ON h.id = d.id "
	    "WHERE d.account = $1 ORDER BY h.last_used DESC, d.id LIMIT $2",
	[Q_DEVICE_CLAIMABLE] =
	    "SELECT d.id, d.account, d.factor, d.state, d.serial, "
	    "d.canonical, d.label, d.hash, d.digits, d.step, d.start, "
	    "d.expiry, d.secret, h.counter, h.drift, h.anchor, h.failures, "
	    "h.last_used FROM device d JOIN device_hot h ON h.id = d.id "
	    "LEFT JOIN import m ON m.id = d.import "
	    "WHERE d.canonical = $1 AND d.account IS NULL AND d.state = 0 "
	    "AND (d.import IS NULL OR m.state = 1) LIMIT $2",
	[Q_FAILURE] = "SELECT in_row, locked_until FROM failure "
		      "WHERE account = $1 AND source = $2",
	[Q_BUDGET] =
	    "SELECT COALESCE(SUM(CASE WHEN day > $2 THEN n ELSE 0 END), 0), "
	    "COALESCE(SUM(n), 0) FROM budget WHERE account = $1 AND day > $3",
	[Q_SOURCE] = "SELECT last FROM source "
		     "WHERE account = $1 AND source = $2",
	[Q_DIALOGUE] = "SELECT round, reply, at_ms, answer FROM dialogue "
		       "WHERE id = $1",
	[Q_REPETITION] = "SELECT at_ms, repeats, answer FROM repetition "
			 "WHERE key = $1",
	[Q_LOST_SINCE] = "SELECT COUNT(*) FROM audit WHERE account = $1 "
			 "AND event = 'device.suspend' AND at_ms > $2",

	/* Compare and set: of two logins with one code, one gets no row. */
	[Q_ADVANCE] =
	    "UPDATE device_hot SET counter = $2, drift = $3, anchor = $4, "
	    "failures = 0, last_used = $5 WHERE id = $1 AND counter < $2 "
	    "AND EXISTS (SELECT 1 FROM device d JOIN account a "
	    "ON a.id = d.account WHERE d.id = $1 AND d.account = $6 "
	    "AND d.state = 1 AND a.epoch = $7 AND a.state = 0) RETURNING id",
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
		   "WHERE id = $1 AND account IS NULL AND state = 0 "
		   "RETURNING id",
	[Q_HAD_DEVICE] = "UPDATE account SET had_device = 1 WHERE id = $1 "
			 "AND had_device = 0 RETURNING id",
	[Q_DEVICE_STATE] = "UPDATE device SET state = $2 WHERE id = $1 "
			   "AND state = $3 RETURNING id",
	/* One ticket, one answer: a round already answered gets no row. */
	[Q_ANSWER] =
	    "INSERT INTO dialogue (id, round, reply, at_ms, expires, answer) "
	    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE "
	    "SET round = $2, reply = $3, at_ms = $4, expires = $5, "
	    "answer = $6 WHERE dialogue.round < $2 RETURNING id",
	[Q_REPETITION_ADD] =
	    "INSERT INTO repetition (key, at_ms, repeats, answer) "
	    "VALUES ($1, $2, 0, $3) ON CONFLICT (key) DO UPDATE "
	    "SET at_ms = $2, repeats = 0, answer = $3",
	[Q_REPETITION_COUNT] = "UPDATE repetition SET repeats = repeats + 1 "
			       "WHERE key = $1",
	[Q_PASSWORD_REHASH] = "UPDATE account SET password = $2 "
			      "WHERE id = $1 AND epoch = $3",
	[Q_AUDIT] =
	    "INSERT INTO audit (seq, at_ms, event, account, device, used, "
	    "dialogue, reference, actor, detail, mac) VALUES "
	    "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",

	[Q_AUDIT_TAIL] = "SELECT seq, at_ms, mac FROM audit "
			 "ORDER BY seq DESC LIMIT 1",
	[Q_AUDIT_RANGE] =
	    "SELECT seq, at_ms, event, account, device, used, dialogue, "
	    "reference, actor, detail, mac FROM audit "
	    "WHERE seq >= $1 ORDER BY seq LIMIT $2",
	[Q_EXPIRE_DIALOGUE] =
	    "DELETE FROM dialogue WHERE id IN (SELECT id FROM dialogue "
	    "WHERE id < $1 AND expires < $2 ORDER BY id LIMIT $3)",
	[Q_EXPIRE_REPETITION] =
	    "DELETE FROM repetition WHERE key IN (SELECT key FROM repetition "
	    "WHERE at_ms < $1 ORDER BY at_ms LIMIT $2)",
	[Q_PASSWORD_FAILURES] =
	    "SELECT account, source, in_row, locked_until, last "
	    "FROM password_failure LIMIT $1",
	[Q_PASSWORD_FAILURE_PUT] =
	    "INSERT INTO password_failure (account, source, in_row, "
	    "locked_until, last) VALUES ($1, $2, $3, $4, $5) "
	    "ON CONFLICT (account, source) DO UPDATE SET in_row = $3, "
	    "locked_until = $4, last = $5",
	[Q_PASSWORD_FAILURE_DELETE] = "DELETE FROM password_failure "
				      "WHERE account = $1 AND source = $2",

	[Q_FACT_ACCOUNTS] = "SELECT id, epoch, state FROM account ORDER BY id",
	[Q_FACT_DEVICES] =
	    "SELECT d.id, h.counter, COALESCE(d.account, 0), d.state, "
	    "h.failures FROM device d JOIN device_hot h ON h.id = d.id "
	    "ORDER BY d.id",
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
	    "state = CASE WHEN $3 = 1 AND NOT EXISTS "
	    "(SELECT 1 FROM account a WHERE a.id = $2) THEN 0 ELSE $3 END "
	    "WHERE id = $1 AND (COALESCE(account, 0) <> $2 OR state <> $3)",
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
	    "FROM device d WHERE d.id = device_hot.id AND d.step > 0)",
	[Q_UNKNOWN_CODES] = "UPDATE device SET state = 6 "
			    "WHERE factor = 'temporary' AND state <> 6",
	[Q_UNKNOWN_COUNTERS] =
	    "UPDATE device SET state = 5 WHERE step = 0 "
	    "AND factor <> 'temporary' AND state IN (1, 2, 3)",
	[Q_NO_DIALOGUES] = "DELETE FROM dialogue",
	[Q_NO_REPETITIONS] = "DELETE FROM repetition",

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
	[Q_ACCOUNT_NAME] = "SELECT name FROM account WHERE id = $1",
	[Q_DEVICE_NAME] =
	    "SELECT factor, COALESCE(serial, ''), COALESCE(label, ''), "
	    "step, state, COALESCE(account, 0) FROM device WHERE id = $1",
	[Q_LOCKED_PAIRS] = "SELECT COUNT(*) FROM failure "
			   "WHERE locked_until > $1",
};
