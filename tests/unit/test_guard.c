/*
 * The table of addresses: the edges of each range, and every way to hide a
 * private IPv4 address in an IPv6 one.
 */
#include <netinet/in.h>

#include "otlp/guard.h"
#include "unit.h"

static const struct {
	const char *ip;
	enum guard_class class;
} rows[] = {
	{ "0.0.0.0", GUARD_UNSPECIFIED },
	{ "0.255.255.255", GUARD_UNSPECIFIED },
	{ "1.0.0.0", GUARD_PUBLIC }, { "9.255.255.255", GUARD_PUBLIC },
	{ "10.0.0.0", GUARD_PRIVATE }, { "10.255.255.255", GUARD_PRIVATE },
	{ "11.0.0.0", GUARD_PUBLIC }, { "100.63.255.255", GUARD_PUBLIC },
	{ "100.64.0.0", GUARD_SHARED }, { "100.127.255.255", GUARD_SHARED },
	{ "100.128.0.0", GUARD_PUBLIC }, { "126.255.255.255", GUARD_PUBLIC },
	{ "127.0.0.0", GUARD_LOOPBACK }, { "127.255.255.255", GUARD_LOOPBACK },
	{ "128.0.0.0", GUARD_PUBLIC }, { "169.253.255.255", GUARD_PUBLIC },
	{ "169.254.0.0", GUARD_LINK_LOCAL },
	{ "169.254.169.254", GUARD_LINK_LOCAL },
	{ "169.255.0.0", GUARD_PUBLIC }, { "172.15.255.255", GUARD_PUBLIC },
	{ "172.16.0.0", GUARD_PRIVATE }, { "172.31.255.255", GUARD_PRIVATE },
	{ "172.32.0.0", GUARD_PUBLIC }, { "191.255.255.255", GUARD_PUBLIC },
	{ "192.0.0.0", GUARD_RESERVED }, { "192.0.0.255", GUARD_RESERVED },
	{ "192.0.1.0", GUARD_PUBLIC }, { "192.0.2.1", GUARD_DOCUMENTATION },
	{ "192.0.3.0", GUARD_PUBLIC }, { "192.88.99.1", GUARD_RESERVED },
	{ "192.167.255.255", GUARD_PUBLIC }, { "192.168.0.0", GUARD_PRIVATE },
	{ "192.168.255.255", GUARD_PRIVATE }, { "192.169.0.0", GUARD_PUBLIC },
	{ "198.17.255.255", GUARD_PUBLIC }, { "198.18.0.0", GUARD_RESERVED },
	{ "198.19.255.255", GUARD_RESERVED }, { "198.20.0.0", GUARD_PUBLIC },
	{ "198.51.100.7", GUARD_DOCUMENTATION },
	{ "203.0.113.7", GUARD_DOCUMENTATION },
	{ "223.255.255.255", GUARD_PUBLIC }, { "224.0.0.0", GUARD_MULTICAST },
	{ "239.255.255.255", GUARD_MULTICAST },
	{ "240.0.0.0", GUARD_RESERVED },
	{ "255.255.255.254", GUARD_RESERVED },
	{ "255.255.255.255", GUARD_MULTICAST },
	{ "8.8.8.8", GUARD_PUBLIC },

	{ "::", GUARD_UNSPECIFIED }, { "::1", GUARD_LOOPBACK },
	{ "2606:4700::1", GUARD_PUBLIC }, { "2a00::", GUARD_PUBLIC },
	{ "2001:200::", GUARD_PUBLIC }, { "2001:1ff::", GUARD_RESERVED },
	{ "2001:2::1", GUARD_RESERVED }, { "2001:20::1", GUARD_RESERVED },
	{ "2001:db8::1", GUARD_DOCUMENTATION },
	{ "2001:db9::1", GUARD_PUBLIC }, { "3fff::1", GUARD_DOCUMENTATION },
	{ "3fff:1000::1", GUARD_PUBLIC }, { "3ffe::1", GUARD_PUBLIC },
	{ "4000::1", GUARD_RESERVED }, { "5f00::1", GUARD_RESERVED },
	{ "100::1", GUARD_RESERVED }, { "1fff::1", GUARD_RESERVED },
	{ "fb00::1", GUARD_RESERVED }, { "fc00::", GUARD_PRIVATE },
	{ "fdff:ffff::", GUARD_PRIVATE }, { "fe00::1", GUARD_RESERVED },
	{ "fe80::1", GUARD_LINK_LOCAL }, { "fe80::1%eth0", GUARD_LINK_LOCAL },
	{ "febf::1", GUARD_LINK_LOCAL }, { "fec0::1", GUARD_PRIVATE },
	{ "feff::1", GUARD_PRIVATE }, { "ff02::1", GUARD_MULTICAST },

	/* Mapped, translated, compatible. */
	{ "::ffff:127.0.0.1", GUARD_LOOPBACK },
	{ "::ffff:a00:1", GUARD_PRIVATE }, { "::ffff:8.8.8.8", GUARD_PUBLIC },
	{ "::ffff:0:10.0.0.1", GUARD_PRIVATE },
	{ "::127.0.0.1", GUARD_LOOPBACK }, { "::2", GUARD_UNSPECIFIED },
	/* NAT64, well known and local. */
	{ "64:ff9b::10.1.2.3", GUARD_PRIVATE },
	{ "64:ff9b::169.254.169.254", GUARD_LINK_LOCAL },
	{ "64:ff9b::8.8.8.8", GUARD_PUBLIC },
	{ "64:ff9b:1::8.8.8.8", GUARD_PRIVATE },
	{ "64:ff9b:2::8.8.8.8", GUARD_RESERVED },
	/* 6to4. */
	{ "2002:7f00:1::1", GUARD_LOOPBACK },
	{ "2002:c0a8:101::1", GUARD_PRIVATE },
	{ "2002:808:808::1", GUARD_PUBLIC },
	/* Teredo: the server as it is, the client inverted. */
	{ "2001:0:a00:1::f7f7:f7f7", GUARD_PRIVATE },
	{ "2001:0:808:808::80ff:fffe", GUARD_LOOPBACK },
	{ "2001:0:808:808::f7f7:f7f7", GUARD_PUBLIC },
	/* ISATAP. */
	{ "2606:4700::5efe:10.0.0.1", GUARD_PRIVATE },
	{ "2606:4700::200:5efe:192.168.0.1", GUARD_PRIVATE },
	{ "2606:4700::5efe:8.8.8.8", GUARD_PUBLIC },

	{ "", GUARD_UNKNOWN }, { "localhost", GUARD_UNKNOWN },
	{ "0177.0.0.1", GUARD_UNKNOWN }, { "127.1", GUARD_UNKNOWN },
	{ "[::1]", GUARD_UNKNOWN },
};

