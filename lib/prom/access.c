/*
 * The file of digests, and the comparison with it. Not for what an entry is
 * then shown.
 */
#include <sys/stat.h>

#include <fcntl.h>
#include <unistd.h>

#include "base/io.h"
#include "base/mem.h"
#include "prom/access.h"

static bool
check_mode(int fd, const char *path, struct fault *f)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return fault_errno(f, "%s", path);
	if (!S_ISREG(st.st_mode))
		return fault(f, "%s: not a regular file", path);
	if (st.st_mode & (S_IROTH | S_IWOTH))
		return fault(f, "%s: can be %s by all: chmod o= it first",
		    path, st.st_mode & S_IWOTH ? "written" : "read");
	return true;
}

static bool
slurp(int fd, const char *path, struct buf *b, struct fault *f)
{
	long n;

	do {
		n = io_read(fd, buf_room(b, 4096), 4096);
		if (n < 0)
			return fault_errno(f, "%s", path);
		b->n += (size_t)n;
		if (b->n > ACCESS_FILE_MAX)
			return fault(f, "%s: over %d bytes", path,
			    ACCESS_FILE_MAX);
	} while (n > 0);
	return true;
}

static bool
name_valid(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\0' || !strchr("0123456789._@-"
		    "abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ", s.p[i]))
			return false;
	}
	return s.n > 0 && s.n <= ACCESS_NAME_MAX;
}

static int
nibble(char c)
{
	if (str_is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool
parse_digest(struct str s, unsigned char *to)
{
	if (s.n != 2 * SHA256_SIZE)
		return false;
	for (size_t i = 0; i < SHA256_SIZE; i++) {
		int high = nibble(s.p[2 * i]), low = nibble(s.p[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		to[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

/* The next word of *rest, which then begins with the one after it. */
static struct str
next_word(struct str *rest)
{
	struct str word = *rest;

	word.n = 0;
	while (word.n < rest->n && rest->p[word.n] != ' ' &&
	    rest->p[word.n] != '\t')
		word.n++;
	*rest = str_trim(str_from(*rest, word.n));
	return word;
}

/* A token that lets two tenants in would show which of them is first. */
static const struct access_entry *
same_secret(const struct access *a, const struct access_entry *e)
{
	for (size_t i = 0; i < a->n; i++) {
		if (memcmp(a->entry[i].secret, e->secret, SHA256_SIZE) == 0)
			return &a->entry[i];
	}
	return NULL;
}

static bool
add_entry(struct access *a, struct str line, size_t number, struct fault *f)
{
	struct access_entry e = { .line = number };
	const struct access_entry *other;

	e.name = next_word(&line);
	if (!name_valid(e.name))
		return fault(f, "the name is not 1 to %d letters, digits and "
		    "\"._@-\"", ACCESS_NAME_MAX);
	if (!parse_digest(next_word(&line), e.secret))
		return fault(f, "no digest after the name: 64 hex digits, as "
		    "sha256sum prints them");
	if ((other = same_secret(a, &e)))
		return fault(f, "the digest of line %zu again", other->line);
	if (a->n == ACCESS_MAX)
		return fault(f, "over %d entries", ACCESS_MAX);
	e.where = line;
	sha256(e.name, e.user);
	a->entry = mem_grow(a->entry, a->n, &a->cap, sizeof(*a->entry));
	a->entry[a->n++] = e;
	return true;
}

static bool
parse(struct access *a, const char *path, struct fault *f)
{
	struct str rest = buf_str(&a->text), line;

	for (size_t n = 1; str_cut(&rest, '\n', &line); n++) {
		line = str_trim(line);
		if (line.n && line.p[0] != '#' && !add_entry(a, line, n, f))
			return fault_within(f, "%s:%zu", path, n);
	}
	return a->n || fault(f, "%s: no entry, so nobody could get in", path);
}

bool
access_load(const char *path, struct access *a, struct fault *f)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool ok;

	if (fd < 0)
		return fault_errno(f, "%s", path);
	ok = check_mode(fd, path, f) && slurp(fd, path, &a->text, f);
	close(fd);
	return ok && parse(a, path, f);
}

void
access_free(struct access *a)
{
	buf_free(&a->text);
	mem_free(a->entry);
	*a = (struct access){ 0 };
}

static int
sextet(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* Base64 (RFC 4648, section 4), padded or not. */
static bool
decode(struct str s, struct buf *b)
{
	unsigned bits = 0, n = 0;

	for (int pad = 0; pad < 2 && s.n && s.p[s.n - 1] == '='; pad++)
		s.n--;
	for (size_t i = 0; i < s.n; i++) {
		int v = sextet(s.p[i]);

		if (v < 0)
			return false;
		bits = (bits << 6 | (unsigned)v) & 0xffffff;
		n += 6;
		if (n >= 8)
			buf_putc(b, (char)(bits >> (n -= 8)));
	}
	return s.n % 4 != 1;
}

/* What a client shows: digests of its secret and, for Basic, of its name. */
struct shown {
	unsigned char secret[SHA256_SIZE], user[SHA256_SIZE];
	unsigned char named;	/* 0xff when the name counts, else 0 */
};

static bool
show_basic(struct str value, struct shown *s)
{
	struct buf b = { 0 };
	struct str rest;
	size_t colon;
	bool ok = decode(value, &b);

	rest = buf_str(&b);
	colon = str_chr(rest, ':');
	ok = ok && colon < rest.n;
	if (ok) {
		s->named = 0xff;
		sha256(str_of(rest.p, colon), s->user);
		sha256(str_from(rest, colon + 1), s->secret);
	}
	buf_free(&b);
	return ok;
}

static bool
show(struct str authorization, struct shown *s)
{
	struct str rest = str_trim(authorization), scheme;

	scheme = next_word(&rest);
	if (rest.n == 0)
		return false;
	if (str_ieq(scheme, STR("basic")))
		return show_basic(rest, s);
	if (!str_ieq(scheme, STR("bearer")))
		return false;
	sha256(rest, s->secret);
	return true;
}

/* 1 when it is the entry's, 0 when not, by the same steps. */
static size_t
matches(const struct access_entry *e, const struct shown *s)
{
	unsigned differ = 0;

	for (size_t i = 0; i < SHA256_SIZE; i++)
		differ |= (unsigned)(e->secret[i] ^ s->secret[i]) |
		    (unsigned)((e->user[i] ^ s->user[i]) & s->named);
	return (differ - 1) >> 8 & 1;
}

const struct access_entry *
access_find(const struct access *a, struct str authorization)
{
	struct shown s = { .named = 0 };
	size_t found = 0;

	if (!show(authorization, &s))
		return NULL;
	for (size_t i = 0; i < a->n; i++)
		found |= (i + 1) & (0 - matches(&a->entry[i], &s));
	return found ? &a->entry[found - 1] : NULL;
}
