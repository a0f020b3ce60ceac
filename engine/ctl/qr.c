#include <errno.h>
#include <qrencode.h>

#include "ctl/qr.h"
#include "util/crypto.h"

#define QUIET 2 /* modules around; 4 by the standard, 2 does and saves rows */

static int
is_dark(const QRcode *qr, int x, int y)
{
	if (x < 0 || y < 0 || x >= qr->width || y >= qr->width)
		return 0;
	return qr->data[y * qr->width + x] & 1;
}

/*
 * Light modules are drawn: on a dark terminal they shine, and with colours
 * the same holds on a light one.
 */
static void
print_rows(FILE *fp, const QRcode *qr, int y, int colours)
{
	/* upper dark, lower dark: bits 1 and 0 */
	static const char *const block[] = { "\xe2\x96\x88", "\xe2\x96\x80",
		"\xe2\x96\x84", " " };

	fputs(colours ? "\033[97;40m" : "", fp);
	for (int x = -QUIET; x < qr->width + QUIET; x++)
		fputs(
		    block[is_dark(qr, x, y) << 1 | is_dark(qr, x, y + 1)], fp);
	fputs(colours ? "\033[0m\n" : "\n", fp);
}

enum mf_err
qr_print(FILE *fp, const char *text, int colours)
{
	QRcode *qr = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);

	if (qr == NULL)
		return errno == ENOMEM ? MF_ENOMEM : MF_EINVAL;
	for (int y = -QUIET; y < qr->width + QUIET; y += 2)
		print_rows(fp, qr, y, colours);
	wipe(qr->data, (size_t)qr->width * (size_t)qr->width);
	QRcode_free(qr);
	return MF_OK;
}
