const winston = require('winston');
const { combine, errors, json, label, splat, timestamp } = winston.format;
const to = () => new winston.transports.Console();
const plain = winston.createLogger({ level: 'silly', format: json(),
    transports: [to()] });
const full = winston.createLogger({ level: 'silly',
    defaultMeta: { service: 'shop' },
    format: combine(errors({ stack: true }), splat(), timestamp(), json()),
    transports: [to()] });
const syslog = winston.createLogger({ levels: winston.config.syslog.levels,
    level: 'debug', format: combine(label({ label: 'mail' }), timestamp(), json()),
    transports: [to()] });

for (const level of ['error', 'warn', 'info', 'http', 'verbose', 'debug',
    'silly'])
	plain.log(level, 'no time at ' + level);
full.info('sold %d of %s', 2, 'tea ☕', { price: 4.50, tags: ['a', null] });
full.error(new Error('card declined'));
full.http({ message: 'GET /cart', ms: 12 });
full.warn('traced', { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
    span_id: '00f067aa0ba902b7', trace_flags: '01' });
full.info({ message: { nested: 'object' }, n: 1 });
for (const level of Object.keys(syslog.levels))
	syslog.log(level, 'queue');
