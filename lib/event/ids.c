/*
 * Derivation of ids. Hashes have a fixed seed, as they go out of the process;
 * the words in front of what is hashed keep the kinds apart.
 */
#include "base/hash.h"
#include "event/ids.h"

enum {
	UUID = 36,		/* 8-4-4-4-12 */
	KEY_MAX = 512,		/* bytes hashed directly; of longer ones their hash */
};

static int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* 2 * n hex digits, between which dashes are passed over. */
static bool
read_hex(struct str s, unsigned char *id, size_t n)
{
	unsigned char any = 0;
	int high, low;
	size_t i = 0, k = 0;

	while (k < n && i + 1 < s.n) {
		if (s.p[i] == '-') {
			i++;
			continue;
		}
		if ((high = digit(s.p[i])) < 0 ||
		    (low = digit(s.p[i + 1])) < 0)
			return false;
		id[k] = (unsigned char)(high << 4 | low);
		any |= id[k++];
		i += 2;
	}
	return any && k == n && i == s.n;
}

bool
ids_hex(struct str s, unsigned char *id, size_t n)
{
	return s.n == 2 * n && read_hex(s, id, n);
}

static bool
read_uuid(struct str s, unsigned char id[IDS_TRACE])
{
	return s.n == UUID && s.p[8] == '-' && s.p[13] == '-' &&
	    s.p[18] == '-' && s.p[23] == '-' && read_hex(s, id, IDS_TRACE);
}

static void
put_word(uint64_t v, unsigned char id[8])
{
	/* Not all zero, which is no id. */
	if (v == 0)
		v = 1;
	for (int i = 0; i < 8; i++)
		id[i] = (unsigned char)(v >> (56 - 8 * i));
}

/* The hash of a word, a NUL and the key, without allocating. */
static uint64_t
hash_key(struct str word, struct str key)
{
	char text[KEY_MAX + 64];
	uint64_t h;

	memcpy(text, word.p, word.n);
	if (key.n > KEY_MAX) {
		h = hash_fixed(key);
		key = str_of((const char *)&h, sizeof(h));
	}
	if (key.n)
		memcpy(text + word.n, key.p, key.n);
	return hash_fixed(str_of(text, word.n + key.n));
}

void
ids_trace(struct str key, unsigned char id[IDS_TRACE])
{
	if (ids_hex(key, id, IDS_TRACE) || read_uuid(key, id))
		return;
	memset(id, 0, 8);
	if (ids_hex(key, id + 8, 8))
		return;
	put_word(hash_key(STR("mlog/trace\0a"), key), id);
	put_word(hash_key(STR("mlog/trace\0b"), key), id + 8);
}

void
ids_span(const unsigned char trace[IDS_TRACE], struct str name,
    struct str key, unsigned char id[IDS_SPAN])
{
	unsigned char part[32];

	memcpy(part, trace, IDS_TRACE);
	put_word(hash_key(STR("mlog/name\0"), name), part + 16);
	put_word(hash_key(STR("mlog/span\0"), key), part + 24);
	put_word(hash_fixed(str_of((char *)part, sizeof(part))), id);
}
