/*
 * Every kind of factor: its file engine/factor/NAME.c, and its line here.  The
 * table of kinds and the words of the configuration follow from it.
 */
#ifndef MF_KINDS_H
#define MF_KINDS_H

/* clang-format off */
#define FACTOR_KINDS(EACH) \
	EACH(hotp) \
	EACH(totp) \
	EACH(sms) \
	EACH(email) \
	EACH(ocra) \
	EACH(temporary) \
	EACH(recovery) \
	EACH(yubikey)
/* clang-format on */

#endif
