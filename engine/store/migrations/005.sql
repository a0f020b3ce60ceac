-- Numbers and addresses that were begun at a prompt and wait to be confirmed:
-- until when.
CREATE INDEX device_unconfirmed ON device (expiry)
	WHERE state = 7 AND expiry > 0;
