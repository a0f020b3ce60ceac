#include <sys/vfs.h>

#include "util/folder.h"

#define NFS_MAGIC  0x6969
#define SMB_MAGIC  0x517b
#define CIFS_MAGIC 0xff534d42
#define SMB2_MAGIC 0xfe534d42
#define CEPH_MAGIC 0x00c36400

bool
folder_is_remote(const char *folder)
{
	struct statfs fs;

	if (statfs(folder, &fs) == -1)
		return false;
	switch ((unsigned)fs.f_type) {
	case NFS_MAGIC:
	case SMB_MAGIC:
	case CIFS_MAGIC:
	case SMB2_MAGIC:
	case CEPH_MAGIC:
		return true;
	default:
		return false;
	}
}
