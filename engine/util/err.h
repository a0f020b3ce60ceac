/*
 * Errors: "I could not decide".  Verdicts (util/verdict.h) are decisions.
 * The two never share a type; a caller that gets an error must fail closed.
 */
#ifndef MF_ERR_H
#define MF_ERR_H

enum mf_err {
	MF_OK = 0,
	MF_ENOMEM,
	MF_EPROTO,    /* peer sent something the grammar does not allow */
	MF_EINVAL,    /* a value outside its range, or not of its form */
	MF_ENOENT,    /* no such record */
	MF_ECONFLICT, /* somebody else was first, or it exists already */
	MF_ESTORE,    /* the database failed */
	MF_EFULL,     /* a bound was reached: disk, queue, table */
	MF_ECRYPTO,   /* sealed data does not open, or a key is missing */
	MF_EIO,       /* a file or a socket failed; errno says how */
	MF_ERR_MAX
};

/* A short English phrase for e; never NULL. */
const char *mf_strerror(enum mf_err e);

#define MF_CHECKED __attribute__((warn_unused_result))

#endif
