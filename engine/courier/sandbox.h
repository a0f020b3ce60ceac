/*
 * What mfcourier gives up once it runs: new privileges, core dumps, other
 * programs, and all files but those that TLS and names of hosts need, and what
 * lies in the folders of its configuration, credentials and certificates, for
 * a reload (landlock, seccomp).  The network it keeps: that is its work.
 */
#ifndef MF_COURIER_SANDBOX_H
#define MF_COURIER_SANDBOX_H

#include "courier/conf.h"

/* Before any thread is started.  MF_EIO: the kernel refused; why says what. */
enum mf_err
courier_sandbox(const struct courier_conf *, struct text *why) MF_CHECKED;

#endif
