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

/* An IPv6 literal comes in brackets. */
static const char *
bare_host(CURLU *u, struct arena *a)
{
	struct str h = str_c(part(u, a, CURLUPART_HOST));

	if (str_starts(h, STR("[")) && str_ends(h, STR("]")))
		h = str_of(h.p + 1, h.n - 2);
	return arena_str(a, h).p;
}

static bool
is_loopback(const char *host)
{
	struct str h = str_c(host);

	return str_ieq(h, STR("localhost")) ||
	    str_ends(h, STR(".localhost")) ||
	    guard_text(host) == GUARD_LOOPBACK;
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
		return fault(f, "%s: a URL with a user or password; for a "
		    "collector put an Authorization header into a headers "
		    "file (-H)", from);
	if (part(u, a, CURLUPART_FRAGMENT))
		return fault(f, "%s: a URL with a fragment", from);
	return true;
}

static bool
set_path(CURLU *u, struct arena *a, const struct endpoint_how *how)
{
	if (how->replace)
		return !curl_url_set(u, CURLUPART_PATH, how->replace, 0) &&
		    !curl_url_set(u, CURLUPART_QUERY, NULL, 0);
	return !how->append || append_path(u, a, how->append);
}

static bool
fill(struct endpoint *e, CURLU *u, struct arena *a, const char *from,
    const struct endpoint_how *how, struct fault *f)
{
	if (!check(u, a, from, f))
		return false;
	if (!set_path(u, a, how))
		return fault(f, "%s: a bad path", from);
	e->url = part(u, a, CURLUPART_URL);
	e->shown = shown(u, a);
	e->tls = strcmp(part(u, a, CURLUPART_SCHEME), "https") == 0;
	e->host = bare_host(u, a);
	e->loopback = is_loopback(e->host);
	return e->url || fault(f, "%s: a bad URL", from);
}

/* The text with a scheme where it has none, in the arena. */
static const char *
with_scheme(struct arena *a, const char *text, const char *scheme)
{
	struct buf b = { 0 };
	const char *s;

	if (!scheme || !*text || strstr(text, "://"))
		return text;
	buf_printf(&b, "%s://%s", scheme, text);
	s = arena_str(a, buf_str(&b)).p;
	buf_free(&b);
	return s;
}

bool
endpoint_parse(struct endpoint *e, struct arena *a, const char *from,
    const char *text, const struct endpoint_how *how, struct fault *f)
{
	CURLU *u;
	bool ok;

	if (strlen(text) > ENDPOINT_MAX)
		return fault(f, "%s: over %d bytes", from, ENDPOINT_MAX);
	if (!(u = curl_url()))
		return fault(f, "libcurl does not start");
	if (curl_url_set(u, CURLUPART_URL, with_scheme(a, text, how->scheme),
	    CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK)
		ok = fill(e, u, a, from, how, f);
	else
		ok = fault(f, "%s: not an http or https URL", from);
	curl_url_cleanup(u);
	return ok;
}