static void
check_sockaddr(void)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
	struct sockaddr_storage other = { .ss_family = AF_UNIX };
	const struct sockaddr *sa = (const struct sockaddr *)&v4;

	v4.sin_addr.s_addr = htonl(0x7f000001);
	CHECK(guard_sockaddr(sa, sizeof(v4)) == GUARD_LOOPBACK);
	CHECK(guard_sockaddr(sa, sizeof(v4) - 1) == GUARD_UNKNOWN);
	sa = (const struct sockaddr *)&v6;
	v6.sin6_addr = (struct in6_addr)IN6ADDR_LOOPBACK_INIT;
	CHECK(guard_sockaddr(sa, sizeof(v6)) == GUARD_LOOPBACK);
	CHECK(guard_sockaddr(sa, sizeof(v4)) == GUARD_UNKNOWN);
	sa = (const struct sockaddr *)&other;
	CHECK(guard_sockaddr(sa, sizeof(other)) == GUARD_UNKNOWN);
}

static void
check_allows(void)
{
	for (int c = GUARD_PUBLIC; c <= GUARD_UNKNOWN; c++) {
		bool never = c == GUARD_MULTICAST || c == GUARD_UNKNOWN;
		enum guard_class class = (enum guard_class)c;

		CHECK(guard_allows(class, false) == (c == GUARD_PUBLIC));
		CHECK(guard_allows(class, true) == !never);
		CHECK(guard_name(class)[0] != '\0');
	}
}

int
main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		enum guard_class c = guard_text(rows[i].ip);

		CHECK(c == rows[i].class);
		if (c != rows[i].class)
			fprintf(stderr, "\t%s is %s\n", rows[i].ip,
			    guard_name(c));
	}
	check_sockaddr();
	check_allows();
	UNIT_END;
}
