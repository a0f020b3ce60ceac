/*
 * radcheck [-M] [-A VALUE] [-a ADDRESS] [-b PORT] [-i ID] [-r TRIES]
 *     [-s SECRET] [-t MS] [-w FILE] PORT NAME=VALUE ...
 * radcheck -p
 *
 * Sends one Access-Request to 127.0.0.1, from there or ADDRESS, byte for byte
 *as told (also what no sane NAS would send), and checks the reply: Response
 *Authenticator, Message-Authenticator, and that the latter comes first.  Prints
 *
 *	code=11 first=80 prompt="Code: " state=0x... 25=0x... ma=first
 *
 * NAME: user, password (encrypted here), station, nas, state, or a number of
 * an attribute.  VALUE: text, or 0x and hexadecimal digits.
 *
 * -M	send no Message-Authenticator
 * -A	the Request Authenticator, with -i: the identical packet again
 * -b	send it from this port
 * -p	print a free UDP port
 * -w	add a line to FILE: how long the reply took, in milliseconds
 * Exit status: 0 reply, 3 no reply, 4 the reply is forged or unsigned.
 */

#include <err.h>
#include <arpa/inet.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "util/cipher.h"

#define PACKET_MAX    4096
#define USER_PASSWORD 2
#define STATE         24
#define MA            80

struct packet {
	uint8_t b[PACKET_MAX];
	size_t n;
};

static struct slice secret;
static const char *wait_file;
static uint16_t from_port;

static const struct {
	const char *name;
	uint8_t type;
} names[] = {
	{ "user", 1 },
	{ "password", USER_PASSWORD },
	{ "state", STATE },
	{ "station", 31 },
	{ "nas", 32 },
};

static void
md5(const struct slice *parts, size_t n, uint8_t out[16])
{
	if (digest(HASH_MD5, parts, n, out) != MF_OK)
		errx(1, "MD5 failed");
}

static void
hmac_md5(const struct slice *parts, size_t n, uint8_t out[16])
{
	if (hmac(HASH_MD5, secret, parts, n, out) != MF_OK)
		errx(1, "HMAC-MD5 failed");
}

static void
put(struct packet *p, uint8_t type, const uint8_t *v, size_t n)
{
	if (n > 253 || p->n + n + 2 > sizeof(p->b))
		errx(2, "attribute %u is too long", type);
	p->b[p->n++] = type;
	p->b[p->n++] = (uint8_t)(n + 2);
	memcpy(p->b + p->n, v, n);
	p->n += n;
}

/* RFC 2865 section 5.2, of any length. */
static void
put_password(struct packet *p, const uint8_t *v, size_t n)
{
	uint8_t out[256] = { 0 }, mask[16];
	size_t padded = n == 0 ? 16 : (n + 15) / 16 * 16;
	struct slice before = { p->b + 4, 16 };

	if (padded > 240)
		errx(2, "the password is too long");
	memcpy(out, v, n);
	for (size_t i = 0; i < padded; i += 16) {
		md5((struct slice[]){ secret, before }, 2, mask);
		for (size_t j = 0; j < 16; j++)
			out[i + j] ^= mask[j];
		before = (struct slice){ out + i, 16 };
	}
	put(p, USER_PASSWORD, out, padded);
}

static size_t
value(const char *text, uint8_t out[256])
{
	size_t n = strlen(text);

	if (strncmp(text, "0x", 2) != 0) {
		if (n > 255)
			errx(2, "a value is too long");
		memcpy(out, text, n);
		return n;
	}
	for (n = 0; text[2 + 2 * n] != '\0' && n < 255; n++)
		if (sscanf(text + 2 + 2 * n, "%2hhx", &out[n]) != 1)
			errx(2, "not hexadecimal: %s", text);
	return n;
}

static void
put_argument(struct packet *p, const char *arg)
{
	const char *eq = strchr(arg, '=');
	uint8_t type = (uint8_t)atoi(arg), v[256];
	size_t n;

	if (eq == NULL)
		errx(2, "not NAME=VALUE: %s", arg);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i].name) == (size_t)(eq - arg) &&
		    strncmp(names[i].name, arg, (size_t)(eq - arg)) == 0)
			type = names[i].type;
	if (type == 0)
		errx(2, "no such attribute: %s", arg);
	n = value(eq + 1, v);
	if (type == USER_PASSWORD)
		put_password(p, v, n);
	else
		put(p, type, v, n);
}

static void
finish(struct packet *p, bool sign)
{
	uint8_t zero[16] = { 0 };
	size_t at = p->n + 2;

	if (sign)
		put(p, MA, zero, sizeof(zero));
	p->b[2] = (uint8_t)(p->n >> 8);
	p->b[3] = (uint8_t)p->n;
	if (sign)
		hmac_md5(&(struct slice){ p->b, p->n }, 1, p->b + at);
}

static bool
is_authentic(const struct packet *q, const struct packet *r)
{
	uint8_t want[16];

	md5((struct slice[]){ { r->b, 4 }, { q->b + 4, 16 },
		{ r->b + 20, r->n - 20 }, secret },
	    4, want);
	return memcmp(want, r->b + 4, 16) == 0;
}

/* r's Message-Authenticator is wiped to compute it anew. */
static bool
ma_is_right(const struct packet *q, struct packet *r, size_t at)
{
	uint8_t got[16], want[16];

	memcpy(got, r->b + at, 16);
	memset(r->b + at, 0, 16);
	hmac_md5((struct slice[]){ { r->b, 4 }, { q->b + 4, 16 },
		     { r->b + 20, r->n - 20 } },
	    3, want);
	return memcmp(got, want, 16) == 0;
}

