/*
 * Kernel choice, and the room that an index needs. The pass itself is in
 * scan_loop.h, once a kernel.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "json/scan.h"

extern const struct scan_kernel scan_avx512, scan_avx2, scan_neon,
    scan_scalar;

const struct scan_kernel *const scan_kernels[] = {
#if defined(__x86_64__)
	&scan_avx512,
	&scan_avx2,
#elif defined(__AARCH64EL__) && defined(__ARM_NEON)
	&scan_neon,
#endif
	&scan_scalar,
};
const size_t scan_nkernels = sizeof(scan_kernels) / sizeof(scan_kernels[0]);

static const struct scan_kernel *chosen = &scan_scalar;

static bool
unknown(const char *name, struct fault *f)
{
	struct buf names = { 0 };

	for (size_t i = 0; i < scan_nkernels; i++)
		buf_printf(&names, " %s", scan_kernels[i]->name);
	fault(f, "MLOG_SCAN: no kernel \"%s\" (there are:%.*s)", name,
	    STR_ARG(buf_str(&names)));
	buf_free(&names);
	return false;
}

bool
scan_choose(const char *name, struct fault *f)
{
	bool any = !name || !*name;

	for (size_t i = 0; i < scan_nkernels; i++) {
		const struct scan_kernel *k = scan_kernels[i];

		if (!any && strcmp(k->name, name) != 0)
			continue;
		if (k->usable()) {
			chosen = k;
			return true;
		}
		if (!any)
			return fault(f, "MLOG_SCAN: this processor cannot "
			    "run the kernel \"%s\"", name);
	}
	return unknown(name, f);
}

static void
make_room(struct scan *s, size_t n)
{
	if (n <= s->cap && s->pos)
		return;
	n = (n + SCAN_BLOCK) / SCAN_BLOCK * SCAN_BLOCK;
	s->pos = mem_resize(s->pos, n, sizeof(*s->pos));
	s->mark = mem_resize(s->mark, n, 1);
	s->line = mem_resize(s->line, n, sizeof(*s->line));
	s->special = mem_resize(s->special, n / SCAN_BLOCK,
	    sizeof(*s->special));
	s->doubt = mem_resize(s->doubt, n / SCAN_BLOCK, sizeof(*s->doubt));
	s->loose = mem_resize(s->loose, n / SCAN_BLOCK, sizeof(*s->loose));
	s->cap = n;
}

void
scan_index(struct scan *s, const char *p, size_t n)
{
	make_room(s, n);
	s->npos = s->nlines = 0;
	chosen->index(s, p, n);
}

size_t
scan_runs(const struct scan *s, size_t from, size_t to)
{
	return chosen->runs(s, from, to);
}

void
scan_free(struct scan *s)
{
	mem_free(s->pos);
	mem_free(s->mark);
	mem_free(s->line);
	mem_free(s->special);
	mem_free(s->doubt);
	mem_free(s->loose);
	*s = (struct scan){ 0 };
}
