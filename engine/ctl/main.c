/* mfctl: the command line of the admins and the helpdesk. */
#include <stdlib.h>

#include "ctl/ctl.h"
#include "util/crypto.h"

int
main(int argc, char *argv[])
{
	struct ctl ctl = { .fd = -1 };
	int code;

	if (!crypto_init() || ctl_init(&ctl, stdin, stdout, stderr) != MF_OK) {
		fputs("mfctl: out of memory, or libsodium does not start.\n",
		    stderr);
		code = EXIT_REFUSED;
	} else {
		ctl.socket = getenv("MULTIFACTOR_SOCKET");
		if (ctl.socket != NULL && *ctl.socket == '\0')
			ctl.socket = NULL; /* as good as unset */
		code = ctl_run(&ctl, argc, argv);
		if (fflush(stdout) != 0 && code == EXIT_DONE) {
			perror("mfctl: standard output");
			code = EXIT_REFUSED;
		}
	}
	ctl_clear(&ctl);
	return code;
}
