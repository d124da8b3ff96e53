const pino = require('pino');
const winston = require('winston');
const { ecsFormat } = require('@elastic/ecs-pino-format');
const ecsWinston = require('@elastic/ecs-winston-format');
const trace = { 'trace.id': '4bf92f3577b34da6a3ce929d0e0e4736',
    'transaction.id': '00f067aa0ba902b7', 'span.id': 'b7ad6b7169203331' };
const log = pino({ level: 'trace', ...ecsFormat({ apmIntegration: false }) },
    pino.destination({ sync: true }));
const w = winston.createLogger({ level: 'silly',
    format: ecsWinston.ecsFormat({ apmIntegration: false }),
    transports: [new winston.transports.Console()] });

log.trace('entering');
log.debug({ labels: { n: 1.50 } }, 'debugging');
log.child({ name: 'cart' }).info('sold tea ☕');
log.warn(trace, 'traced');
log.error({ err: new TypeError('x is not a function') }, 'cannot render');
log.fatal(new Error('boom'));
log.info({ req: { method: 'GET', url: '/cart?a=1', headers: { host: 'shop' },
    socket: { encrypted: false }, httpVersion: '1.1' } }, 'handled');
w.error(new Error('card declined'));
w.warn('slow', { ...trace, ms: 12 });
w.info('sold', { event: { duration: 1200 } });
w.http('GET /cart');
w.verbose('cache');
w.silly('tick');
