/* An SMS by HTTP: the gateway's templates filled in, its answer judged. */

#include <stdio.h>
#include <string.h>

#include "courier/transfer.h"
#include "util/crypto.h"
#include "util/gsm.h"

static struct template_values
values_of(const struct gateway *g, const struct letter *l)
{
	return (struct template_values){ .to = l->to,
		.digits = l->to + (l->to[0] == '+'),
		.text = l->body,
		.id = l->id,
		.from = g->from,
		.user = g->user,
		.password = g->password };
}

/* "a=1&b=2"; what is empty is left out. */
static enum mf_err
put_pairs(struct text *out, const struct pair *p,
    const struct template_values *v, bool *any)
{
	char value[2048];
	struct text t;
	enum mf_err e = MF_OK;

	for (; p->name != NULL && e == MF_OK; p++) {
		text_init(&t, value, sizeof(value));
		e = template_expand(p->value, PLACE_PLAIN, v, &t);
		if (e != MF_OK || t.len == 0)
			continue;
		text_put(out, *any ? "&" : "");
		percent_encode(out, p->name);
		text_put(out, "=");
		percent_encode(out, value);
		*any = true;
	}
	wipe(value, sizeof(value));
	return e == MF_OK && out->cut ? MF_EFULL : e;
}

static enum mf_err
make_url(struct transfer *t, const struct gateway *g,
    const struct template_values *v, const struct pair *more)
{
	struct text url;
	bool any;
	enum mf_err e;

	text_init(&url, t->url, sizeof(t->url));
	if ((e = template_expand(g->url, PLACE_URL, v, &url)) != MF_OK)
		return e;
	any = strchr(t->url, '?') != NULL;
	if (!any && (g->query[0].name != NULL || more != NULL))
		text_put(&url, "?");
	if ((e = put_pairs(&url, g->query, v, &any)) == MF_OK && more != NULL)
		e = put_pairs(&url, more, v, &any);
	return e;
}

static enum mf_err
make_body(struct transfer *t, const struct gateway *g,
    const struct template_values *v, const struct pair *more)
{
	struct text body;
	bool any = false;
	enum mf_err e;

	text_init(&body, t->request, sizeof(t->request));
	if (g->json != NULL)
		e = template_expand(g->json, PLACE_JSON, v, &body);
	else if ((e = put_pairs(&body, g->form, v, &any)) == MF_OK &&
	    more != NULL)
		e = put_pairs(&body, more, v, &any);
	t->n = body.len;
	return e;
}

static enum mf_err
add_header(struct transfer *t, const char *name, const char *value)
{
	char line[2048];
	struct curl_slist *next;
	struct text x;

	text_init(&x, line, sizeof(line));
	text_printf(&x, "%s: %s", name, value);
	next = x.cut ? NULL : curl_slist_append(t->headers, line);
	wipe(line, sizeof(line));
	if (next == NULL)
		return MF_ENOMEM;
	t->headers = next;
	return MF_OK;
}

static enum mf_err
make_headers(struct transfer *t, const struct gateway *g,
    const struct template_values *v)
{
	char value[1536];
	struct text x;
	enum mf_err e = MF_OK;

	if (g->json != NULL)
		e = add_header(t, "Content-Type", "application/json");
	for (const struct pair *p = g->headers; p->name != NULL && e == MF_OK;
	     p++) {
		text_init(&x, value, sizeof(value));
		e = template_expand(p->value, PLACE_HEADER, v, &x);
		if (e == MF_OK && x.len > 0)
			e = add_header(t, p->name, value);
	}
	wipe(value, sizeof(value));
	return e;
}

static bool
set_auth(CURL *h, const struct gateway *g)
{
	switch (g->auth) {
	case AUTH_BASIC:
		return curl_easy_setopt(h, CURLOPT_HTTPAUTH,
			   (long)CURLAUTH_BASIC) == CURLE_OK &&
		    curl_easy_setopt(h, CURLOPT_USERNAME, g->user) ==
		    CURLE_OK &&
		    curl_easy_setopt(h, CURLOPT_PASSWORD, g->password) ==
		    CURLE_OK;
	case AUTH_BEARER:
		return curl_easy_setopt(h, CURLOPT_HTTPAUTH,
			   (long)CURLAUTH_BEARER) == CURLE_OK &&
		    curl_easy_setopt(h, CURLOPT_XOAUTH2_BEARER, g->password) ==
		    CURLE_OK;
	case AUTH_NONE:
		break;
	}
	return true;
}

