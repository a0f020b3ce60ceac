#include "util/err.h"

static const char *const phrases[MF_ERR_MAX] = {
	[MF_OK] = "no error",
	[MF_ENOMEM] = "out of memory",
	[MF_EPROTO] = "malformed message",
	[MF_EINVAL] = "invalid value",
	[MF_ENOENT] = "no such record",
	[MF_ECONFLICT] = "conflict",
	[MF_ESTORE] = "database failure",
	[MF_EFULL] = "no room left",
	[MF_ECRYPTO] = "sealed data does not open",
	[MF_EIO] = "input or output failed",
};

const char *
mf_strerror(enum mf_err e)
{
	return e < MF_ERR_MAX ? phrases[e] : "unknown error";
}
