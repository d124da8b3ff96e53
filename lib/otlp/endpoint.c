/*
 * URLs by libcurl's own parser, so that what is checked is what is requested.
 */
#include <curl/curl.h>

#include "base/buf.h"
#include "otlp/endpoint.h"
#include "otlp/guard.h"

enum {
	ENDPOINT_MAX = 2048,	/* bytes of a URL */
};

/* The part's text in the arena, or NULL when the URL has none. */
static const char *
part(CURLU *u, struct arena *a, CURLUPart what)
{
	const char *copy;
	char *text;

	if (curl_url_get(u, what, &text, 0) != CURLUE_OK)
		return NULL;
	copy = arena_str(a, str_c(text)).p;
	curl_free(text);
	return copy;
}

static bool
append_path(CURLU *u, struct arena *a, const char *path)
{
	struct str own = str_c(part(u, a, CURLUPART_PATH));
	struct buf b = { 0 };
	bool ok;

	buf_puts(&b, own);
	if (!str_ends(own, STR("/")))
		buf_putc(&b, '/');
	buf_puts(&b, str_c(path));
	buf_putc(&b, '\0');
	ok = curl_url_set(u, CURLUPART_PATH, b.p, 0) == CURLUE_OK;
	buf_free(&b);
	return ok;
}

static bool
is_loopback(const char *host)
{
	struct str h = str_c(host);
	char text[64];

	if (str_ieq(h, STR("localhost")) || str_ends(h, STR(".localhost")))
		return true;
	/* An IPv6 literal comes in brackets. */
	if (str_starts(h, STR("[")) && str_ends(h, STR("]")))
		h = str_of(h.p + 1, h.n - 2);
	if (h.n >= sizeof(text))
		return false;
	memcpy(text, h.p, h.n);
	text[h.n] = '\0';
	return guard_text(text) == GUARD_LOOPBACK;
}

static const char *
shown(CURLU *u, struct arena *a)
{
	const char *port = part(u, a, CURLUPART_PORT);
	struct buf b = { 0 };
	const char *s;

	buf_printf(&b, "%s://%s%s%s%s", part(u, a, CURLUPART_SCHEME),
	    part(u, a, CURLUPART_HOST), port ? ":" : "", port ? port : "",
	    part(u, a, CURLUPART_PATH));
	s = arena_str(a, buf_str(&b)).p;
	buf_free(&b);
	return s;
}

/* No message repeats the text: it may hold a secret. */
static bool
check(CURLU *u, struct arena *a, const char *from, struct fault *f)
{
	const char *scheme = part(u, a, CURLUPART_SCHEME);

	if (!scheme || (strcmp(scheme, "http") != 0 &&
	    strcmp(scheme, "https") != 0))
		return fault(f, "%s: not an http or https URL", from);
	if (part(u, a, CURLUPART_USER) || part(u, a, CURLUPART_PASSWORD))
		return fault(f, "%s: a URL with a user or password; put an "
		    "Authorization header into a headers file (-H)", from);
	if (part(u, a, CURLUPART_FRAGMENT))
		return fault(f, "%s: a URL with a fragment", from);
	return true;
}

static bool
fill(struct endpoint *e, CURLU *u, struct arena *a, const char *from,
    const char *path, struct fault *f)
{
	if (!check(u, a, from, f))
		return false;
	if (path && !append_path(u, a, path))
		return fault(f, "%s: a bad path", from);
	e->url = part(u, a, CURLUPART_URL);
	e->shown = shown(u, a);
	e->tls = strcmp(part(u, a, CURLUPART_SCHEME), "https") == 0;
	e->loopback = is_loopback(part(u, a, CURLUPART_HOST));
	return e->url || fault(f, "%s: a bad URL", from);
}

bool
endpoint_parse(struct endpoint *e, struct arena *a, const char *from,
    const char *text, const char *path, struct fault *f)
{
	CURLU *u;
	bool ok;

	if (strlen(text) > ENDPOINT_MAX)
		return fault(f, "%s: over %d bytes", from, ENDPOINT_MAX);
	if (!(u = curl_url()))
		return fault(f, "libcurl does not start");
	if (curl_url_set(u, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME) ==
	    CURLUE_OK)
		ok = fill(e, u, a, from, path, f);
	else
		ok = fault(f, "%s: not an http or https URL", from);
	curl_url_cleanup(u);
	return ok;
}
