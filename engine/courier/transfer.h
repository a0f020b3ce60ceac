/*
 * One try of one message at one gateway, as a transfer of libcurl.  A file
 * makes one for each kind of gateway; nothing here waits.
 */
#ifndef MF_TRANSFER_H
#define MF_TRANSFER_H

#include <curl/curl.h>

#include "courier/gateway.h"
#include "courier/judge.h"

#define ANSWER_BYTES (64 * 1024) /* of a gateway's answer that are read */
#define REQUEST_SIZE 16384

struct letter { /* what is sent; lives as long as its transfer */
	const char *to, *subject, *body, *id, *code;
	int64_t date; /* unix seconds */
};

struct transfer {
	CURL *easy;
	struct curl_slist *headers, *recipients;
	char url[4096];
	char request[REQUEST_SIZE]; /* body of HTTP, or the e-mail */
	size_t n, sent;
	char answer[ANSWER_BYTES + 1];
	size_t got;
	bool cut; /* there was more of it */
	int fd;   /* of an e-mail's connection */
	char fault[CURL_ERROR_SIZE];
};

/* timeout_ms: of all of it.  MF_EINVAL: this message cannot be put so. */
enum mf_err transfer_http(struct transfer *, const struct gateway *,
    const struct letter *, unsigned timeout_ms) MF_CHECKED;
enum mf_err transfer_mail(struct transfer *, const struct gateway *,
    const struct letter *, unsigned timeout_ms) MF_CHECKED;

/* What became of it; words gets what the gateway said, without the code. */
enum courier_outcome transfer_judge_http(struct transfer *,
    const struct gateway *, const struct letter *, CURLcode, struct text *);
enum courier_outcome transfer_judge_mail(struct transfer *,
    const struct gateway *, const struct letter *, CURLcode, struct text *);

/* Sets what holds for all of them: TLS, limits, no redirects, no signals. */
enum mf_err transfer_begin(struct transfer *, const struct gateway *,
    const char *protocols, unsigned timeout_ms) MF_CHECKED;
/* libcurl's write function: keeps the first ANSWER_BYTES. */
size_t transfer_take(char *, size_t size, size_t n, void *transfer);
/* "no answer in 5 s", "Could not resolve host: ...". */
void transfer_fault(
    const struct transfer *, const struct gateway *, CURLcode, struct text *);
/* Wipes; the memory stays the caller's. */
void transfer_end(struct transfer *);

#endif
