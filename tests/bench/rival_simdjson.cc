/*
 * The benchmark's rival in C++: each line of FILE through simdjson, and of
 * the members named the ones that are there written as one object a line. A
 * line that is no object is skipped. HOW is
 *
 *	dom	a tree of each line
 *	ondemand	members as they come, with what a value was spelled like
 *
 *	rival-simdjson HOW FILE MEMBER...
 *
 * It reads blocks of lines with the padding that simdjson asks for, so that
 * nothing is copied to be parsed.
 */
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <simdjson.h>

using std::string_view;

static std::string out;
static std::vector<std::string> keys;	/* "name": */
static std::vector<string_view> names;

static size_t
which(string_view key)
{
	size_t i = 0;

	while (i < names.size() && names[i] != key)
		i++;
	return i;
}

[[noreturn]] static void
give_up(const char *what)
{
	perror(what);
	exit(2);
}

static void
flush()
{
	const char *p = out.data();
	size_t left = out.size();

	while (left > 0) {
		ssize_t n = write(STDOUT_FILENO, p, left);

		if (n < 0)
			give_up("rival-simdjson");
		p += n;
		left -= size_t(n);
	}
	out.clear();
}

/* Where, from i on, a byte needs an escape. */
static size_t
plain(string_view s, size_t i)
{
	const uint64_t ones = 0x0101010101010101u, high = ones << 7;

	for (; i + 8 <= s.size(); i += 8) {
		uint64_t w, quote, backslash;

		memcpy(&w, s.data() + i, 8);
		quote = w ^ ones * '"';
		backslash = w ^ ones * '\\';
		if ((((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) |
		    ((backslash - ones) & ~backslash)) & high)
			break;
	}
	while (i < s.size() && (unsigned char)s[i] >= 0x20 && s[i] != '"' &&
	    s[i] != '\\')
		i++;
	return i;
}

static void
put_string(string_view s)
{
	static const char hex[] = "0123456789abcdef";
	size_t from = 0, i = 0;

	out += '"';
	while ((i = plain(s, i)) < s.size()) {
		unsigned char c = (unsigned char)s[i];

		out.append(s, from, i - from);
		from = ++i;
		out += '\\';
		if (c == '\n')
			out += 'n';
		else if (c >= 0x20)
			out += char(c);
		else {
			out += "u00";
			out += hex[c >> 4];
			out += hex[c & 15];
		}
	}
	out.append(s, from);
	out += '"';
}

template <class T> static void
put_number(T value)
{
	char s[32];

	out.append(s, size_t(std::to_chars(s, s + sizeof s, value).ptr - s));
}

static void put(simdjson::dom::element e);

static void
put_array(simdjson::dom::array a)
{
	char before = '[';

	for (simdjson::dom::element e : a) {
		out += before;
		put(e);
		before = ',';
	}
	out += before == '[' ? "[]" : "]";
}

static void
put_object(simdjson::dom::object o)
{
	char before = '{';

	for (auto member : o) {
		out += before;
		put_string(member.key);
		out += ':';
		put(member.value);
		before = ',';
	}
	out += before == '{' ? "{}" : "}";
}

static void
put(simdjson::dom::element e)
{
	using simdjson::dom::element_type;

	switch (e.type()) {
	case element_type::STRING:
		put_string(string_view(e));
		break;
	case element_type::INT64: put_number(int64_t(e)); break;
	case element_type::UINT64: put_number(uint64_t(e)); break;
	case element_type::DOUBLE: put_number(double(e)); break;
	case element_type::BOOL: out += bool(e) ? "true" : "false"; break;
	case element_type::NULL_VALUE: out += "null"; break;
	case element_type::ARRAY: put_array(e); break;
	case element_type::OBJECT: put_object(e); break;
	}
}

struct dom {
	simdjson::dom::parser parser;

	bool
	line(const char *p, size_t n)
	{
		simdjson::dom::object o;
		char before = '{';

		/* false: the padding is there, copy nothing */
		if (parser.parse(p, n, false).get(o))
			return false;
		for (auto member : o) {
			size_t i = which(member.key);

			if (i == names.size())
				continue;
			out += before;
			out += keys[i];
			put(member.value);
			before = ',';
		}
		out += before == '{' ? "{}" : "}";
		return true;
	}
};

/*
 * On-Demand judges only what it walks over. Each member is met once, in the
 * record's order; those that are not wanted are skipped by it.
 */
struct ondemand {
	simdjson::ondemand::parser parser;

	static size_t
	which(simdjson::ondemand::raw_json_string key)
	{
		size_t i = 0;

		while (i < names.size() && !key.is_equal(names[i]))
			i++;
		return i;
	}

	static bool
	put_raw(simdjson::ondemand::value v)
	{
		simdjson::ondemand::json_type type;
		string_view s;

		if (v.type().get(type))
			return false;
		if (type == simdjson::ondemand::json_type::object) {
			simdjson::ondemand::object o;

			if (v.get_object().get(o) || o.raw_json().get(s))
				return false;
		} else if (type == simdjson::ondemand::json_type::array) {
			simdjson::ondemand::array a;

			if (v.get_array().get(a) || a.raw_json().get(s))
				return false;
		} else {
			s = v.raw_json_token();
			while (!s.empty() && (unsigned char)s.back() <= ' ')
				s.remove_suffix(1);
		}
		out += s;
		return true;
	}

	bool
	members(simdjson::ondemand::object o)
	{
		char before = '{';

		for (auto field : o) {
			simdjson::ondemand::value v;
			simdjson::ondemand::raw_json_string key;
			size_t i;

			if (field.key().get(key) ||
			    field.value().get(v))
				return false;
			i = which(key);
			if (i == names.size())
				continue;
			out += before;
			out += keys[i];
			if (!put_raw(v))
				return false;
			before = ',';
		}
		out += before == '{' ? "{}" : "}";
		return true;
	}

	bool
	line(const char *p, size_t n)
	{
		simdjson::ondemand::document d;
		simdjson::ondemand::object o;
		simdjson::padded_string_view text(p, n,
		    n + simdjson::SIMDJSON_PADDING);

		return !parser.iterate(text).get(d) && !d.get_object().get(o) &&
		    members(o) && d.current_location().error();
	}
};

template <class T> static void
each_line(int fd)
{
	T how;
	std::vector<char> block((1 << 20) + simdjson::SIMDJSON_PADDING);
	size_t have = 0;

	for (;;) {
		size_t room = block.size() - simdjson::SIMDJSON_PADDING;
		ssize_t got = read(fd, block.data() + have, room - have);
		char *p = block.data(), *end, *nl;

		if (got < 0)
			give_up("rival-simdjson");
		if (got == 0)
			break;
		end = p + have + got;
		while ((nl = (char *)memchr(p, '\n', size_t(end - p)))) {
			size_t before = out.size();

			if (how.line(p, size_t(nl - p)))
				out += '\n';
			else
				out.resize(before);
			p = nl + 1;
			if (out.size() > 1 << 18)
				flush();
		}
		have = size_t(end - p);
		memmove(block.data(), p, have);
		if (have == room)
			block.resize(2 * block.size());
	}
	flush();
}

int
main(int argc, char *argv[])
{
	int fd;

	if (argc < 4 || (strcmp(argv[1], "dom") != 0 &&
	    strcmp(argv[1], "ondemand") != 0)) {
		fputs("usage: rival-simdjson dom|ondemand FILE MEMBER...\n",
		    stderr);
		return 2;
	}
	for (int i = 3; i < argc; i++) {
		names.push_back(argv[i]);
		keys.push_back('"' + std::string(argv[i]) + "\":");
	}
	fd = open(argv[2], O_RDONLY);
	if (fd < 0)
		give_up(argv[2]);
	if (*argv[1] == 'd')
		each_line<dom>(fd);
	else
		each_line<ondemand>(fd);
	close(fd);
	return 0;
}
