/*
 * Rules as a checked tree: what lib/series executes, what rulejson.h prints
 * (mlog-rules.5).
 *
 *	struct rules *r = rules_new();
 *	rules_load_file(r, "app.rules", &errors);
 *	rules_finish(r, &errors);
 */
#ifndef RULES_RULE_H
#define RULES_RULE_H

#include "rules/expr.h"
#include "rules/param.h"

enum {
	RULES_FILE_MAX = 512 * 1024,	/* bytes of one text */
	RULES_STATEMENTS_MAX = 4096,	/* in all texts */
	RULES_PATTERNS_MAX = 1024,
	RULES_FIELDS_MAX = 4096,	/* distinct paths */
	RULES_INCLUDE_MAX = 8,		/* files in files */
	RULES_NAME_MAX = 200,		/* bytes of a metric's or label's */
	RULES_LABELS_MAX = 32,		/* of one rule */
	RULES_EXEMPLAR_MAX = 8,		/* fields of an exemplar */
	RULES_ATTRIBUTES_MAX = 64,	/* of a span */
	RULES_ONLY_MAX = 1000,		/* values of one label */
	RULES_BUCKETS_MAX = 200,
	RULES_QUANTILES_MAX = 32,
	RULES_ENTRIES_MAX = 10000,	/* of one param's table */
	RULES_LIMIT_DEFAULT = 2000,	/* series of a family */
	RULES_COPIES_MAX = 200000,	/* nodes of what `let` names, put in */
	RULES_ENTITIES_DEFAULT = 100000,	/* of `states` */
	RULES_LIMIT_MAX = 1000000,
};

enum rule_kind {
	RULE_COUNTER,
	RULE_FREQUENCY,
	RULE_GAUGE,
	RULE_UPDOWN,
	RULE_HISTOGRAM,
	RULE_SUMMARY,
	RULE_DISTINCT,
	RULE_STATES,
	RULE_COMPUTE,		/* has neither `of` nor `where`; no event
				 * concerns it */
	RULE_SPAN,		/* makes no metric; only in rules.span */
	RULE_NKINDS
};

/* What a gauge keeps of its values. */
enum rule_mode {
	RULE_LAST,		/* the latest, by event time */
	RULE_MIN,
	RULE_MAX,
	RULE_SUM,
	RULE_NMODES
};

/* What becomes of a series over the limit. */
enum rule_action {
	RULE_FOLD,		/* counts in the one labelled __other__ */
	RULE_DROP,		/* is not kept, and counted */
	RULE_FAIL,		/* ends the run */
	RULE_NACTIONS
};

enum rule_unit {
	RULE_NO_WINDOW,
	RULE_SPAN_OF_TIME,	/* of `length`, aligned to the epoch */
	RULE_DAY,
	RULE_WEEK,		/* begins on Monday */
	RULE_MONTH,
	RULE_NUNITS
};

extern const char *const rule_kind_name[RULE_NKINDS];
extern const char *const rule_mode_name[RULE_NMODES];
extern const char *const rule_action_name[RULE_NACTIONS];
/* What a summary and a histogram have when the rule does not say. */
enum { RULE_NQUANTILES = 3, RULE_NBUCKETS = 11 };
extern const double rule_usual_quantiles[RULE_NQUANTILES];
extern const double rule_usual_buckets[RULE_NBUCKETS];
/* "day", "week", "month"; NULL for the others. */
extern const char *const rule_unit_name[RULE_NUNITS];

/* `label NAME ...`: what holds for that label in all rules. */
struct label_decl {
	struct str name;
	struct expr *value;	/* NULL: the field of that name */
	const struct str *only;	/* the values there are; nonly 0: any */
	size_t nonly;
	bool has_other;		/* else: another value becomes `other`; */
	struct str other;	/* without it such a line is skipped */
	struct rules_place at;
};

/*
 * One label of a rule; an exemplar's field or a span's attribute too. Of a
 * `compute` it is a name only: value is NULL.
 */
struct rule_label {
	struct str name;
	struct expr *value;	/* the own, declared or bare one */
	bool own;		/* the rule gives the value itself */
	bool has_initially;	/* states: a new entity has this value */
	struct str initially;
	const struct label_decl *decl;	/* or NULL; by rules_finish */
	struct rules_place at;
};

/*
 * `pair KEY from COND to COND`: the value is of a pair of events. `from` is
 * tested first; `to` is not, on an event that `from` took. The other
 * expressions of the rule (where, of, by, exemplar, attributes) are of the
 * end: each field's value there or, where it is missing, at the start; with
 * EXPR_ELAPSED the seconds between the two.
 */
struct rule_pair {
	struct expr *key;
	struct expr *from, *to;
	int64_t timeout;	/* ns; 0: none */
	bool given;
};

/* `window ...`. */
struct rule_window {
	enum rule_unit unit;
	int64_t length;		/* ns, RULE_SPAN_OF_TIME */
	unsigned from;		/* RULE_MONTH: the day it begins on, 1 to 31;
				 * in a shorter month its last day. After
				 * rules_finish, also when a param says it */
	struct str from_param;	/* that param's name, or "" */
	struct str tz;		/* "" is UTC */
	struct rules_place at, tz_at, from_at;
};

/* What `until COND` of a `states` does. */
struct rule_until {
	struct expr *cond;	/* EXPR_OWN: the entity's labels; or NULL */
	bool drop;		/* takes it out; else its tally stands */
	int64_t after;		/* ns until it is taken out */
};

