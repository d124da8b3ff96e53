const bunyan = require('bunyan');
const log = bunyan.createLogger({ name: 'shop', hostname: 'web-1',
    level: 'trace', serializers: bunyan.stdSerializers });
const cart = log.child({ component: 'cart', req_id: 'b6a7-01' });

log.trace('entering');
log.debug({ n: 1e21, tiny: 1e-7, list: [1, [2]] }, 'numbers');
cart.info('added %d of %s', 2, 'tea ☕');
cart.warn({ event: 'stock.low', left: 1 }, 'stock is low');
log.error({ err: new RangeError('too far') }, 'cannot reach');
log.fatal(new Error('boom'));
log.info({ trace_id: '4BF92F3577B34DA6A3CE929D0E0E4736',
    span_id: '00F067AA0BA902B7' }, 'traced');
log.info({ anonymous: true });
bunyan.createLogger({ name: 'shop', hostname: 'web-1', src: false,
    level: 5 })._emit({ name: 'shop', hostname: 'web-1', pid: 4711,
    level: 35, msg: 'between two levels', time: new Date(), v: 0 });
