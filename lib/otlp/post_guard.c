/*
 * Where guard.h's table meets the connection. A name is resolved once, by
 * libcurl, and the address that comes of it is the one looked at and the one
 * connected to; so an answer of DNS that changes gains nothing.
 */
#include <string.h>
#include <sys/socket.h>

#include "otlp/post_inner.h"

static void
remember(struct post *p, enum guard_class class, const char *ip)
{
	size_t n = strlen(ip);

	p->refused = class;
	if (n >= sizeof(p->address))
		n = sizeof(p->address) - 1;
	memcpy(p->address, ip, n);
	p->address[n] = '\0';
}

static void
print_address(const struct sockaddr *sa, char *text, socklen_t n)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	text[0] = '\0';
	if (sa->sa_family == AF_INET) {
		memcpy(&v4, sa, sizeof(v4));
		inet_ntop(AF_INET, &v4.sin_addr, text, n);
	} else if (sa->sa_family == AF_INET6) {
		memcpy(&v6, sa, sizeof(v6));
		inet_ntop(AF_INET6, &v6.sin6_addr, text, n);
	}
}

/* Each resolved address comes by here before anything is sent to it. */
curl_socket_t
post_open_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct post *p = ctx;
	const struct sockaddr *sa = (const void *)&a->addr;
	enum guard_class class = guard_sockaddr(sa, (socklen_t)a->addrlen);
	char ip[INET6_ADDRSTRLEN];

	(void)purpose;
	if (!guard_allows(class, p->config->allow_private)) {
		print_address(sa, ip, sizeof(ip));
		remember(p, class, ip);
		return CURL_SOCKET_BAD;
	}
	p->opened = true;
	return socket(a->family, a->socktype, a->protocol);
}

/* And once more when it is known who is at the other end. */
int
post_before_request(void *ctx, char *ip, char *own_ip, int port, int own_port)
{
	struct post *p = ctx;
	enum guard_class class = guard_text(ip);

	(void)own_ip;
	(void)port;
	(void)own_port;
	if (guard_allows(class, p->config->allow_private))
		return CURL_PREREQFUNC_OK;
	remember(p, class, ip);
	p->opened = false;
	return CURL_PREREQFUNC_ABORT;
}

bool
post_may_ask(struct post *p)
{
	const struct endpoint *to = &p->config->to;
	enum guard_class class = to->loopback ? GUARD_LOOPBACK :
	    guard_text(to->host);

	/* A name is the proxy's to resolve. */
	if (class == GUARD_UNKNOWN ||
	    guard_allows(class, p->config->allow_private))
		return true;
	remember(p, class, to->host);
	return false;
}

bool
post_guarded(const struct post *p, struct buf *text)
{
	if (p->refused == GUARD_PUBLIC || p->opened)
		return false;
	buf_printf(text, "%s is a %s address", p->address,
	    guard_name(p->refused));
	if (guard_allows(p->refused, true))
		buf_lit(text, ", which --allow-private (or "
		    "MLOG_OTLP_ALLOW_PRIVATE=true) allows");
	return true;
}
