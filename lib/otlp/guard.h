/*
 * Which addresses may be talked to. A pusher that follows a URL from a
 * configuration must not become a way into the network it runs in; so only
 * public unicast addresses are allowed, unless the user allows the others.
 */
#ifndef OTLP_GUARD_H
#define OTLP_GUARD_H

#include <stdbool.h>
#include <sys/socket.h>

/* What an address is for (IANA's special-purpose registries). */
enum guard_class {
	GUARD_PUBLIC,
	GUARD_LOOPBACK,
	GUARD_PRIVATE,		/* RFC 1918, unique local, site-local */
	GUARD_LINK_LOCAL,
	GUARD_SHARED,		/* carrier-grade NAT, RFC 6598 */
	GUARD_UNSPECIFIED,	/* 0.0.0.0/8, :: : "this host" */
	GUARD_DOCUMENTATION,
	GUARD_RESERVED,		/* benchmarks, protocols, unassigned */
	GUARD_MULTICAST,	/* and broadcast: never a server */
	GUARD_UNKNOWN,		/* neither IPv4 nor IPv6 */
};

/* The class in words, for messages. */
const char *guard_name(enum guard_class c);

/* Whether it may be talked to; multicast and unknown never are. */
bool guard_allows(enum guard_class c, bool allow_private);

/* The bytes of an address in network order. */
enum guard_class guard_v4(const unsigned char a[4]);
/*
 * An IPv6 address that holds an IPv4 one (mapped, compatible, translated,
 * NAT64 64:ff9b::/96, 6to4, Teredo, ISATAP) has the class of that one, where
 * it is not public. 64:ff9b:1::/48 is local by definition (RFC 8215).
 */
enum guard_class guard_v6(const unsigned char a[16]);

enum guard_class guard_sockaddr(const struct sockaddr *sa, socklen_t n);
/* The text of an address, without brackets; a zone (%eth0) is ignored. */
enum guard_class guard_text(const char *ip);

#endif
