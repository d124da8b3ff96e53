/*
 * Whether a text is JSON, by a reader that shares nothing with lib/json.
 */
#ifndef FUZZ_GRAMMAR_H
#define FUZZ_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>

/* RFC 8259, arrays and objects nested no deeper than depth_max. */
bool grammar_valid(const void *text, size_t size, size_t depth_max);

#endif