static bool
set_request(struct transfer *t, const struct gateway *g)
{
	CURL *h = t->easy;

	if (curl_easy_setopt(h, CURLOPT_URL, t->url) != CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_HTTPHEADER, t->headers) != CURLE_OK ||
	    curl_easy_setopt(h, CURLOPT_USERAGENT, "multifactor") != CURLE_OK ||
	    !set_auth(h, g))
		return false;
	if (strcmp(g->method, "GET") == 0)
		return true;
	return curl_easy_setopt(h, CURLOPT_POST, 1L) == CURLE_OK &&
	    curl_easy_setopt(h, CURLOPT_POSTFIELDS, t->request) == CURLE_OK &&
	    curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, (long)t->n) ==
	    CURLE_OK &&
	    curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, g->method) == CURLE_OK;
}

enum mf_err
transfer_http(struct transfer *t, const struct gateway *g,
    const struct letter *l, unsigned timeout_ms)
{
	const struct template_values v = values_of(g, l);
	const struct pair *more =
	    gsm_measure(l->body).unicode ? g->unicode : NULL;
	bool in_form = g->form[0].name != NULL;
	enum mf_err e;

	if ((e = transfer_begin(t, g, "http,https", timeout_ms)) != MF_OK ||
	    (e = make_url(t, g, &v, in_form ? NULL : more)) != MF_OK ||
	    (e = make_body(t, g, &v, in_form ? more : NULL)) != MF_OK ||
	    (e = make_headers(t, g, &v)) != MF_OK)
		return e;
	return set_request(t, g) ? MF_OK : MF_ENOMEM;
}

/* As Basic has it (RFC 7617 section 2). */
static void
mask_basic(char *answer, const struct gateway *g)
{
	char pair[USER_SIZE + SECRET_SIZE + 1], shown[2 * sizeof(pair)];
	int n = snprintf(pair, sizeof(pair), "%s:%s", g->user, g->password);

	if (g->auth == AUTH_BASIC && n > 0 && (size_t)n < sizeof(pair) &&
	    base64url_size((size_t)n) <= sizeof(shown)) {
		base64url((uint8_t *)pair, (size_t)n, shown, sizeof(shown));
		for (char *p = shown; *p != '\0'; p++)
			*p = *p == '-' ? '+' : *p == '_' ? '/' : *p;
		mask(answer, shown);
	}
	wipe(pair, sizeof(pair));
	wipe(shown, sizeof(shown));
}

/* In whatever form the request had it, which the answer may repeat. */
static void
mask_password(char *answer, const struct gateway *g)
{
	static const enum place places[] = { PLACE_PLAIN, PLACE_URL,
		PLACE_JSON };
	const struct template_values v = { .password = g->password };
	char shown[6 * SECRET_SIZE];
	struct text t;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		text_init(&t, shown, sizeof(shown));
		if (template_expand("{password}", places[i], &v, &t) == MF_OK)
			mask(answer, shown);
	}
	wipe(shown, sizeof(shown));
	mask_basic(answer, g);
}

enum courier_outcome
transfer_judge_http(struct transfer *t, const struct gateway *g,
    const struct letter *l, CURLcode code, struct text *words)
{
	struct http_answer a = { 0, t->answer };
	enum courier_outcome o;

	(void)curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &a.status);
	if (code != CURLE_OK && !(code == CURLE_WRITE_ERROR && t->cut)) {
		transfer_fault(t, g, code, words);
		return COURIER_AGAIN;
	}
	o = judge_http(
	    &a, g->has_ok ? &g->ok : NULL, g->has_refused ? &g->refused : NULL);
	mask(a.body, l->code);
	mask_password(a.body, g);
	mask(a.body, l->to + (l->to[0] == '+'));
	http_words(&a, words);
	if (o == COURIER_AGAIN && a.status >= 200 && a.status <= 299)
		text_put(words, " (not what it says when it takes one)");
	return o;
}
