/*
 * Expressions against events whose values are filled in by hand: what holds,
 * what a value is, and why there is none.
 */
#include "rules/eval.h"
#include "rules/rule.h"
#include "unit.h"

#define S(text) { VALUE_STRING, false, { text, sizeof(text) - 1 } }
#define E(text) { VALUE_STRING, true, { text, sizeof(text) - 1 } }
#define N(text) { VALUE_NUMBER, false, { text, sizeof(text) - 1 } }
#define J(text) { VALUE_ARRAY, false, { text, sizeof(text) - 1 } }

static const struct {
	const char *name;
	struct value value;
} members[] = {
	{ "event", S("task.finished") },
	{ "status", N("200") },
	{ "code", S("404") },
	{ "word", S("abc") },
	{ "upper", S("ABC") },
	{ "empty", S("") },
	{ "dash", S("-") },
	{ "secret", S("**REDACTED**") },
	{ "null", { VALUE_NULL, false, { "null", 4 } } },
	{ "yes", { VALUE_TRUE, false, { "true", 4 } } },
	{ "no", { VALUE_FALSE, false, { "false", 5 } } },
	{ "pi", N("3.1400") },
	{ "neg", N("-7") },
	{ "zero", N("0") },
	{ "huge", N("1e400") },
	{ "id", N("9007199254740993") },
	{ "idtext", S("9007199254740993") },
	{ "uint", N("18446744073709551614") },
	{ "nuint", S("-018446744073709551614") },
	{ "tags", J("[\"a\",\"b\"]") },
	{ "a.b", S("dotted") },
	{ "quote", E("say \\\"hi\\\" \\u00e9") },
	{ "wide", S("gr\xc3\xbc\xc3\x9f") },
	{ "path", S("/tasks/5b0c9a12/x/0123456789/y") },
	{ "took", S("1m30s") },
	{ "ms", S("12.5ms") },
	{ "size", S("10 MiB") },
	{ "spaced", S(" 5 ") },
	{ "aaaa", S("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!") },
	{ "and", S("conj") },
};

/* One rule, ready to run against an event made of the members. */
struct bench {
	struct rules *rules;
	struct rules_errors errors;
	struct value field[64];
	struct event event;
	struct eval eval;
};

static bool
open_bench(struct bench *b, const char *clause, const char *text)
{
	struct buf t = { 0 };

	*b = (struct bench){ .rules = rules_new() };
	buf_printf(&t, "gauge x %s %s %s", strcmp(clause, "of") ? "of 1" : "",
	    clause, text);
	rules_load_text(b->rules, STR("t"), buf_str(&t), &b->errors);
	buf_free(&t);
	if (!rules_finish(b->rules, &b->errors)) {
		rules_errors_put(&t, &b->errors);
		fprintf(stderr, "%.*s", STR_ARG(buf_str(&t)));
		buf_free(&t);
		return false;
	}
	for (size_t i = 0; i < b->rules->fields.n; i++)
		for (size_t k = 0; k < sizeof(members) / sizeof(*members); k++)
			if (str_eq(b->rules->fields.field[i].name,
			    str_c(members[k].name)))
				b->field[i] = members[k].value;
	b->event = (struct event){ .time = STAMP_NONE, .severity = 18,
	    .field = b->field };
	eval_init(&b->eval);
	eval_begin(&b->eval, &b->event);
	return true;
}

static void
close_bench(struct bench *b)
{
	eval_free(&b->eval);
	rules_errors_free(&b->errors);
	rules_destroy(b->rules);
}

