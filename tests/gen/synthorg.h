/*
 * The world that the SynthOrg log tells of: a clock, agents, tasks in their
 * states, money; and how one of its log lines is begun and ended.
 */
#ifndef GEN_SYNTHORG_H
#define GEN_SYNTHORG_H

#include "gen.h"

#define SO_COUNT(a) (uint32_t)(sizeof (a) / sizeof (a)[0])
#define SO_REDACTED "**REDACTED**"

enum { SO_TASKS = 48, SO_AGENTS = 12, SO_ID_MAX = 64 };

/* Context ids that structlog merges into a line. */
enum { SO_REQUEST = 1, SO_TASK = 2, SO_AGENT = 4 };

enum so_status {
	SO_CREATED, SO_ASSIGNED, SO_IN_PROGRESS, SO_IN_REVIEW, SO_COMPLETED,
	SO_BLOCKED, SO_FAILED, SO_INTERRUPTED, SO_CANCELLED, SO_NSTATUS
};

struct so_task {
	char id[SO_ID_MAX];
	bool live;
	enum so_status status;
	uint32_t agent;
};

struct so_world {
	struct gen_rand r;
	struct gen_line l;
	int64_t now;		/* us since 1970 */
	uint64_t left;		/* lines to write */
	int64_t spent;		/* millionths of a dollar */
	struct so_task task[SO_TASKS];
	char request[SO_ID_MAX];
	struct so_task *at;	/* the task of the line */
	uint32_t agent;		/* the agent of the line */

	/* The line between so_begin and so_end. */
	const char *event, *logger, *level;
	bool told;		/* event stands already */
	int ids;		/* context ids to come */
};

extern const char *const so_agent[SO_AGENTS];

/*
 * Moves the clock and begins a line; ids are the SO_ context ids it carries,
 * of which any may come now, as a keyword argument would. Members follow.
 */
void so_begin(struct so_world *w, const char *event, const char *logger,
    const char *level, int ids);
/* The rest of its members; writes it, or what is left after an accident. */
void so_end(struct so_world *w);

/* One thing happens, in one or several lines. */
void so_happen(struct so_world *w);

/* What so_happen chooses from, as far as it is work. */
void so_task_step(struct so_world *w);
void so_provider_call(struct so_world *w);
void so_budget(struct so_world *w);
void so_tool_call(struct so_world *w);

/* Makes one of the tasks, and its agent, the line's; NULL if it has ended. */
struct so_task *so_any_task(struct so_world *w);

extern const char so_traceback[];

#endif
