/*
 * xxHash behind two names, so that nobody mixes up the seeded hash of tables
 * with the fixed one of files.
 */
#include <sys/types.h>

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/hash.h"
#include "base/mem.h"

struct hash_state {
	XXH64_state_t x;
};

static uint64_t
make_seed(void)
{
	uint64_t seed = 0;
	struct timespec t;
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);

	if (fd >= 0) {
		if (read(fd, &seed, sizeof(seed)) != sizeof(seed))
			seed = 0;
		close(fd);
	}
	if (!seed) {
		clock_gettime(CLOCK_REALTIME, &t);
		seed = (uint64_t)t.tv_sec * 1000003u ^ (uint64_t)t.tv_nsec ^
		    (uint64_t)getpid() << 32 ^ (uint64_t)(uintptr_t)&seed;
	}
	return seed | 1;
}

uint64_t
hash_seed(void)
{
	static uint64_t seed;

	if (!seed)
		seed = make_seed();
	return seed;
}

uint64_t
hash_seeded(struct str s)
{
	return XXH3_64bits_withSeed(s.n ? s.p : "", s.n, hash_seed());
}

uint64_t
hash_fixed(struct str s)
{
	return XXH64(s.n ? s.p : "", s.n, 0);
}

struct hash_state *
hash_new(void)
{
	struct hash_state *h = mem_new(1, sizeof(*h));

	XXH64_reset(&h->x, 0);
	return h;
}

void
hash_reset(struct hash_state *h)
{
	XXH64_reset(&h->x, 0);
}

void
hash_add(struct hash_state *h, struct str s)
{
	if (s.n)
		XXH64_update(&h->x, s.p, s.n);
}

uint64_t
hash_value(const struct hash_state *h)
{
	return XXH64_digest(&h->x);
}

void
hash_destroy(struct hash_state *h)
{
	mem_free(h);
}
