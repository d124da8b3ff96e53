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

enum {
	RULES_FILE_MAX = 512 * 1024,	/* bytes of one text */
	RULES_STATEMENTS_MAX = 4096,	/* in all texts */
	RULES_PATTERNS_MAX = 1024,
	RULES_NAME_MAX = 200,		/* bytes of a metric's or label's */
	RULES_LABELS_MAX = 32,		/* of one rule */
	RULES_ONLY_MAX = 1000,		/* values of one label */
	RULES_BUCKETS_MAX = 200,
	RULES_LIMIT_DEFAULT = 2000,	/* series of a family */
	RULES_LIMIT_MAX = 1000000,
};

enum rule_kind {
	RULE_COUNTER,
	RULE_GAUGE,
	RULE_HISTOGRAM,
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

extern const char *const rule_kind_name[RULE_NKINDS];
extern const char *const rule_mode_name[RULE_NMODES];
extern const char *const rule_action_name[RULE_NACTIONS];

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

/* One label of a rule. */
struct rule_label {
	struct str name;
	struct expr *value;	/* the own, declared or bare one */
	bool own;		/* the rule gives the value itself */
	const struct label_decl *decl;	/* or NULL; by rules_finish */
	struct rules_place at;
};

struct rule {
	enum rule_kind kind;
	enum rule_mode mode;	/* gauges */
	struct str name;
	struct expr *of;	/* NULL: a counter counts events */
	struct expr *where;	/* NULL: every event */
	struct rule_label *by;		/* in the order of the statement */
	size_t nby;
	const double *buckets;	/* histograms: ascending, finite, no +Inf */
	size_t nbuckets;
	struct str unit;
	struct str help;	/* as given, else the statement in words */
	bool has_help;
	unsigned limit;
	enum rule_action action;
	size_t family;		/* index, after rules_finish */
	unsigned line;		/* of the statement */
	struct rules_place at;	/* of the name */
};

/* All rules of one metric name; they agree in what a family has. */
struct rule_family {
	struct str name;
	struct rule **rule;	/* in the order of the texts */
	size_t n;
	struct str help;	/* the first that is given, else of rule[0] */
	char hash[17];		/* rules_hash: lower-case hex, NUL */
};

/* `resource name = "value"`. */
struct rules_resource {
	struct str name, value;
	struct rules_place at;
};

/* One statement as it stood: exactly one of the three is set. */
struct rules_statement {
	struct rule *rule;
	struct label_decl *label;
	struct rules_resource *resource;
	size_t nresource;
};

/* The members are for reading; arrays grow in this folder only. */
struct rules {
	struct rules_statement *statement;
	size_t nstatements, statements_cap;
	struct rule **rule;	/* the rules among them */
	size_t nrules, rules_cap;
	struct label_decl **label;
	size_t nlabels, labels_cap;
	struct rules_resource **resource;	/* each pair by itself */
	size_t nresource, resource_cap;
	struct rule_family *family;	/* by first appearance */
	size_t nfamilies;
	struct fields fields;	/* every path that the rules read */

	struct arena arena;
	struct pattern **pattern;
	size_t npatterns, patterns_cap;
	unsigned nsources;
};

struct rules *rules_new(void);
void rules_destroy(struct rules *r);

/*
 * Reads a file, or a text called `name` in messages. What is wrong is added
 * to errors and reading goes on with the next statement; false when anything
 * was added.
 */
bool rules_load_file(struct rules *r, const char *path,
    struct rules_errors *errors);
bool rules_load_text(struct rules *r, struct str name, struct str text,
    struct rules_errors *errors);

/*
 * Once, after the last text: gives labels their declarations, numbers the
 * fields, forms the families and checks what only all statements together
 * show. Sorts the errors; false when there are any, those of loading
 * included. Then only printing errors and rules_destroy are of use.
 */
bool rules_finish(struct rules *r, struct rules_errors *errors);

#endif
