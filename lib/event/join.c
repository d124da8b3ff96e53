/*
 * Holding the pieces of a line. Which lines are pieces, and what the whole
 * means, is convert.c's.
 */
#include "event/join.h"

void
join_begin(struct join *j, const struct dialect *dialect,
    const struct line *line)
{
	j->open = true;
	j->over = false;
	j->dialect = dialect;
	j->line = line->number;
	j->n = 0;
	j->flags = 0;
	buf_reset(&j->head);
	buf_reset(&j->text);
	buf_reset(&j->held);
	buf_puts(&j->head, line->text);
	/* An empty text is a text too: its view needs a place. */
	(void)buf_room(&j->text, 1);
}

bool
join_add(struct join *j, struct str piece, size_t max)
{
	if (j->n == JOIN_PIECES_MAX || piece.n > max - j->text.n) {
		j->over = true;
		return false;
	}
	buf_puts(&j->text, piece);
	j->n++;
	return true;
}

void
join_hold(struct join *j, const struct line *line)
{
	buf_puts(&j->held, line->text);
	if (line->ended)
		buf_putc(&j->held, '\n');
}

void
join_free(struct join *j)
{
	buf_free(&j->head);
	buf_free(&j->text);
	buf_free(&j->held);
	*j = (struct join){ 0 };
}
