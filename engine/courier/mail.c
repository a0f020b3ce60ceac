/* An e-mail by SMTP: STARTTLS or TLS, and what the server said last. */

#include <string.h>
#include <sys/socket.h>

#include "courier/mail_text.h"
#include "courier/transfer.h"

#define SAID_BYTES 300

static size_t
give(char *p, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;
	size_t left = t->n - t->sent;

	n *= size;
	n = n > left ? left : n;
	memcpy(p, t->request + t->sent, n);
	t->sent += n;
	return n;
}

/* Each line of the server; the last one but its good-bye stays. */
static size_t
hear(char *p, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;
	size_t keep = size * n < SAID_BYTES ? size * n : SAID_BYTES;

	if (keep >= 3 && memcmp(p, "221", 3) == 0)
		return size * n;
	memcpy(t->answer, p, keep);
	t->answer[keep] = '\0';
	t->got = keep;
	return size * n;
}

static int
remember_socket(void *arg, curl_socket_t fd, curlsocktype purpose)
{
	(void)purpose;
	((struct transfer *)arg)->fd = fd;
	return CURL_SOCKOPT_OK;
}

/*
 * libcurl waits for the answer to QUIT, with everything else standing still:
 * a server that does not give one would hold up all gateways.  So there is
 * nothing more to be read once it is said.
 */
static int
watch(CURL *h, curl_infotype type, char *p, size_t n, void *arg)
{
	struct transfer *t = arg;

	(void)h;
	if (type == CURLINFO_HEADER_OUT && n >= 4 &&
	    memcmp(p, "QUIT", 4) == 0 && t->fd > 0)
		(void)shutdown(t->fd, SHUT_RD);
	return 0;
}

static bool
set_quit(struct transfer *t)
{
	CURL *h = t->easy;

	return curl_easy_setopt(h, CURLOPT_SOCKOPTFUNCTION, remember_socket) ==
	    CURLE_OK &&
	    curl_easy_setopt(h, CURLOPT_SOCKOPTDATA, t) == CURLE_OK &&
	    curl_easy_setopt(h, CURLOPT_DEBUGFUNCTION, watch) == CURLE_OK &&
	    curl_easy_setopt(h, CURLOPT_DEBUGDATA, t) == CURLE_OK &&
	    curl_easy_setopt(h, CURLOPT_VERBOSE, 1L) == CURLE_OK;
}

static bool
set_mail(struct transfer *t, const struct gateway *g, const char *from)
{
	CURL *h = t->easy;
	long ssl =
	    g->tls == TLS_NONE ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL;

	/* After STARTTLS libcurl would reuse a connection that was made with
	 * another gateway's certificates: none is kept. */
	if (curl_easy_setopt(h, CURLOPT_FRESH_CONNECT, 1L) != CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_FORBID_REUSE, 1L) != CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_URL, g->url) != CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_USE_SSL, ssl) != CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_MAIL_FROM, from) != CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_MAIL_RCPT, t->recipients) != CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_UPLOAD, 1L) != CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_READFUNCTION, give) != CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_READDATA, t) != CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, hear) != CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_HEADERDATA, t) != CURLE_OK)
		return false;
	return g->credentials == NULL ||
	    (curl_easy_setopt(h, CURLOPT_USERNAME, g->user) == CURLE_OK &&
		curl_easy_setopt(h, CURLOPT_PASSWORD, g->password) == CURLE_OK);
}

enum mf_err
transfer_mail(struct transfer *t, const struct gateway *g,
    const struct letter *l, unsigned timeout_ms)
{
	const struct mail m = { g->from, l->to, l->subject, l->body, l->id,
		l->date };
	const char *protocols = g->tls == TLS_WRAPPED ? "smtps" : "smtp";
	char from[256];
	struct text x;
	enum mf_err e;

	if ((e = transfer_begin(t, g, protocols, timeout_ms)) != MF_OK)
		return e;
	text_init(&x, t->request, sizeof(t->request));
	if ((e = mail_build(&m, &x)) != MF_OK ||
	    (e = mail_address(g->from, from, sizeof(from))) != MF_OK)
		return e;
	t->n = x.len;
	t->recipients = curl_slist_append(NULL, l->to);
	if (t->recipients == NULL || !set_quit(t) || !set_mail(t, g, from))
		return MF_ENOMEM;
	return MF_OK;
}

/* 550 and its like speak of the message or who it is for. */
static bool
is_refusal(long status, CURLcode code)
{
	return status >= 550 && status <= 559 && code != CURLE_LOGIN_DENIED;
}

enum courier_outcome
transfer_judge_mail(struct transfer *t, const struct gateway *g,
    const struct letter *l, CURLcode code, struct text *words)
{
	long status = 0;

	(void)curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	t->answer[strcspn(t->answer, "\r\n")] = '\0';
	mask(t->answer, l->code);
	mask(t->answer, g->password);
	mask(t->answer, l->to);
	if (code != CURLE_OK)
		transfer_fault(t, g, code, words);
	if (t->answer[0] != '\0')
		text_printf(
		    words, "%s%.150s", code == CURLE_OK ? "" : "; ", t->answer);
	if (code == CURLE_OK)
		return COURIER_SENT;
	return is_refusal(status, code) ? COURIER_REFUSED : COURIER_AGAIN;
}
