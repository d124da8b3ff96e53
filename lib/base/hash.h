/*
 * The two hashes: one seeded per run, for tables that input fills (hash
 * flooding), one with a fixed seed for what is written to files.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/str.h"

/* XXH3 with this run's random seed: for tables in memory only. */
uint64_t hash_seeded(struct str s);
/* That seed, for a table's own mixing; never 0. */
uint64_t hash_seed(void);
/* XXH64 with seed 0: checksums, fingerprints, rule hashes. */
uint64_t hash_fixed(struct str s);

/* A running XXH64 with seed 0, for checksums of what comes in pieces. */
struct hash_state;
struct hash_state *hash_new(void);
void hash_reset(struct hash_state *h);
void hash_add(struct hash_state *h, struct str s);
uint64_t hash_value(const struct hash_state *h);
void hash_destroy(struct hash_state *h);

#endif
