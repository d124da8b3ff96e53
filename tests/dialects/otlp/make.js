const { context, trace } = require('@opentelemetry/api');
const { JsonLogsSerializer } = require('@opentelemetry/otlp-transformer');
const { LoggerProvider, SimpleLogRecordProcessor } =
    require('@opentelemetry/sdk-logs');
const { resourceFromAttributes } = require('@opentelemetry/resources');
const exporter = {
	export(records, done) {
		const bytes = JsonLogsSerializer.serializeRequest(records);
		console.log(Buffer.from(bytes).toString());
		done({ code: 0 });
	},
	shutdown: async () => {}, forceFlush: async () => {},
};
const provider = new LoggerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    processors: [new SimpleLogRecordProcessor({ exporter })] });
const log = provider.getLogger('cart', '1.2.0');
const in_trace = trace.setSpanContext(context.active(), {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7',
    traceFlags: 1 });
let now = Date.UTC(2026, 10, 21, 9, 24, 11, 469);
const emit = r => log.emit({ timestamp: now += 250, observedTimestamp: now, ...r });

emit({ severityNumber: 1, severityText: 'TRACE', body: 'entering' });
emit({ severityNumber: 5, severityText: 'debug', body: 'debugging',
    attributes: { n: 0.1, big: 9007199254740991 } });
emit({ severityNumber: 10, severityText: 'NOTICE', body: 'sold tea ☕' });
emit({ severityNumber: 17, severityText: 'error', body: 'cannot reach',
    attributes: { 'exception.type': 'TypeError',
    'exception.message': 'x is not a function',
    'exception.stacktrace': 'TypeError: x is not a function\n    at f (a.js:1)' } });
emit({ severityNumber: 21, severityText: 'Critical', body: 'giving up',
    context: in_trace });
emit({ body: 'no severity' });
