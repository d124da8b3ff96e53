// HTTP/2 by hand for the tests: the ends of a gRPC call that a well-behaved
// server does not have.
//
//   node h2.js DIR [--answers LIST]
//
// DIR and LIST are as in calls.py, with these items:
//
//   ok             an empty message, then trailers with grpc-status 0
//   only=N[=TEXT]  trailers-only: the status in the one head
//   none           a message, no trailers
//   empty          nothing but a head
//   early=N        trailers-only N before the body is read, then a reset
//   goaway=N       GOAWAY, then trailers with status N
//   away           GOAWAY and the end of the connection, no answer
//   rst=C          RST_STREAM with HTTP/2's code C, no head
//   late=C         a head, then RST_STREAM with C
//   http=N[=S]     status N of HTTP, Retry-After S, no grpc-status
//   odd=TEXT       grpc-status TEXT
//   broken         status 3, a grpc-message with broken escapes
//   giant          a message of 8 MiB, then grpc-status 0
//   garbage        bytes that are no frame, then grpc-status 0
//   reset          a TCP reset              close     the connection's end
//   nogzip         status 12 while grpc-encoding is gzip, else ok
'use strict';
const fs = require('fs');
const http2 = require('http2');

const args = process.argv.slice(2);
const dir = args.shift();
let answers = args[0] === '--answers' ? args[1].split(',') : ['ok'];

const head = { ':status': 200, 'content-type': 'application/grpc' };
const frame = (b) => Buffer.concat([
	Buffer.from([0, 0, 0, b.length >> 8, b.length & 255]), b]);

function withTrailers(stream, body, trailers) {
	stream.respond(head, { waitForTrailers: true });
	stream.on('wantTrailers', () => stream.sendTrailers(trailers));
	stream.end(body);
}

const enders = {
	ok: (s) => withTrailers(s, frame(Buffer.alloc(0)),
		{ 'grpc-status': '0' }),
	only: (s, n, text) => s.respond(Object.assign({ 'grpc-status': n,
		'grpc-message': text || 'so it is' }, head),
	{ endStream: true }),
	none: (s) => { s.respond(head); s.end(frame(Buffer.alloc(0))); },
	empty: (s) => s.respond(head, { endStream: true }),
	goaway: (s, n) => {
		s.session.goaway(0, s.id);
		withTrailers(s, '', { 'grpc-status': n });
	},
	away: (s) => {
		s.session.goaway(0, 0);
		s.session.destroy();
	},
	rst: (s, code) => s.close(Number(code)),
	late: (s, code) => {
		s.respond(head);
		s.write(Buffer.from([0]));
		setTimeout(() => s.close(Number(code)), 50);
	},
	http: (s, n, after) => s.respond(Object.assign({ ':status': Number(n) },
		after ? { 'retry-after': after } : {}), { endStream: true }),
	odd: (s, text) => withTrailers(s, '', { 'grpc-status': text }),
	broken: (s) => withTrailers(s, '', { 'grpc-status': '3',
		'grpc-message': 'a%zz%4%C3%A9 %' }),
	giant: (s) => withTrailers(s, Buffer.alloc(8 << 20),
		{ 'grpc-status': '0' }),
	garbage: (s) => withTrailers(s, Buffer.from('\xff\xfe\x00garbage'),
		{ 'grpc-status': '0' }),
	reset: (s) => sockets.get(s.session)
		.resetAndDestroy(),
	close: (s) => s.session.destroy(),
	nogzip: (s, a, b, headers) => headers['grpc-encoding'] === 'gzip' ?
		enders.only(s, '12', 'gzip is not known') : enders.ok(s),
};

// As in calls.py.
let seen = 0, answered = 0, told = '';
function next() {
	let now = '';
	try {
		now = fs.readFileSync(dir + '/answers', 'utf8').trim();
	} catch (e) {
		// There is none.
	}
	if (now !== told) {
		told = now;
		answers = now.slice(now.indexOf(':') + 1).split(',');
		answered = 0;
	}
	return answers[Math.min(answered++, answers.length - 1)];
}

const sockets = new Map();
const server = http2.createServer();
server.on('session', (session) => {
	fs.appendFileSync(dir + '/connections', '1\n');
	session.on('error', () => {});
});
// Before http2's own listener, which makes the session of it.
server.prependListener('connection', (socket) => { server.last = socket; });
server.on('session', (session) => sockets.set(session, server.last));
server.on('stream', (stream, headers) => {
	const item = next();
	const [kind, a, b] = item.split('=');
	const chunks = [];
	const at = seen++;

	stream.on('error', () => {});
	const note = () => fs.appendFileSync(dir + '/requests.jsonl',
		JSON.stringify({ at: Date.now() / 1000,
			path: headers[':path'],
			metadata: Object.assign({}, headers) }) + '\n');
	if (kind === 'early') {
		note();
		enders.only(stream, a);
		// A reader may drop a head that a reset comes along with.
		setTimeout(() => stream.close(0), 100);
		return;
	}
	stream.on('data', (c) => chunks.push(c));
	stream.on('end', () => {
		note();
		fs.writeFileSync(dir + '/' + String(at).padStart(3, '0') +
			'.frame', Buffer.concat(chunks));
		enders[kind](stream, a, b, headers);
	});
});
// A connection that a test breaks is no reason to end.
process.on('uncaughtException', (e) => console.error(e));
server.listen(0, '127.0.0.1', () => {
	fs.writeFileSync(dir + '/port.new', server.address().port + '\n');
	fs.renameSync(dir + '/port.new', dir + '/port');
});
