/*
 * Atomic replacement of a file: a temporary in the same folder, written,
 * fsynced, renamed, and the folder fsynced, so that a reader sees the old
 * bytes or the new ones, and never a part.
 */
#ifndef BASE_REPLACE_H
#define BASE_REPLACE_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/fault.h"

/*
 * Writes bytes to path by replacement, with the permission bits `mode`
 * whatever the umask. The temporary is ".NAME.PID" in the same folder, made
 * with O_EXCL and removed when anything fails. A symbolic link is followed,
 * so the file behind it is replaced, or made where the link dangles. A path
 * that exists and is not a regular file (/dev/null, a pipe) is opened and
 * written in place, unless regular_only is set: then it is refused. On
 * failure path is untouched, but for the last step: the new file is in place
 * when syncing the folder is what failed.
 */
bool replace_file(const char *path, struct str bytes, mode_t mode,
    bool regular_only, struct fault *f);

/*
 * Appends where path's symbolic links lead, and a NUL: the file that is there,
 * or would be made. The folders before the last part are left as they are.
 */
bool replace_target(const char *path, struct buf *out, struct fault *f);
/*
 * Makes renames in the folder of path last (fsync). A file system that cannot
 * do that for folders is no fault.
 */
bool replace_sync_folder(const char *path, struct fault *f);

/*
 * What -o means to the commands: standard output, which is closed, for NULL
 * and "-"; else replace_file, readable by all (mode 0644), since responders
 * and collectors run as other users.
 */
bool replace_output(const char *path, struct str bytes, struct fault *f);

#endif
