/* What no single setting of a gateway can be wrong about. */

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "courier/conf_parts.h"
#include "courier/mail_text.h"

struct check {
	struct courier_reader *r;
	const char *section;
	struct gateway *g;
};

static void fault(const struct check *, const char *setting, const char *fmt,
    ...) __attribute__((format(printf, 3, 4)));

static void
fault(const struct check *c, const char *setting, const char *fmt, ...)
{
	char path[64], line[512];
	struct text t;
	va_list ap;

	text_init(&t, path, sizeof(path));
	text_printf(&t, "%s.%s", c->section, setting);
	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	conf_fault(c->r, c->g->line, path, "gateway %s: %s",
	    c->g->name == NULL ? "without a name" : c->g->name, line);
}

static void
check_name(const struct check *c)
{
	const char *s = c->g->name;

	if (s == NULL)
		fault(c, "name", "give it one, such as name = \"main\";");
	else if (s[strspn(s,
		     "abcdefghijklmnopqrstuvwxyz"
		     "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")] != '\0')
		fault(c, "name",
		    "use letters, digits, dots, hyphens and underscores.");
}

static void
check_needs(const struct check *c)
{
	const struct {
		const char *name, *value;
	} of[] = {
		{ "url", c->g->url },
		{ "from", c->g->from },
		{ "credentials", c->g->credentials },
	};

	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++)
		if (of[i].value == NULL &&
		    strstr(c->g->type->needs, of[i].name) != NULL)
			fault(c, of[i].name, "type \"%s\" needs it.",
			    c->g->type->name);
	if (c->g->auth != AUTH_NONE && c->g->credentials == NULL)
		fault(c, "credentials", "auth needs them: the name of a file.");
}

static void
check_template(const struct check *c, const char *setting, const char *s)
{
	size_t n;
	const char *word = s == NULL ? NULL : template_fault(s, &n);

	if (word != NULL)
		fault(c, setting,
		    "{%.*s} stands for nothing; there are {to}, {digits}, "
		    "{text}, {id}, {from}, {user} and {password}.",
		    (int)n, word);
}

static void
check_templates(const struct check *c)
{
	const struct {
		const char *name;
		const struct pair *pairs;
	} of[] = {
		{ "query", c->g->query },
		{ "form", c->g->form },
		{ "unicode", c->g->unicode },
		{ "headers", c->g->headers },
	};

	check_template(c, "url", c->g->url);
	check_template(c, "json", c->g->json);
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++)
		for (const struct pair *p = of[i].pairs; p->name != NULL; p++)
			check_template(c, of[i].name, p->value);
	for (const struct pair *p = c->g->headers; p->name != NULL; p++)
		if (strpbrk(p->name, ": \t") != NULL)
			fault(c, "headers", "%s is no name of a header.",
			    p->name);
	if (c->g->json != NULL && c->g->form[0].name != NULL)
		fault(c, "json", "a body is a form or JSON; take one out.");
}

static void
compile(const struct check *c, const char *setting, const char *pattern,
    regex_t *re, bool *done)
{
	char why[128];
	int rc;

	if (pattern == NULL)
		return;
	rc = regcomp(re, pattern, REG_EXTENDED | REG_NOSUB);
	*done = rc == 0;
	if (rc == 0)
		return;
	(void)regerror(rc, re, why, sizeof(why));
	fault(c, setting, "\"%s\" is no regular expression: %s.", pattern, why);
}

static bool
is_loopback(const char *host)
{
	return strcmp(host, "localhost") == 0 ||
	    strncmp(host, "127.", 4) == 0 || strcmp(host, "[::1]") == 0 ||
	    strcmp(host, "::1") == 0;
}

static void
check_scheme(const struct check *c, const char *scheme, const char *host)
{
	struct gateway *g = c->g;
	bool email = g->type->email;

	if (email && strcmp(scheme, "smtps") == 0)
		g->tls = TLS_WRAPPED;
	else if (email
		? strcmp(scheme, "smtp") != 0
		: strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0)
		fault(c, "url", "%s:// is not for this; give %s.", scheme,
		    email ? "smtp:// or smtps://" : "https:// or http://");
	if (email && g->tls == TLS_NONE && !is_loopback(host))
		fault(c, "tls",
		    "without TLS mail goes to this machine alone (127.0.0.1, "
		    "::1, localhost), not to %s.",
		    host);
	if (strcmp(scheme, "http") == 0 && !is_loopback(host) && !g->plain)
		fault(c, "url",
		    "codes and passwords would go to %s in the clear; give "
		    "https://, or plain = true; if the network is yours.",
		    host);
}