static const struct {
	const char *text;
	bool holds;
} conditions[] = {
	/* Strings, numbers, and numbers in quotes. */
	{ "event == \"task.finished\"", true },
	{ "event == \"task.finishe\"", false },
	{ "event != \"x\"", true },
	{ "status == 200", true },
	{ "status == \"200\"", true },
	{ "status == \"200.0\"", true },
	{ "status == \"abc\"", false },
	{ "code == 404", true },
	{ "code == \"404\"", true },
	{ "code == \"404.0\"", false },
	{ "code == 404.0", true },
	{ "code > 99", true },
	{ "code > \"99\"", false },
	{ "word > 5", false },
	{ "word < 5", false },
	{ "word != 5", true },
	{ "word < \"abd\" and word <= \"abc\" and word >= \"abc\"", true },
	{ "pi == 3.14", true },
	{ "pi == \"3.14\"", true },
	{ "id == 9007199254740993", true },
	{ "uint == 18446744073709551614", true },
	{ "uint == 18446744073709551615", false },
	{ "uint < 18446744073709551615", true },
	{ "uint in (18446744073709551613, 0018446744073709551614)", true },
	{ "nuint == -18446744073709551614", true },
	{ "nuint > -18446744073709551615", true },
	{ "nuint < -18446744073709551613", true },
	{ "uint == 18446744073709551614.0", true },
	{ "uint == 1.8446744073709552e19", true },
	{ "id == 9007199254740992", false },
	{ "id > 9007199254740992", true },
	{ "id == idtext", true },
	{ "id in (9007199254740992, 9007199254740994)", false },
	{ "huge > 1e308", true },
	{ "neg == -7 and neg < 0 and -neg == 7", true },
	{ "\"abc\" == word and 200 == status", true },
	{ "code == status", false },
	/* What is missing equals nothing, and differs from all. */
	{ "nosuch == \"\"", false },
	{ "nosuch != \"\"", true },
	{ "nosuch < 1 or nosuch > 1 or nosuch in (1, \"a\")", false },
	{ "nosuch == nosuch", false },
	{ "empty == \"\"", true },
	{ "null == \"null\" or dash == dash or secret like \"*\"", false },
	{ "dash != \"x\" and secret != \"x\"", true },
	{ "has word and has empty and has zero and has no", true },
	{ "has nosuch or has null or has dash or has secret", false },
	{ "not has nosuch", true },
	{ "nosuch !~ /x/", true },
	/* Booleans. */
	{ "yes == true and no == false and yes == \"true\"", true },
	{ "yes == false or yes == 1 or no == 0", false },
	{ "yes in (1, true)", true },
	{ "true", true },
	{ "false or not true", false },
	/* Texts. */
	{ "event ~ /^task\\.(finished|failed)$/", true },
	{ "event !~ /^task/", false },
	{ "path ~ /\\/x[/]0/", true },
	{ "wide ~ /^.{4}$/", true },
	{ "upper ~ /(?i)abc/", true },
	{ "status ~ /^2/", true },
	{ "event like \"task.*\"", true },
	{ "event like \"*.finished\"", true },
	{ "event like \"*k.f*\"", true },
	{ "event like \"t*k.?inished\"", true },
	{ "event like \"task\"", false },
	{ "event like \"*\"", true },
	{ "empty like \"*\" and empty like \"**\"", true },
	{ "empty like \"?\"", false },
	{ "wide like \"gr??\"", true },
	{ "word like \"a*b*c*\"", true },
	{ "word like \"a\\\\*\"", false },
	{ "event starts \"task\" and event ends \"ed\"", true },
	{ "event contains \"k.f\" and event contains \"\"", true },
	{ "event contains \"zz\" or empty contains \"a\"", false },
	{ "word starts \"abcd\" or word ends \"xabc\"", false },
	{ "tags contains \"\\\"b\\\"\"", true },
	{ "quote == \"say \\\"hi\\\" \\u00e9\"", true },
	{ "quote in (\"x\", \"say \\\"hi\\\" \xc3\xa9\")", true },
	{ "quote ~ /\"hi\"/", true },
	/* Words are fields where a field may stand. */
	{ "a.b == \"dotted\" and `a.b` == \"dotted\"", true },
	{ "`and` == \"conj\"", true },
	{ "limit == 1 or by == 2 or key == 3", false },
	/* and before or, not before both. */
	{ "true or false and false", true },
	{ "(true or false) and false", false },
	{ "not false and false", false },
	{ "not (false and false)", true },
	{ "not not true", true },
	{ "word == \"x\" or word == \"y\" or word == \"abc\"", true },
	/* Levels: the severity is 18, critical. */
	{ "level == \"error\" and level == \"critical\"", true },
	{ "level == \"fatal\" or level == \"alert\"", false },
	{ "level >= \"warn\" and level > \"warn\"", true },
	{ "level > \"error\"", false },
	{ "level >= \"error\" and level <= \"error\"", true },
	{ "level < \"error\" or level < \"critical\"", false },
	{ "level < \"alert\" and level < \"fatal\"", true },
	{ "\"warn\" <= level and \"fatal\" > level", true },
	{ "level != \"error\"", false },
	{ "level != \"warn\"", true },
	{ "level in (\"info\", \"alert\")", false },
	{ "level in (\"info\", \"error\")", true },
	{ "level >= \"WARNING\"", true },
	{ "level like \"err*\" and has level", true },
	/* Arithmetic in conditions. */
	{ "status / 100 == 2 and status - 1 < 200", true },
	{ "2 + 3 * 4 == 14 and (2 + 3) * 4 == 20", true },
	{ "10 - 4 - 3 == 3 and 24 / 4 / 2 == 3", true },
	{ "status / zero == 1 or word * 2 == 1", false },
	{ "0.1 + 0.2 > 0.3", true },
};

