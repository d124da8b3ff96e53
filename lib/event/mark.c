/*
 * The text of marks.
 */
#include "base/num.h"
#include "event/mark.h"
#include "json/jwrite.h"

void
mark_begin(struct buf *b, uint64_t generation, struct str checksum)
{
	buf_printf(b, "{\"@mlog\":\"begin\",\"version\":%d,\"generation\":",
	    MARK_FORMAT);
	num_put_uint64(b, generation);
	buf_lit(b, ",\"state\":");
	jwrite_string(b, checksum);
	buf_lit(b, "}\n");
}

void
mark_pos(struct buf *b, const struct position *const *p, size_t n,
    uint64_t lines, const uint64_t *refused)
{
	const char *sep = "";

	buf_lit(b, "{\"@mlog\":\"pos\",\"inputs\":[");
	for (size_t i = 0; i < n; i++) {
		buf_puts(b, i ? STR(",{") : STR("{"));
		position_put(b, p[i]);
		buf_putc(b, '}');
	}
	buf_lit(b, "],\"lines\":");
	num_put_uint64(b, lines);
	buf_lit(b, ",\"rejected\":{");
	for (size_t i = 0; i < LOGLINE_NREASONS; i++) {
		if (!refused[i])
			continue;
		buf_printf(b, "%s\"%s\":", sep, logline_reason_name[i]);
		num_put_uint64(b, refused[i]);
		sep = ",";
	}
	buf_lit(b, "}}\n");
}

void
mark_end(struct buf *b)
{
	buf_lit(b, "{\"@mlog\":\"end\"}\n");
}
