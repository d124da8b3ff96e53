const pino = require('pino');
const to = pino.destination({ sync: true });
const log = pino({ level: 'trace' }, to);
const web = log.child({ name: 'web', module: 'http' });
const traced = pino({ level: 'trace', mixin: () => ({
	trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
	span_id: '00f067aa0ba902b7', trace_flags: '01' }) }, to);

log.trace('entering');
log.debug({ n: 0.1, big: 9007199254740993n, e: 1e21 }, 'numbers');
web.info({ reqId: 'req-1', req: { id: 'req-1', method: 'GET', url: '/ä?q=1' } },
    'request completed in %d ms', 12.5);
web.warn('слишком медленно 🐌');
log.error(Object.assign(new TypeError('x is not a function'),
    { code: 'E_NOFUNC' }));
log.fatal({ err: new Error('out of "luck"\n') }, 'giving up');
log.info({ queue: { depth: 3, items: [1, null, 'a'] } });
traced.info({ userId: 'u-1' }, 'traced');
pino({ customLevels: { loud: 35 } }, to).loud('between two levels');
pino({ base: null }, to).info('no process');
pino({ timestamp: pino.stdTimeFunctions.isoTime }, to).warn('ISO time');
pino({ formatters: { level: label => ({ level: label }) } }, to)
    .warn({ event: 'login', logger: 7 }, 'level by name');