static void
test_conditions(void)
{
	for (size_t i = 0; i < sizeof(conditions) / sizeof(*conditions); i++) {
		struct bench b;

		if (CHECK_ROW(i, open_bench(&b, "where", conditions[i].text)))
			CHECK_ROW(i, eval_condition(&b.eval,
			    b.rules->rule[0]->where) == conditions[i].holds);
		close_bench(&b);
	}
}

static const struct {
	const char *text, *want;
} values[] = {
	{ "word", "abc" },
	{ "pi", "3.1400" },
	{ "id", "9007199254740993" },
	{ "yes", "true" },
	{ "tags", "[\"a\",\"b\"]" },
	{ "quote", "say \"hi\" \xc3\xa9" },
	{ "level", "error" },
	{ "nosuch", "" },
	{ "secret", "" },
	{ "status + 1", "201" },
	{ "status / 3", "66.66666666666667" },
	{ "1000000 * 1000000", "1000000000000" },
	{ "0.5", "0.5" },
	{ "-neg", "7" },
	{ "number(code) + 1", "405" },
	{ "number(spaced)", "5" },
	{ "number(yes) + number(no)", "1" },
	{ "lower(upper)", "abc" },
	{ "upper(wide)", "GR\xc3\xbc\xc3\x9f" },
	{ "len(wide)", "4" },
	{ "len(empty)", "0" },
	{ "min(status, neg, pi)", "-7" },
	{ "max(status, neg, 500)", "500" },
	{ "round(pi)", "3" },
	{ "round(2.5) + round(-2.5)", "0" },
	{ "round(-0.2)", "0" },
	{ "default(nosuch, word)", "abc" },
	{ "default(secret, \"hidden\")", "hidden" },
	{ "default(number(word), 0)", "0" },
	{ "default(word, \"x\")", "abc" },
	{ "if(status == 200, \"ok\", \"bad\")", "ok" },
	{ "if(has nosuch, 1, 2)", "2" },
	{ "map(status, 404 = \"no\", /^2/ = \"2xx\", else \"?\")", "2xx" },
	{ "map(code, 404 = \"no\", else \"?\")", "no" },
	{ "map(code, \"404.0\" = \"no\", else \"?\")", "?" },
	{ "map(word, \"x\" = 1)", "" },
	{ "map(nosuch, \"x\" = 1, else 2)", "2" },
	{ "map(nosuch, \"x\" = 1)", "" },
	{ "map(yes, true = \"on\", false = \"off\")", "on" },
	{ "replace(path, /\\/[0-9a-f-]{8,}/, \"/:id\")",
	    "/tasks/:id/x/:id/y" },
	{ "replace(word, /(a)(b)/, \"$2${1}$$0\")", "ba$0c" },
	{ "replace(word, /(?<first>a)|z(q)/, \"<${first}$2>\")", "<a>bc" },
	{ "replace(word, /x/, \"y\")", "abc" },
	{ "replace(empty, /^/, \"new\")", "new" },
	{ "match(event, /^([a-z]+)\\./)", "task" },
	{ "match(event, /[a-z]+$/)", "finished" },
	{ "match(event, /(?<a>t)(?<b>a)/, \"b\")", "a" },
	{ "match(event, /(t)(a)/, 0)", "ta" },
	{ "match(event, /(x)?t/)", "" },
	{ "match(event, /nope/)", "" },
	{ "duration(took)", "90" },
	{ "duration(ms)", "0.0125" },
	{ "duration(status)", "200" },
	{ "duration(\"-1h\")", "-3600" },
	{ "bytes(size)", "10485760" },
	{ "bytes(\"64K\") + bytes(\"1kB\") + bytes(\"1kib\")", "67560" },
	{ "bytes(status)", "200" },
};

static void
test_values(void)
{
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
		struct expr_value v;
		struct bench b;

		if (CHECK_ROW(i, open_bench(&b, "by v =", values[i].text))) {
			eval_value(&b.eval, b.rules->rule[0]->by[0].value, &v);
			unit_row(CHECK_STR(eval_text(&b.eval, &v),
			    values[i].want), i);
		}
		close_bench(&b);
	}
}

