/*
 * The benchmark's rival in C++ for what fold.rules counts of every event:
 * lines by event and level, cost by model, a histogram of seconds by event.
 * Written as one would write it for these members alone. HOW is
 *
 *	dom	a tree of each line, which is validated so
 *	ondemand	members as they come; what is passed over is not judged
 *
 *	rival-fold HOW FILE
 *
 * It writes EVENT LEVEL NUMBER, and to standard error nothing: the sums are
 * made all the same.
 */
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <simdjson.h>

using std::string_view;

static const double bounds[] = { 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
	2.5, 5, 10, 30 };
static const size_t nbounds = sizeof(bounds) / sizeof(*bounds);

/* What one line says. */
struct line {
	string_view event, level, model;
	double cost, duration;
	bool has_event, has_level, has_model, has_cost, has_duration;
};

struct histogram {
	uint64_t count[nbounds + 1];
	double sum;
};

/* A table whose keys are looked up without a copy of them. */
template <class T> struct table {
	std::unordered_map<string_view, T> map;
	std::vector<std::string *> keys;

	~table()
	{
		for (std::string *k : keys)
			delete k;
	}

	T &
	at(string_view key)
	{
		auto found = map.find(key);

		if (found != map.end())
			return found->second;
		keys.push_back(new std::string(key));
		return map[*keys.back()];
	}
};

static table<uint64_t> events;
static table<double> costs;
static table<histogram> seconds;
static std::string both;

static void
count(const line &l)
{
	both.assign(l.has_event ? l.event : "null");
	both += ' ';
	both += l.has_level ? l.level : "null";
	events.at(both)++;
	if (l.has_cost)
		costs.at(l.has_model ? l.model : "null") += l.cost;
	if (l.has_duration) {
		histogram &h = seconds.at(l.has_event ? l.event : "null");
		double v = l.duration / 1000;
		size_t i = 0;

		while (i < nbounds && v > bounds[i])
			i++;
		h.count[i]++;
		h.sum += v;
	}
}

struct dom {
	simdjson::dom::parser parser;

	static void
	text(simdjson::dom::element e, string_view &to, bool &has)
	{
		has = !e.get(to);
	}

	void
	parse(const char *p, size_t n)
	{
		simdjson::dom::object o;
		line l = {};

		/* false: the padding is there, copy nothing */
		if (parser.parse(p, n, false).get(o))
			return;
		for (auto m : o) {
			if (m.key == "event")
				text(m.value, l.event, l.has_event);
			else if (m.key == "level")
				text(m.value, l.level, l.has_level);
			else if (m.key == "model")
				text(m.value, l.model, l.has_model);
			else if (m.key == "cost")
				l.has_cost = !m.value.get(l.cost);
			else if (m.key == "duration_ms")
				l.has_duration = !m.value.get(l.duration);
		}
		count(l);
	}
};

struct ondemand {
	simdjson::ondemand::parser parser;

	static void
	text(simdjson::ondemand::value v, string_view &to, bool &has)
	{
		has = !v.get_string().get(to);
	}

	static bool
	members(simdjson::ondemand::object o, line &l)
	{
		for (auto field : o) {
			simdjson::ondemand::raw_json_string key;
			simdjson::ondemand::value v;

			if (field.key().get(key) || field.value().get(v))
				return false;
			if (key == "event")
				text(v, l.event, l.has_event);
			else if (key == "level")
				text(v, l.level, l.has_level);
			else if (key == "model")
				text(v, l.model, l.has_model);
			else if (key == "cost")
				l.has_cost = !v.get_double().get(l.cost);
			else if (key == "duration_ms")
				l.has_duration = !v.get_double().get(
				    l.duration);
		}
		return true;
	}

	void
	parse(const char *p, size_t n)
	{
		simdjson::ondemand::document d;
		simdjson::ondemand::object o;
		simdjson::padded_string_view text(p, n,
		    n + simdjson::SIMDJSON_PADDING);
		line l = {};

		if (!parser.iterate(text).get(d) && !d.get_object().get(o) &&
		    members(o, l))
			count(l);
	}
};

[[noreturn]] static void
give_up(const char *what)
{
	perror(what);
	exit(2);
}

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
			give_up("rival-fold");
		if (got == 0)
			break;
		end = p + have + got;
		while ((nl = (char *)memchr(p, '\n', size_t(end - p)))) {
			how.parse(p, size_t(nl - p));
			p = nl + 1;
		}
		have = size_t(end - p);
		memmove(block.data(), p, have);
		if (have == room)
			block.resize(2 * block.size());
	}
}

int
main(int argc, char *argv[])
{
	int fd;

	if (argc != 3 || (strcmp(argv[1], "dom") != 0 &&
	    strcmp(argv[1], "ondemand") != 0)) {
		fputs("usage: rival-fold dom|ondemand FILE\n", stderr);
		return 2;
	}
	fd = open(argv[2], O_RDONLY);
	if (fd < 0)
		give_up(argv[2]);
	if (*argv[1] == 'd')
		each_line<dom>(fd);
	else
		each_line<ondemand>(fd);
	close(fd);
	for (const auto &e : events.map)
		printf("%.*s %llu\n", (int)e.first.size(), e.first.data(),
		    (unsigned long long)e.second);
	return 0;
}
