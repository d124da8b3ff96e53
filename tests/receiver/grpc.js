// A gRPC collector for the tests, by @grpc/grpc-js.
//
//   node grpc.js DIR [--answers LIST] [--tls CERT KEY [CA]]
//
// A file DIR/answers that is new, "ANYTHING:LIST", comes before --answers.
// DIR gets port, requests.jsonl (a line a call: path, metadata, bytes) and
// NNN.body, the message. With CA a client must show a certificate. LIST is as
// in receiver.py, with these items:
//
//   0             an empty answer          N[=TEXT]       status N
//   retry=N=S     status N, RetryInfo of S seconds
//   partial=N     N items rejected         slow=S         after S seconds
//   limit=N       RESOURCE_EXHAUSTED over N bytes, as servers say it
//   nogzip        UNIMPLEMENTED while the call is compressed, else 0
'use strict';
const fs = require('fs');
const grpc = require('@grpc/grpc-js');

const args = process.argv.slice(2);
const dir = args.shift();
let answers = ['0'], tls = null;
while (args.length) {
	const option = args.shift();
	if (option === '--answers')
		answers = args.shift().split(',');
	else if (option === '--tls')
		tls = args.splice(0, 3).map((p) => fs.readFileSync(p));
	else
		throw new Error('unknown option ' + option);
}

const raw = (path) => ({
	path, requestStream: false, responseStream: false,
	requestSerialize: (b) => b, requestDeserialize: (b) => b,
	responseSerialize: (b) => b, responseDeserialize: (b) => b,
});
const service = (folder, name) => raw('/opentelemetry.proto.collector.' +
	folder + '.v1.' + name + 'Service/Export');

const varint = (n) => n < 128 ? [n] : [n & 127 | 128, ...varint(n >>> 7)];
const bytes = (field, b) => Buffer.concat([
	Buffer.from([field << 3 | 2, ...varint(b.length)]), b]);
const number = (field, n) => Buffer.from([field << 3, ...varint(n)]);

function retryInfo(code, seconds) {
	const info = bytes(1, number(1, seconds));
	const any = Buffer.concat([
		bytes(1, Buffer.from('type.googleapis.com/google.rpc.RetryInfo')),
		bytes(2, info)]);
	return Buffer.concat([number(1, code), bytes(2, Buffer.from('wait')),
		bytes(3, any)]);
}

const partial = (n) => bytes(1, Buffer.concat([number(1, n),
	bytes(2, Buffer.from('bad points'))]));

// What to answer next.
let seen = 0, at = 0, told = '';
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
		at = 0;
	}
	return answers[Math.min(at++, answers.length - 1)];
}

function answer(call, done) {
	const item = next();
	const [kind, a, b] = item.split('=');
	const body = call.request;
	const meta = call.metadata.toJSON();
	fs.writeFileSync(dir + '/' + String(seen).padStart(3, '0') + '.body',
		body);
	seen++;
	fs.appendFileSync(dir + '/requests.jsonl', JSON.stringify({
		at: Date.now() / 1000, path: call.getPath(), metadata: meta,
		bytes: body.length, deadline: call.getDeadline() !== Infinity,
	}) + '\n');
	const refuse = (code, details, metadata) => done({ code, details,
		metadata });
	if (kind === 'partial')
		return done(null, partial(Number(a)));
	if (kind === 'slow')
		return setTimeout(() => done(null, Buffer.alloc(0)),
			Number(a) * 1000);
	if (kind === 'limit')
		return body.length <= Number(a) ? done(null, Buffer.alloc(0)) :
			refuse(8, 'Received message larger than max (' +
				body.length + ' vs ' + a + ')');
	if (kind === 'nogzip')
		return refuse(12, 'no decompressor for gzip');
	if (kind === 'retry') {
		const m = new grpc.Metadata();
		m.add('grpc-status-details-bin', retryInfo(Number(a),
			Number(b)));
		return refuse(Number(a), 'wait', m);
	}
	if (kind !== '0')
		return refuse(Number(kind), a || 'so it is');
	done(null, Buffer.alloc(0));
}

const server = new grpc.Server({ 'grpc.max_receive_message_length': -1 });
server.addService({ Export: service('metrics', 'Metrics') },
	{ Export: answer });
server.addService({ Export: service('logs', 'Logs') }, { Export: answer });
server.addService({ Export: service('trace', 'Trace') }, { Export: answer });
const credentials = !tls ? grpc.ServerCredentials.createInsecure() :
	grpc.ServerCredentials.createSsl(tls[2] || null,
		[{ cert_chain: tls[0], private_key: tls[1] }], !!tls[2]);
server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
	if (error)
		throw error;
	fs.writeFileSync(dir + '/port.new', port + '\n');
	fs.renameSync(dir + '/port.new', dir + '/port');
});
