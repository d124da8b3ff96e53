/*
 * Where a super-server has put the connection (protocols.md section 8).
 */
#ifndef PROM_PEER_H
#define PROM_PEER_H

#include "base/buf.h"
#include "base/fault.h"

/*
 * The descriptors to read the request from and to write the answer to: 0 and
 * 1, or 3 for both where systemd passes the connection as LISTEN_FDS. A
 * socket that still listens, or more than one of them, is a fault: the
 * super-server is to accept, one process a connection.
 */
bool peer_find(int *in, int *out, struct fault *f);

/*
 * Whether fd 2 is the socket of the connection, as inetd and xinetd leave it:
 * words for the administrator would reach the client.
 */
bool peer_has_stderr(void);

/*
 * Appends who is at the other end of fd: "192.0.2.1:40000", "[2001:db8::1]:9";
 * else what the super-server left in REMOTE_ADDR and REMOTE_PORT (systemd),
 * TCPREMOTEIP and TCPREMOTEPORT (tcpserver) or REMOTE_HOST (xinetd); "unix"
 * for a socket of that kind. Nothing where it is not known, as for a pipe.
 */
void peer_put(struct buf *b, int fd);

#endif
