/*
 * The table of special addresses. It classifies bytes and nothing else: names
 * are resolved, and sockets opened, in push.c.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "otlp/guard.h"

struct range {
	unsigned char head[16];
	unsigned bits;
	enum guard_class class;
};

/* The first row that fits decides. */
static const struct range v4_ranges[] = {
	{ { 255, 255, 255, 255 }, 32, GUARD_MULTICAST },
	{ { 0 }, 8, GUARD_UNSPECIFIED },
	{ { 10 }, 8, GUARD_PRIVATE },
	{ { 100, 64 }, 10, GUARD_SHARED },
	{ { 127 }, 8, GUARD_LOOPBACK },
	{ { 169, 254 }, 16, GUARD_LINK_LOCAL },
	{ { 172, 16 }, 12, GUARD_PRIVATE },
	{ { 192, 0, 0 }, 24, GUARD_RESERVED },
	{ { 192, 0, 2 }, 24, GUARD_DOCUMENTATION },
	{ { 192, 88, 99 }, 24, GUARD_RESERVED },
	{ { 192, 168 }, 16, GUARD_PRIVATE },
	{ { 198, 18 }, 15, GUARD_RESERVED },
	{ { 198, 51, 100 }, 24, GUARD_DOCUMENTATION },
	{ { 203, 0, 113 }, 24, GUARD_DOCUMENTATION },
	{ { 224 }, 4, GUARD_MULTICAST },
	{ { 240 }, 4, GUARD_RESERVED },
};

static const struct range v6_ranges[] = {
	{ { 0xff }, 8, GUARD_MULTICAST },
	{ { 0xfe, 0x80 }, 10, GUARD_LINK_LOCAL },
	{ { 0xfe, 0xc0 }, 10, GUARD_PRIVATE },
	{ { 0xfc }, 7, GUARD_PRIVATE },
	{ { 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01 }, 48, GUARD_PRIVATE },
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32, GUARD_DOCUMENTATION },
	{ { 0x3f, 0xff }, 20, GUARD_DOCUMENTATION },
	/* 2001::/23 but for Teredo, which is looked into before. */
	{ { 0x20, 0x01 }, 23, GUARD_RESERVED },
	{ { 0x20 }, 3, GUARD_PUBLIC },
};

/* Where an IPv6 address holds an IPv4 one. */
static const struct embedding {
	unsigned char head[16];
	unsigned bits;
	unsigned at;		/* its first byte */
	unsigned char flip;	/* each byte is XORed with it */
} embeddings[] = {
	{ { [10] = 0xff, [11] = 0xff }, 96, 12, 0 },	/* mapped */
	{ { [8] = 0xff, [9] = 0xff }, 96, 12, 0 },	/* translated */
	{ { 0 }, 96, 12, 0 },				/* compatible */
	{ { 0x00, 0x64, 0xff, 0x9b }, 96, 12, 0 },	/* NAT64 */
	{ { 0x20, 0x02 }, 16, 2, 0 },			/* 6to4 */
	{ { 0x20, 0x01, 0, 0 }, 32, 4, 0 },		/* Teredo server */
	{ { 0x20, 0x01, 0, 0 }, 32, 12, 0xff },		/* Teredo client */
};

static const char *const names[] = {
	[GUARD_PUBLIC] = "public",
	[GUARD_LOOPBACK] = "loopback",
	[GUARD_PRIVATE] = "private",
	[GUARD_LINK_LOCAL] = "link-local",
	[GUARD_SHARED] = "shared (carrier-grade NAT)",
	[GUARD_UNSPECIFIED] = "unspecified",
	[GUARD_DOCUMENTATION] = "documentation",
	[GUARD_RESERVED] = "reserved",
	[GUARD_MULTICAST] = "multicast or broadcast",
	[GUARD_UNKNOWN] = "unknown",
};

const char *
guard_name(enum guard_class c)
{
	return names[c];
}

bool
guard_allows(enum guard_class c, bool allow_private)
{
	if (c == GUARD_PUBLIC)
		return true;
	return allow_private && c != GUARD_MULTICAST && c != GUARD_UNKNOWN;
}

static bool
begins(const unsigned char *a, const unsigned char *head, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;

	if (memcmp(a, head, whole) != 0)
		return false;
	return rest == 0 || (a[whole] ^ head[whole]) >> (8 - rest) == 0;
}

static enum guard_class
lookup(const struct range *r, size_t n, const unsigned char *a,
    enum guard_class otherwise)
{
	for (size_t i = 0; i < n; i++) {
		if (begins(a, r[i].head, r[i].bits))
			return r[i].class;
	}
	return otherwise;
}

enum guard_class
guard_v4(const unsigned char a[4])
{
	return lookup(v4_ranges, sizeof(v4_ranges) / sizeof(*v4_ranges), a,
	    GUARD_PUBLIC);
}

static enum guard_class
embedded(const unsigned char *a, unsigned char flip)
{
	unsigned char v4[4];

	for (unsigned i = 0; i < sizeof(v4); i++)
		v4[i] = a[i] ^ flip;
	return guard_v4(v4);
}

/* RFC 5214: the last 64 bits are 0000:5efe or 0200:5efe and an address. */
static bool
is_isatap(const unsigned char a[16])
{
	return (a[8] & 0xfd) == 0 && a[9] == 0 && a[10] == 0x5e &&
	    a[11] == 0xfe;
}

enum guard_class
guard_v6(const unsigned char a[16])
{
	static const unsigned char loopback[16] = { [15] = 1 };
	static const unsigned char unspecified[16];
	enum guard_class c;
	bool holds = false;

	if (memcmp(a, loopback, sizeof(loopback)) == 0)
		return GUARD_LOOPBACK;
	if (memcmp(a, unspecified, sizeof(unspecified)) == 0)
		return GUARD_UNSPECIFIED;
	for (size_t i = 0; i < sizeof(embeddings) / sizeof(*embeddings); i++) {
		const struct embedding *e = &embeddings[i];

		if (!begins(a, e->head, e->bits))
			continue;
		holds = true;
		if ((c = embedded(a + e->at, e->flip)) != GUARD_PUBLIC)
			return c;
	}
	if (holds)
		return GUARD_PUBLIC;
	c = lookup(v6_ranges, sizeof(v6_ranges) / sizeof(*v6_ranges), a,
	    GUARD_RESERVED);
	return c == GUARD_PUBLIC && is_isatap(a) ? embedded(a + 12, 0) : c;
}

enum guard_class
guard_sockaddr(const struct sockaddr *sa, socklen_t n)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	unsigned char a[16];

	if (sa->sa_family == AF_INET && (size_t)n >= sizeof(v4)) {
		memcpy(&v4, sa, sizeof(v4));
		memcpy(a, &v4.sin_addr, 4);
		return guard_v4(a);
	}
	if (sa->sa_family == AF_INET6 && (size_t)n >= sizeof(v6)) {
		memcpy(&v6, sa, sizeof(v6));
		memcpy(a, &v6.sin6_addr, 16);
		return guard_v6(a);
	}
	return GUARD_UNKNOWN;
}

enum guard_class
guard_text(const char *ip)
{
	char text[INET6_ADDRSTRLEN];
	unsigned char a[16];
	size_t n = strcspn(ip, "%");

	if (n >= sizeof(text))
		return GUARD_UNKNOWN;
	memcpy(text, ip, n);
	text[n] = '\0';
	if (inet_pton(AF_INET, text, a) == 1)
		return guard_v4(a);
	if (inet_pton(AF_INET6, text, a) == 1)
		return guard_v6(a);
	return GUARD_UNKNOWN;
}
