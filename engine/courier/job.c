#include <string.h>
#include <time.h>

#include "courier/job.h"
#include "util/crypto.h"

uint64_t
pool_now(void)
{
	struct timespec ts = { 0 };

	(void)clock_gettime(CLOCK_BOOTTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

static bool
is_number(const char *s)
{
	size_t n = strspn(s + 1, "0123456789");

	return s[0] == '+' && n >= 5 && n <= 15 && s[1 + n] == '\0';
}

static bool
copy_secret(const struct wire_msg *m, enum wire_tag tag, char *out, size_t size)
{
	const struct wire_field *f = &m->field[tag];

	out[0] = '\0';
	if (f->p == NULL || f->n >= size || memchr(f->p, 0, f->n) != NULL)
		return f->p == NULL;
	memcpy(out, f->p, f->n);
	out[f->n] = '\0';
	return true;
}

bool
job_fill(struct job *j, const struct wire_msg *m)
{
	char channel[8];

	*j = (struct job){
		.state = JOB_WAITS, .all_refused = true, .since = pool_now()
	};
	(void)wire_str(m, TAG_CHANNEL, channel, sizeof(channel));
	j->email = strcmp(channel, "email") == 0;
	j->id = wire_int(m, TAG_ID, 0);
	j->attempt = (unsigned)wire_int(m, TAG_ATTEMPT, 0);
	j->deadline = (uint64_t)wire_int(m, TAG_DEADLINE, 0);
	(void)wire_str(m, TAG_SUBJECT, j->subject, sizeof(j->subject));
	(void)wire_str(m, TAG_GATEWAY, j->wanted, sizeof(j->wanted));
	return wire_str(m, TAG_KEY, j->key, sizeof(j->key)) &&
	    wire_str(m, TAG_ADDRESS, j->to, sizeof(j->to)) &&
	    copy_secret(m, TAG_BODY, j->body, sizeof(j->body)) &&
	    copy_secret(m, TAG_CODE, j->code, sizeof(j->code)) &&
	    j->body[0] != '\0' && j->id > 0 && j->attempt > 0 &&
	    (j->email || (strcmp(channel, "sms") == 0 && is_number(j->to)));
}

void
job_end(struct job *j, enum courier_outcome o, const char *words)
{
	struct text t;

	j->state = JOB_ENDED;
	j->stays = false;
	j->outcome = o;
	if (words == NULL)
		return;
	text_init(&t, j->words, sizeof(j->words));
	text_put(&t, words);
}

void
job_clear(struct job *j)
{
	wipe(j, sizeof(*j));
}
