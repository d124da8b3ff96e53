/*
 * SHA-256 of what is in memory (FIPS 180-4): digests of secrets, which no
 * table hash will do for. For tables and checksums there is base/hash.
 */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/str.h"

enum { SHA256_SIZE = 32 };	/* bytes of a digest */

/* The digest of s, in the order in which it is written as hex. */
void sha256(struct str s, unsigned char digest[SHA256_SIZE]);

#endif