static void
check_url(const struct check *c)
{
	const struct template_values sample = { .user = "user" };
	char url[2048], *scheme = NULL, *host = NULL, *user = NULL;
	CURLU *u = curl_url();
	struct text t;

	if (c->g->url == NULL || u == NULL)
		goto out;
	text_init(&t, url, sizeof(url));
	if (template_expand(c->g->url, PLACE_URL, &sample, &t) != MF_OK ||
	    curl_url_set(u, CURLUPART_URL, url, 0) != CURLUE_OK ||
	    curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
	    curl_url_get(u, CURLUPART_HOST, &host, 0) != CURLUE_OK) {
		fault(c, "url", "this is no URL: give the whole of it.");
		goto out;
	}
	if (curl_url_get(u, CURLUPART_USER, &user, 0) == CURLUE_OK)
		fault(c, "url",
		    "it names a user; write user and password into a file and "
		    "name that: credentials.");
	check_scheme(c, scheme, host);
out:
	curl_free(scheme);
	curl_free(host);
	curl_free(user);
	curl_url_cleanup(u);
}

static void
check_method(const struct check *c)
{
	struct gateway *g = c->g;
	bool body = g->json != NULL || g->form[0].name != NULL;

	if (g->method == NULL)
		g->method = body ? "POST" : "GET";
	if (strcmp(g->method, "GET") != 0 && strcmp(g->method, "POST") != 0 &&
	    strcmp(g->method, "PUT") != 0)
		fault(c, "method",
		    "\"%s\" is not known; give GET, POST or "
		    "PUT.",
		    g->method);
	else if (body && strcmp(g->method, "GET") == 0)
		fault(c, "method", "GET has no body; give POST.");
}

/* Its sandbox was made for the configuration that it began with. */
static const char *
beyond(const struct check *c, bool forbidden)
{
	return c->r->use == CONF_TO_RELOAD && forbidden
	    ? ", or mfcourier did not use its folder when it started; then "
	      "restart it"
	    : "";
}

static void
read_credentials(const struct check *c)
{
	struct gateway *g = c->g;
	bool failed = c->r->failed;
	char why[256];
	struct text t;
	enum mf_err e;

	if (!c->r->with_files || g->credentials == NULL)
		return;
	if (c->r->use == CONF_TO_CHECK && credential_is_away(g->credentials)) {
		fault(c, "credentials",
		    "%s is handed over by systemd at the start, and was not "
		    "looked at.",
		    g->credentials);
		c->r->failed = failed; /* it may well be right */
		return;
	}
	text_init(&t, why, sizeof(why));
	e = credential_read(g->credentials,
	    g->auth != AUTH_BEARER || g->type->named_bearer, g->user,
	    g->password, &t);
	if (e != MF_OK)
		fault(c, "credentials", "%s: %s%s.", g->credentials, why,
		    beyond(c, e == MF_EIO));
}

static void
check_ca(const struct check *c)
{
	const char *ca = c->g->ca;
	struct stat st = { 0 };
	int fd;

	if (!c->r->with_files || ca == NULL)
		return;
	fd = open(ca, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd == -1 || fstat(fd, &st) != 0)
		fault(c, "ca", "%s: %s%s.", ca, strerror(errno),
		    beyond(c, errno == EACCES));
	else if (!S_ISREG(st.st_mode))
		fault(c, "ca", "%s: it is not a file.", ca);
	if (fd != -1)
		close(fd);
}

void
conf_gateway_check(
    struct courier_reader *r, const char *section, struct gateway *g)
{
	const struct check c = { r, section, g };
	char address[256];

	check_name(&c);
	check_needs(&c);
	check_templates(&c);
	check_url(&c);
	check_method(&c);
	compile(&c, "ok", g->ok_text, &g->ok, &g->has_ok);
	compile(&c, "refused", g->refused_text, &g->refused, &g->has_refused);
	if (g->type->email && g->from != NULL &&
	    mail_address(g->from, address, sizeof(address)) != MF_OK)
		fault(&c, "from",
		    "\"%s\" has no address; write it as \"Name "
		    "<codes@example.org>\".",
		    g->from);
	read_credentials(&c);
	check_ca(&c);
}
