/*
 * event/trace: the spellings of trace context, and what is none.
 */
#include "event/trace.h"
#include "unit.h"

#define HEX32 "0af7651916cd43dd8448eb211c80319c"
#define HEX16 "b7ad6b7169203331"

static void
traces_read(void)
{
	static const struct {
		enum value_kind kind;
		const char *text;
		bool decimal;
		const char *trace, *span, *flags;
		enum trace_found found;	/* of the first that is there */
	} t[] = {
		{ VALUE_STRING, HEX32, false, HEX32, "", "", TRACE_WHOLE },
		{ VALUE_STRING, "0AF7651916CD43DD8448EB211C80319C", false,
		    HEX32, "", "", TRACE_WHOLE },
		{ VALUE_STRING, HEX16, false, "0000000000000000" HEX16,
		    HEX16, "", TRACE_WHOLE },
		{ VALUE_STRING, "00-" HEX32 "-" HEX16 "-01", false, HEX32,
		    HEX16, "01", TRACE_SOME },
		{ VALUE_STRING, "01-" HEX32 "-" HEX16 "-03-more", false,
		    HEX32, HEX16, "03", TRACE_SOME },
		{ VALUE_STRING, "00-" HEX32 "-" HEX16 "-03-more", false,
		    "", "", "", TRACE_NONE },
		{ VALUE_STRING, "ff-" HEX32 "-" HEX16 "-01", false,
		    "", "", "", TRACE_NONE },
		{ VALUE_STRING, "00-00000000000000000000000000000000-"
		    "0000000000000000-00", false, "", "", "", TRACE_NONE },
		{ VALUE_STRING, "00-" HEX32 "-0000000000000000-01", false,
		    HEX32, "", "01", TRACE_SOME },
		{ VALUE_STRING, HEX32 "-" HEX16 "-1", false, HEX32, HEX16,
		    "01", TRACE_SOME },
		{ VALUE_STRING, HEX16 "-" HEX16 "-0-" HEX16, false,
		    "0000000000000000" HEX16, HEX16, "00", TRACE_SOME },
		{ VALUE_STRING, HEX32 "-" HEX16, false, HEX32, HEX16, "",
		    TRACE_SOME },
		{ VALUE_STRING, HEX32 "-" HEX16 "-d", false, HEX32, HEX16,
		    "01", TRACE_SOME },
		{ VALUE_STRING, "1-5e34a614-10bd31b7d6a3a1b2c3d4e5f6", false,
		    "5e34a61410bd31b7d6a3a1b2c3d4e5f6", "", "", TRACE_SOME },
		{ VALUE_STRING, "Root=1-5e34a614-10bd31b7d6a3a1b2c3d4e5f6;"
		    "Parent=53995c3f42cd8ad8;Sampled=1", false,
		    "5e34a61410bd31b7d6a3a1b2c3d4e5f6", "53995c3f42cd8ad8",
		    "01", TRACE_SOME },
		{ VALUE_STRING, "Self=1-5e34a614-10bd31b7d6a3a1b2c3d4e5f6; "
		    "Root=1-5e34a614-10bd31b7d6a3a1b2c3d4e5f7", false,
		    "5e34a61410bd31b7d6a3a1b2c3d4e5f7", "", "", TRACE_SOME },
		{ VALUE_STRING, "projects/my-app/traces/" HEX32, false, HEX32,
		    "", "", TRACE_SOME },
		{ VALUE_STRING, "projects/my-app/traces/" HEX32 "/spans/"
		    HEX16, false, HEX32, HEX16, "", TRACE_SOME },
		{ VALUE_STRING, "projects/my-app/traces/0123456789012345678",
		    false, "", "", "", TRACE_NONE },
		{ VALUE_STRING, "projects/my-app/traces/" HEX32 "/more/"
		    HEX16, false, HEX32, "", "", TRACE_SOME },
		{ VALUE_STRING, "projects/my-app/spans/" HEX32, false, "", "",
		    "", TRACE_NONE },
		{ VALUE_STRING, "projects/an-app-whose-name-is-rather-long",
		    false, "", "", "", TRACE_NONE },
		{ VALUE_STRING, "projects/an-app-whose-name-is-long/traces",
		    false, "", "", "", TRACE_NONE },
		{ VALUE_STRING, "1x5e34a614-10bd31b7d6a3a1b2c3d4e5f6", false,
		    "", "", "", TRACE_NONE },
		{ VALUE_STRING, "1-5e34a614x10bd31b7d6a3a1b2c3d4e5f6", false,
		    "", "", "", TRACE_NONE },
		{ VALUE_STRING, "00-" HEX32 "x" HEX16 "-01", false, "", "",
		    "", TRACE_NONE },
		{ VALUE_STRING, "00-" HEX32 "-" HEX16 "x01", false, "", "",
		    "", TRACE_NONE },
		{ VALUE_STRING, "01-" HEX32 "-" HEX16 "-01x", false, "", "",
		    "", TRACE_NONE },
		{ VALUE_STRING, "00-" HEX32 "-" HEX16 "-zz", false, HEX32,
		    HEX16, "", TRACE_SOME },
		{ VALUE_STRING, HEX32 "-abc-1", false, "", "", "",
		    TRACE_NONE },
		{ VALUE_STRING, HEX32 "-", false, "", "", "", TRACE_NONE },
		{ VALUE_STRING, HEX32 "x", false, "", "", "", TRACE_NONE },
		{ VALUE_STRING, HEX32 "/74", true, HEX32, "000000000000004a",
		    "", TRACE_SOME },
		{ VALUE_STRING, HEX32 "/74;x=1", true, HEX32,
		    "000000000000004a", "", TRACE_SOME },
		{ VALUE_STRING, HEX32 "/x;o=2", true, HEX32, "", "",
		    TRACE_SOME },
		{ VALUE_STRING, HEX32 "/74;o=1", true, HEX32,
		    "000000000000004a", "01", TRACE_SOME },
		{ VALUE_STRING, "18446744073709551615", true,
		    "0000000000000000ffffffffffffffff", "ffffffffffffffff",
		    "", TRACE_WHOLE },
		{ VALUE_STRING, "18446744073709551616", true,
		    "00000000000000010000000000000000", "", "",
		    TRACE_WHOLE },
		{ VALUE_NUMBER, "1311768467294899695", true,
		    "00000000000000001234567890abcdef", "1234567890abcdef",
		    "", TRACE_WHOLE },
		{ VALUE_STRING, "340282366920938463463374607431768211455",
		    true, "ffffffffffffffffffffffffffffffff", "", "",
		    TRACE_WHOLE },
		{ VALUE_STRING, "340282366920938463463374607431768211456",
		    true, "", "", "", TRACE_NONE },
		{ VALUE_STRING, "01234567890123456789012345678901", true,
		    "01234567890123456789012345678901", "", "",
		    TRACE_WHOLE },
		{ VALUE_STRING, "00000000000000000000", true, "", "", "",
		    TRACE_NONE },
		{ VALUE_NUMBER, "1.5", true, "", "", "", TRACE_NONE },
		{ VALUE_NUMBER, "1", false, "", "", "01", TRACE_WHOLE },
		{ VALUE_NUMBER, "257", false, "", "", "01", TRACE_SOME },
		{ VALUE_TRUE, "true", false, "", "", "01", TRACE_WHOLE },
		{ VALUE_FALSE, "false", false, "", "", "00", TRACE_WHOLE },
		{ VALUE_STRING, "00", false, "", "", "00", TRACE_WHOLE },
		{ VALUE_STRING, "1", false, "", "", "01", TRACE_WHOLE },
		{ VALUE_STRING, "0", false, "", "", "00", TRACE_WHOLE },
		{ VALUE_STRING, "none", false, "", "", "", TRACE_NONE },
		{ VALUE_STRING, "00000000000000000000000000000000", false,
		    "", "", "", TRACE_NONE },
		{ VALUE_STRING, "0af7651916cd43dd8448eb211c80319g", false,
		    "", "", "", TRACE_NONE },
		{ VALUE_STRING, "", false, "", "", "", TRACE_NONE },
		{ VALUE_NULL, "null", false, "", "", "", TRACE_NONE },
		{ VALUE_OBJECT, "{}", false, "", "", "", TRACE_NONE },
	};
	char to[TRACE_ID_LEN + 1];

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct value v = { t[i].kind, false, str_c(t[i].text) };
		const char *const want[] = { t[i].trace, t[i].span,
		    t[i].flags };
		enum trace_found first = TRACE_NONE, found;

		for (int k = 0; k < 3; k++) {
			found = trace_read(&v, (enum dialect_part)
			    (PART_TRACE_ID + k), t[i].decimal, to);
			CHECK_ROW(i, (found == TRACE_NONE) == !*want[k]);
			CHECK_STR(str_c(to), want[k]);
			if (first == TRACE_NONE)
				first = found;
		}
		CHECK_ROW(i, first == t[i].found);
	}
}

int
main(void)
{
	traces_read();
	UNIT_END;
}
