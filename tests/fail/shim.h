/*
 * The plan of faults that a test and the shim (shim.c, preloaded into the
 * engine) share: a file, mapped by both, named by MF_FAULTS.  The test arms a
 * fault; the shim counts calls down and fails the one whose turn has come.
 */
#ifndef FAIL_SHIM_H
#define FAIL_SHIM_H

#include <stdatomic.h>
#include <stdint.h>

enum call {
	CALL_NONE = 0,
	CALL_MALLOC, /* and calloc, realloc */
	CALL_MMAP,   /* without a file: memory, threads' stacks */
	CALL_OPEN,
	CALL_READ,  /* and pread */
	CALL_WRITE, /* and pwrite */
	CALL_SYNC,  /* fsync and fdatasync */
	CALL_TRUNCATE,
	CALL_RENAME,
	CALL_UNLINK,
	CALL_RANDOM, /* getrandom */
	CALL_RECV,
	CALL_SEND,
	CALL_ACCEPT,
	CALL_MAX
};

enum manner {
	FAIL_ONCE = 0,
	FAIL_ON,    /* this call and all after it */
	FAIL_SHORT, /* a write that writes half */
	FAIL_DIE,   /* synced, or half of it written, and then killed */
};

struct plan {
	_Atomic uint32_t call;     /* enum call; CALL_NONE: no fault */
	_Atomic uint32_t manner;   /* enum manner */
	_Atomic int32_t error;     /* errno */
	_Atomic uint32_t main;     /* 1: only calls of the main thread */
	_Atomic int64_t left;      /* calls until it fails: 1 is the next */
	_Atomic uint64_t hits;     /* calls that failed */
	_Atomic uint64_t log_hits; /* of these, on the database's log */
};

#endif
