/*
 * What the engine gives up once it runs: new privileges, core dumps, other
 * programs, the network, and all files but its own (landlock, seccomp).
 */
#ifndef MF_SANDBOX_H
#define MF_SANDBOX_H

#include "server/conf.h"
#include "util/err.h"
#include "util/text.h"

/*
 * Without a way back, and before any thread is started, for landlock binds
 * the calling thread and what it starts.  Listening sockets are open by now.
 *
 * Afterwards the folders of state, notes and keyring can be written (a lent
 * keyring is only read), the sockets can be removed, /etc and the folder of the
 * configuration can be read, and nothing else.  execve, ptrace and their like
 * kill the process; any other call that is not on the list fails with EPERM.
 *
 * A kernel without landlock gets a warning in the log, as has
 * conf->sandbox == false.  MF_ECONFLICT: threads run already.  MF_EIO: the
 * kernel refused; why says what.
 */
enum mf_err sandbox_enter(const struct conf *, struct text *why) MF_CHECKED;

/* The two halves, for sandbox_enter() and tests. */
enum mf_err sandbox_files(const struct conf *, struct text *why) MF_CHECKED;
enum mf_err sandbox_calls(struct text *why) MF_CHECKED;

#endif
