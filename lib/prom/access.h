/*
 * Who may have the metrics: a file of digests of tokens and passwords, and
 * what the Authorization field of a request shows of them (RFC 6750, 7617).
 * It does not know what the conditions mean that limit a tenant.
 */
#ifndef PROM_ACCESS_H
#define PROM_ACCESS_H

#include "base/buf.h"
#include "base/fault.h"
#include "base/sha256.h"

enum {
	ACCESS_MAX = 1000,		/* entries of a file */
	ACCESS_NAME_MAX = 64,		/* bytes of a name */
	ACCESS_FILE_MAX = 1024 * 1024,	/* bytes of a file */
};

/* A line of the file: NAME DIGEST [CONDITION] (mlog-prom.1, Access). */
struct access_entry {
	struct str name;	/* letters, digits and "._@-" */
	struct str where;	/* the condition, or empty: everything */
	size_t line;
	unsigned char user[SHA256_SIZE];	/* digest of the name */
	unsigned char secret[SHA256_SIZE];	/* what DIGEST says */
};

/* A zeroed one is valid and lets nobody in; access_free releases it. */
struct access {
	struct buf text;	/* owns names and conditions */
	struct access_entry *entry;
	size_t n, cap;
};

/*
 * Reads a file. It must be a regular one that others than its owner and group
 * neither read nor write, with at least one entry and no digest twice; else a
 * fault with "FILE:LINE: " in front, which repeats nothing that could be a
 * secret. The caller frees *a in any case.
 */
bool access_load(const char *path, struct access *a, struct fault *f);
void access_free(struct access *a);

/*
 * The entry that "Bearer TOKEN" or "Basic BASE64(NAME:PASSWORD)" is right
 * for, or NULL. All entries are compared in the same time, whether they match
 * or not.
 */
const struct access_entry *access_find(const struct access *a,
    struct str authorization);

#endif
