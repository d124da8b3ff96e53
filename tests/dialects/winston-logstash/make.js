const winston = require('winston');
const { combine, logstash, timestamp } = winston.format;
const log = winston.createLogger({ level: 'silly',
    format: combine(timestamp(), logstash()),
    transports: [new winston.transports.Console()] });
const bare = winston.createLogger({ level: 'silly', format: logstash(),
    transports: [new winston.transports.Console()] });

log.error('cannot reach', { code: 'ECONNREFUSED', port: 5432 });
log.warn('slow ☕', { ms: 1250.5 });
log.info('sold', { item: { id: 7, tags: ['a', 'b'] } });
log.http('GET /cart', { status: 200 });
log.verbose('cache', { hit: false });
log.debug('retry', { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' });
log.silly('tick');
bare.info('no time');
