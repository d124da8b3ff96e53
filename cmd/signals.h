/*
 * Signals as something to read, for who waits for input: a pipe each.
 */
#ifndef CMD_SIGNALS_H
#define CMD_SIGNALS_H

#include "cmd/cmd.h"

/*
 * A descriptor that becomes readable once SIGTERM or SIGINT came, and stays
 * so. A second one of the same ends the program.
 */
int cmd_signals_end(const struct opts *o);
/* One that becomes readable when SIGHUP came; reading it is the caller's. */
int cmd_signals_hup(const struct opts *o);

#endif
