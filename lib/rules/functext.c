/*
 * Functions of text. Case is ASCII's, whatever the locale; lengths are in
 * characters.
 */
#include "rules/func.h"

/* The argument's text; false when there is none and *v says why. */
static bool
arg_text(struct eval *ev, const struct expr *e, struct str *s,
    struct expr_value *v)
{
	eval_value(ev, e, v);
	if (eval_none(v))
		return false;
	*s = eval_text(ev, v);
	return true;
}

static void
set_string(struct expr_value *v, struct str s)
{
	*v = (struct expr_value){ .kind = EVAL_STRING, .text = s };
}

static void
change_case(struct eval *ev, const struct expr *e, struct expr_value *v,
    char from)
{
	struct str s;
	char *to;

	if (!arg_text(ev, e->arg[0], &s, v))
		return;
	to = eval_room(ev, s.n);
	for (size_t i = 0; i < s.n; i++) {
		bool letter = s.p[i] >= from && s.p[i] < from + 26;

		to[i] = (char)(letter ? s.p[i] ^ 0x20 : s.p[i]);
	}
	set_string(v, str_of(to, s.n));
}

void
func_lower(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	change_case(ev, e, v, 'A');
}

void
func_upper(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	change_case(ev, e, v, 'a');
}

void
func_len(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	struct str s;
	size_t n = 0;

	if (!arg_text(ev, e->arg[0], &s, v))
		return;
	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	eval_set_number(v, (double)n);
}

static void
over_limit(struct eval *ev, struct expr_value *v)
{
	ev->limits++;
	*v = (struct expr_value){ .kind = EVAL_LIMIT };
}

static enum pattern_result
replace(struct eval *ev, const struct expr *e, struct str *s, size_t room)
{
	size_t n = room;
	char *out = eval_room(ev, room);
	enum pattern_result found = pattern_replace(e->arg[1]->pattern,
	    ev->matcher, *s, e->arg[2]->text, out, &n);

	if (found == PATTERN_YES)
		*s = str_of(out, n);
	eval_room_back(ev, found == PATTERN_YES ? room - n : room);
	return found;
}

/* Tries with as much room as most results need, then with all there is. */
void
func_replace(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	struct str s;
	size_t room;
	enum pattern_result found;

	if (!arg_text(ev, e->arg[0], &s, v))
		return;
	room = s.n * 2 + e->arg[2]->text.n * 4 + 64;
	found = room < EVAL_TEXT_MAX ? replace(ev, e, &s, room) :
	    PATTERN_LIMIT;
	if (found == PATTERN_LIMIT)
		found = replace(ev, e, &s, EVAL_TEXT_MAX);
	if (found == PATTERN_LIMIT)
		over_limit(ev, v);
	else
		set_string(v, s);
}

void
func_match(struct eval *ev, const struct expr *e, struct expr_value *v)
{
	struct str s, part;
	enum pattern_result found;

	if (!arg_text(ev, e->arg[0], &s, v))
		return;
	found = pattern_match(e->arg[1]->pattern, ev->matcher, s);
	if (found == PATTERN_LIMIT) {
		over_limit(ev, v);
		return;
	}
	part = found == PATTERN_YES ? matcher_group(ev->matcher, s,
	    e->group) : (struct str){ NULL, 0 };
	*v = (struct expr_value){ .kind = part.p ? EVAL_STRING :
	    EVAL_MISSING, .text = part };
}
