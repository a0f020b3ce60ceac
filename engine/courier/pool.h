/*
 * Messages under way: taken from the engine, tried at one gateway after the
 * other, reported.  A gateway that hangs holds its own tries alone; after some
 * failures in a row it is left out for a while.
 */
#ifndef MF_POOL_H
#define MF_POOL_H

#include <curl/curl.h>

#include "courier/conf.h"

struct pool;

/* conf is the pool's from now on.  NULL: out of memory, and it is freed. */
struct pool *pool_new(struct courier_conf **conf);
void pool_free(struct pool **); /* wipes; what is under way is dropped */

/* Lent until the pool takes the next one. */
const struct courier_conf *pool_conf(const struct pool *);
/*
 * Takes this one over.  A try that is under way ends with the gateway it began
 * with; what follows is decided by the new ones.  How many of these keep their
 * standing.
 */
unsigned pool_take_conf(struct pool *, struct courier_conf **next);

/*
 * A message of the engine, WIRE_MESSAGE.  One that is known by its key is not
 * taken twice.  MF_EPROTO: it lacks something; MF_EFULL: there is no room.
 */
enum mf_err pool_take(struct pool *, const struct wire_msg *) MF_CHECKED;

/* Not to be sent any more; a try that is under way is the last. */
void pool_recall(struct pool *, int64_t id);

/* Begins what can begin, moves what is under way, sees what has ended. */
void pool_turn(struct pool *);
/* The same, and waits for any of it, extra, or timeout_ms. */
void pool_wait(
    struct pool *, struct curl_waitfd *extra, unsigned n, unsigned timeout_ms);

/* Nothing new begins any more. */
void pool_stop(struct pool *);
/* Tries under way, and reports that are not recorded. */
unsigned pool_busy(const struct pool *);

/* ---- what the engine is to hear --------------------------------------------
 */

/* The next report that it has not been told; false: none. */
bool pool_report(struct pool *, struct wire_out *);
/* It was not told after all. */
void pool_unreport(struct pool *, int64_t id);
/* It is recorded: room for another one. */
void pool_recorded(struct pool *, int64_t id);
/* Another connection: it is told everything anew. */
void pool_reconnected(struct pool *);

/* Room that was not offered yet, by channel: email or not; then it was. */
unsigned pool_offer(struct pool *, bool email);
/* Puts TAG_GATEWAYS if they have changed since it was asked last. */
bool pool_gateways(struct pool *, struct wire_out *);

#endif