/* Prints the reply; 0 if it is signed as it must be. */
static int
report(const struct packet *q, struct packet *r)
{
	const char *ma = "none";
	size_t at = 0;

	if (r->n < 20 || ((size_t)r->b[2] << 8 | r->b[3]) != r->n ||
	    !is_authentic(q, r)) {
		printf("code=%u forged\n", r->b[0]);
		return 4;
	}
	printf("code=%d first=%d", r->b[0], r->n > 20 ? r->b[20] : 0);
	for (size_t i = 20; i + 2 <= r->n; i += r->b[i + 1]) {
		size_t n = r->b[i + 1];

		if (n < 2 || i + n > r->n)
			errx(1, "the reply is malformed");
		if (r->b[i] == MA && n == 18) {
			at = i;
			ma = at == 20 ? "first" : "later";
		} else if (r->b[i] == 18)
			printf(" prompt=\"%.*s\"", (int)n - 2,
			    (char *)r->b + i + 2);
		else {
			if (r->b[i] == STATE)
				printf(" state=0x");
			else
				printf(" %u=0x", r->b[i]);
			for (size_t j = 2; j < n; j++)
				printf("%02x", r->b[i + j]);
		}
	}
	if (at != 0 && !ma_is_right(q, r, at + 2))
		ma = "wrong";
	printf(" ma=%s\n", ma);
	return strcmp(ma, "first") == 0 ? 0 : 4;
}

static int64_t
now_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static void
note_wait(int64_t ms)
{
	FILE *f = wait_file == NULL ? NULL : fopen(wait_file, "a");

	if (wait_file == NULL)
		return;
	if (f == NULL || fprintf(f, "%jd\n", (intmax_t)ms) < 0 ||
	    fclose(f) != 0)
		err(1, "%s", wait_file);
}

static int
exchange(const struct packet *q, struct in_addr address, uint16_t port,
    int tries, int ms)
{
	struct sockaddr_in from = { .sin_family = AF_INET,
		.sin_port = htons(from_port),
		.sin_addr = address };
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	struct packet r;
	int64_t begin = now_ms();
	ssize_t n;

	if (bind(fd, (struct sockaddr *)&from, sizeof(from)) == -1 ||
	    connect(fd, (struct sockaddr *)&to, sizeof(to)) == -1)
		err(1, "connect");
	while (tries-- > 0) {
		if (send(fd, q->b, q->n, 0) == -1)
			err(1, "send");
		if (poll(&pfd, 1, ms) == 1 &&
		    (n = recv(fd, r.b, sizeof(r.b), 0)) >= 0) {
			r.n = (size_t)n;
			note_wait(now_ms() - begin);
			return report(q, &r);
		}
	}
	printf("no reply\n");
	return 3;
}

static bool
is_free(uint16_t port, int type)
{
	struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
	bool is = bind(fd, (struct sockaddr *)&sin, sizeof(sin)) == 0;

	close(fd);
	return is;
}

/*
 * Free for UDP and for TCP, and none of those that Linux gives to connections,
 * 32768 and more: one of these, even an ended one, would keep a server out.
 */
static int
print_free_port(void)
{
	uint16_t port;

	for (int tries = 0; tries < 1000; tries++) {
		if (getrandom(&port, sizeof(port), 0) != sizeof(port))
			err(1, "getrandom");
		port = 10000 + port % 22000;
		if (is_free(port, SOCK_DGRAM) && is_free(port, SOCK_STREAM)) {
			printf("%u\n", port);
			return 0;
		}
	}
	errx(1, "no port");
}

int
main(int argc, char *argv[])
{
	struct packet q = { .b = { 1 }, .n = 20 };
	int c, ms = 1000, tries = 1;
	struct in_addr address = { htonl(INADDR_LOOPBACK) };
	uint8_t v[256];
	bool sign = true;

	secret = slice_str("testing123");
	if (getrandom(q.b + 4, 16, 0) != 16 || getrandom(q.b + 1, 1, 0) != 1)
		err(1, "getrandom");
	while ((c = getopt(argc, argv, "A:Ma:b:i:pr:s:t:w:")) != -1) {
		switch (c) {
		case 'A':
			if (value(optarg, v) != 16)
				errx(2, "-A wants 0x and 32 digits");
			memcpy(q.b + 4, v, 16);
			break;
		case 'M':
			sign = false;
			break;
		case 'a':
			if (inet_pton(AF_INET, optarg, &address) != 1)
				errx(2, "not an address: %s", optarg);
			break;
		case 'b':
			from_port = (uint16_t)atoi(optarg);
			break;
		case 'i':
			q.b[1] = (uint8_t)atoi(optarg);
			break;
		case 'p':
			return print_free_port();
		case 'r':
			tries = atoi(optarg);
			break;
		case 's':
			secret = slice_str(optarg);
			break;
		case 't':
			ms = atoi(optarg);
			break;
		case 'w':
			wait_file = optarg;
			break;
		default:
			errx(2, "see the comment at the top of radcheck.c");
		}
	}
	if (optind >= argc)
		errx(2, "see the comment at the top of radcheck.c");
	for (int i = optind + 1; i < argc; i++)
		put_argument(&q, argv[i]);
	finish(&q, sign);
	return exchange(&q, address, (uint16_t)atoi(argv[optind]), tries, ms);
}