static const struct {
	const char *text;
	enum eval_kind kind;
	double num;
} numbers[] = {
	{ "status", EVAL_NUMBER, 200 },
	{ "code", EVAL_NUMBER, 404 },
	{ "pi * 2", EVAL_NUMBER, 6.28 },
	{ "word", EVAL_NOT_NUMBER, 0 },
	{ "empty", EVAL_NOT_NUMBER, 0 },
	{ "yes", EVAL_NOT_NUMBER, 0 },
	{ "tags", EVAL_NOT_NUMBER, 0 },
	{ "nosuch", EVAL_MISSING, 0 },
	{ "null", EVAL_MISSING, 0 },
	{ "dash", EVAL_MISSING, 0 },
	{ "secret", EVAL_REDACTED, 0 },
	{ "1 + secret * nosuch", EVAL_REDACTED, 0 },
	{ "nosuch + secret", EVAL_MISSING, 0 },
	{ "word + nosuch", EVAL_NOT_NUMBER, 0 },
	{ "1 / zero", EVAL_NOT_NUMBER, 0 },
	{ "huge - huge", EVAL_NOT_NUMBER, 0 },
	{ "-secret", EVAL_REDACTED, 0 },
	{ "min(1, nosuch)", EVAL_MISSING, 0 },
	{ "max(1, word)", EVAL_NOT_NUMBER, 0 },
	{ "len(secret)", EVAL_REDACTED, 0 },
	{ "match(nosuch, /x/)", EVAL_MISSING, 0 },
	{ "duration(word)", EVAL_NOT_NUMBER, 0 },
	{ "duration(\"5 parsecs\")", EVAL_NOT_NUMBER, 0 },
	{ "bytes(\"5 K 6\")", EVAL_NOT_NUMBER, 0 },
	{ "number(\"0x10\")", EVAL_NOT_NUMBER, 0 },
	{ "duration(secret)", EVAL_REDACTED, 0 },
	{ "if(true, secret, 1)", EVAL_REDACTED, 0 },
	{ "match(aaaa, /^(?:(a+)+)+$/)", EVAL_LIMIT, 0 },
	{ "replace(aaaa, /(?:(a+)+)+$/, \"\")", EVAL_LIMIT, 0 },
};

static void
test_numbers(void)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		struct expr_value v;
		struct bench b;
		double d = 0;

		if (CHECK_ROW(i, open_bench(&b, "of", numbers[i].text))) {
			eval_value(&b.eval, b.rules->rule[0]->of, &v);
			unit_row(CHECK_INT(eval_number(&v, &d),
			    numbers[i].kind), i);
			CHECK_ROW(i, d >= numbers[i].num &&
			    d <= numbers[i].num);
		}
		close_bench(&b);
	}
}

static void
test_unknown_level(void)
{
	static const struct {
		const char *text;
		bool holds;
	} rows[] = {
		{ "level == \"trace\" or level < \"fatal\"", false },
		{ "level != \"error\"", true },
		{ "has level or level in (\"info\")", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct bench b;

		if (CHECK_ROW(i, open_bench(&b, "where", rows[i].text))) {
			b.event.severity = SEVERITY_NONE;
			CHECK_ROW(i, eval_condition(&b.eval,
			    b.rules->rule[0]->where) == rows[i].holds);
		}
		close_bench(&b);
	}
}

/* A pattern that would run for ages is given up, counted, and no match. */
static void
test_limits(void)
{
	struct bench b;

	if (CHECK(open_bench(&b, "where", "aaaa ~ /^(?:(a+)+)+$/"))) {
		CHECK(!eval_condition(&b.eval, b.rules->rule[0]->where));
		CHECK_INT(b.eval.limits, 1);
	}
	close_bench(&b);
}

/* Views of one event stay whole while others are computed. */
static void
test_memory(void)
{
	struct bench b;
	struct expr_value first, v;

	if (CHECK(open_bench(&b, "by v =", "upper(word)"))) {
		const struct expr *e = b.rules->rule[0]->by[0].value;

		for (int round = 0; round < 3; round++) {
			eval_begin(&b.eval, &b.event);
			eval_value(&b.eval, e, &first);
			for (int i = 0; i < 20000; i++)
				eval_value(&b.eval, e, &v);
			CHECK_STR(first.text, "ABC");
			CHECK_STR(v.text, "ABC");
		}
	}
	close_bench(&b);
}

int
main(void)
{
	test_conditions();
	test_values();
	test_numbers();
	test_unknown_level();
	test_limits();
	test_memory();
	UNIT_END;
}
