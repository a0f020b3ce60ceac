#include <string.h>

#include "courier/transfer.h"
#include "util/crypto.h"

#define CONNECT_MS 3000

size_t
transfer_take(char *p, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;
	size_t room = ANSWER_BYTES - t->got;

	n *= size;
	if (n > room)
		t->cut = true;
	room = n > room ? room : n;
	memcpy(t->answer + t->got, p, room);
	for (size_t i = t->got; i < t->got + room; i++)
		if (t->answer[i] == '\0')
			t->answer[i] = ' ';
	t->got += room;
	t->answer[t->got] = '\0';
	return t->cut ? 0 : n; /* 0 ends the transfer */
}

/* A setting that libcurl does not take is a fault: none is left out. */
static bool
set_safety(CURL *h, const char *protocols)
{
	/* Else the end of a try waits for the name server that hangs. */
	return curl_easy_setopt(h, CURLOPT_QUICK_EXIT, 1L) == CURLE_OK &&
	    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
	    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, protocols) == CURLE_OK &&
	    curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
	    curl_easy_setopt(h, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) ==
	    CURLE_OK &&
	    curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
	    curl_easy_setopt(h, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
	    curl_easy_setopt(h, CURLOPT_SSLVERSION,
		(long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK;
}

/*
 * An authority of the gateway's own stands alone: libcurl would go on to look
 * into the system's folder.  Its file is small, and read anew for each
 * connection, for a renewed one.
 */
static bool
set_authority(CURL *h, const char *ca)
{
	return ca == NULL ||
	    (curl_easy_setopt(h, CURLOPT_CAINFO, ca) == CURLE_OK &&
		curl_easy_setopt(h, CURLOPT_CAPATH, NULL) == CURLE_OK &&
		curl_easy_setopt(h, CURLOPT_CA_CACHE_TIMEOUT, 0L) == CURLE_OK);
}

enum mf_err
transfer_begin(struct transfer *t, const struct gateway *g,
    const char *protocols, unsigned timeout_ms)
{
	long connect = timeout_ms < CONNECT_MS ? timeout_ms : CONNECT_MS;
	CURL *h = curl_easy_init();

	*t = (struct transfer){ .easy = h };
	if (h == NULL)
		return MF_ENOMEM;
	if (!set_safety(h, protocols) ||
	    curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, (long)timeout_ms) !=
		CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, connect) !=
		CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_ERRORBUFFER, t->fault) != CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, transfer_take) !=
		CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_WRITEDATA, t) != CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_PROXY,
		g->proxy == NULL ? "" : g->proxy) != CURLE_OK ||
	    !set_authority(h, g->ca))
		return MF_ENOMEM;
	return MF_OK;
}

void
transfer_fault(const struct transfer *t, const struct gateway *g, CURLcode code,
    struct text *words)
{
	if (code == CURLE_OPERATION_TIMEDOUT)
		text_printf(words, "no answer in %u s", g->timeout_s);
	else
		text_printf(words, "%.150s",
		    t->fault[0] != '\0' ? t->fault : curl_easy_strerror(code));
}

void
transfer_end(struct transfer *t)
{
	curl_easy_cleanup(t->easy);
	curl_slist_free_all(t->headers);
	curl_slist_free_all(t->recipients);
	wipe(t, sizeof(*t));
}
