const pino = require('pino');
const { createGcpLoggingPinoConfig } =
    require('@google-cloud/pino-logging-gcp-config');
const log = pino(createGcpLoggingPinoConfig(
    { serviceContext: { service: 'shop', version: '1.2.0' },
    inhibitDiagnosticMessage: true },
    { level: 'trace' }), pino.destination({ sync: true }));

log.trace('entering');
log.debug({ n: 0.1 }, 'debugging');
log.child({ module: 'cart' }).info('sold tea ☕');
log.warn({ httpRequest: { requestMethod: 'GET', status: 200,
    latency: '0.25s' } }, 'slow');
log.error(new TypeError('x is not a function'));
log.fatal({ err: new Error('boom') }, 'giving up');
log.info({ trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
    span_id: '00f067aa0ba902b7', trace_flags: '01' }, 'traced');