struct rule {
	enum rule_kind kind;
	enum rule_mode mode;	/* gauges */
	struct str name;
	struct expr *of;	/* NULL: counters and updowns count events.
				 * frequency, distinct: its text counts */
	bool absolute;		/* counters: `of` is a reading */
	struct expr *where;	/* NULL: every event */
	struct expr *up, *down;	/* updown: one may be NULL */
	struct rule_pair pair;
	struct rule_window window;
	int64_t expire;		/* ns; 0: never */
	struct rule_label *by;		/* in the order of the statement */
	size_t nby;
	struct rule_label *exemplar;	/* counters, histograms */
	size_t nexemplar;
	const double *buckets;	/* histograms: ascending, finite, no +Inf */
	size_t nbuckets;
	bool exponential;	/* histograms; then nbuckets is 0 */
	double error;		/* of exponential ones and summaries: 0.01 */
	const double *quantiles;	/* summaries: ascending, 0 to 1 */
	size_t nquantiles;
	struct expr *key;	/* states, spans */
	struct rule_until until;	/* states */
	struct expr *compute;	/* the expression, after rules_finish of
				 * EXPR_METRIC, EXPR_PARAM and arithmetic */
	bool has_warn, has_crit;	/* compute */
	double warn, crit;
	struct expr *parent;	/* spans; or NULL */
	struct expr *failed;	/* spans: a condition, or NULL */
	struct expr *duration;	/* spans without a pair: seconds */
	struct rule_label *attributes;	/* spans */
	size_t nattributes;
	struct str unit;
	struct str help;	/* as given, else the statement in words */
	bool has_help;
	unsigned limit;		/* series; states: entities */
	enum rule_action action;
	size_t family;		/* index, after rules_finish; not of spans */
	uint64_t gives;		/* bits of the family's labels that are not
				 * always "": after rules_finish */
	bool paired;		/* a statement of the family has a pair: of
				 * values at one time the greatest stays,
				 * since their order in the stream is not
				 * known where an end lies behind a cut */
	unsigned line;		/* of the statement */
	struct rules_place at;	/* of the name */
};

/* Whether a metric is only there for `compute`. */
static inline bool
rule_hidden(const struct rule *rule)
{
	return rule->name.p[0] == '_';
}

/* A label that a statement of a family gives; of the others it is "". */
struct rule_family_label {
	struct str name;
	const struct label_decl *decl;	/* with `only`; or NULL */
	bool has_initially;
	struct str initially;	/* states: by the first that says it, or "" */
};

/* All rules of one metric name; they agree in what a family has. */
struct rule_family {
	struct str name;
	struct rule **rule;	/* as they are printed, sorted; but in the
				 * order of the texts where that matters */
	size_t n;
	struct rule_family_label *label;	/* sorted by name; a
				 * frequency's `bucket` too */
	size_t nlabels;
	struct str help;	/* the first that is given, else of rule[0] */
	char hash[17];		/* rules_hash: lower-case hex, NUL */
};

/* `resource name = "value"`. */
struct rules_resource {
	struct str name, value;
	struct rules_place at;
};

/* One statement as it stood: exactly one of the pointers is set. */
struct rules_statement {
	struct rule *rule;
	struct label_decl *label;
	struct rules_resource *resource;
	size_t nresource;
	struct rules_param *param;
};

struct rules_included;
struct rules_given;
struct rules_let;

/* The members are for reading; arrays grow in this folder only. */
struct rules {
	struct rules_statement *statement;	/* included ones in place */
	size_t nstatements, statements_cap;
	struct rule **rule;	/* the metrics among them */
	size_t nrules, rules_cap;
	struct rule **span;	/* the spans */
	size_t nspans, spans_cap;
	struct rule **compute;	/* of `rule`: each behind those that it
				 * reads; after rules_finish */
	size_t ncomputes;
	struct label_decl **label;
	size_t nlabels, labels_cap;
	struct rules_resource **resource;	/* each pair by itself */
	size_t nresource, resource_cap;
	struct rules_param **param;
	size_t nparams, params_cap;
	struct rule_family *family;	/* by first appearance */
	size_t nfamilies;
	struct fields fields;	/* every path that the rules read */
	const char *const *packs;	/* folders of packs, NULL at the end;
					 * the caller's, set before loading */

	struct arena arena;
	struct pattern **pattern;
	size_t npatterns, patterns_cap;
	struct rules_included *included;	/* files read so far */
	size_t nincluded, included_cap;
	struct rules_given *given;	/* rules_define */
	size_t ngiven, given_cap;
	struct rules_let *let;
	size_t nlets, lets_cap;
	size_t ncopied;		/* nodes, towards RULES_COPIES_MAX */
	unsigned nsources;
	unsigned depth;		/* of the file being read */
};

struct rules *rules_new(void);
void rules_destroy(struct rules *r);

/*
 * Reads a file, or a text called `name` in messages; a file's name without
 * dots and slashes is a pack's first. A text that begins with `{` is JSON.
 * What is wrong is added to errors and reading goes on with the next
 * statement; false when anything was added.
 */
bool rules_load_file(struct rules *r, const char *path,
    struct rules_errors *errors);
bool rules_load_text(struct rules *r, struct str name, struct str text,
    struct rules_errors *errors);

/*
 * NAME=NUMBER or NAME[KEY]=NUMBER, what the command line says of a param in
 * place of the rules. Looked at by rules_finish.
 */
void rules_define(struct rules *r, struct str text);

/*
 * Once, after the last text: gives labels their declarations, numbers the
 * fields, forms the families and checks what only all statements together
 * show. Sorts the errors; false when there are any, those of loading
 * included. Then only printing errors and rules_destroy are of use.
 */
bool rules_finish(struct rules *r, struct rules_errors *errors);

#endif
