// Records of two resources and three scopes, as many to a line as an exporter
// of batches would have them.
const { JsonLogsSerializer } = require('@opentelemetry/otlp-transformer');
const { LoggerProvider, SimpleLogRecordProcessor } =
    require('@opentelemetry/sdk-logs');
const { resourceFromAttributes } = require('@opentelemetry/resources');
let kept = [];
const exporter = {
	export(records, done) {
		kept.push(...records);
		done({ code: 0 });
	},
	shutdown: async () => {}, forceFlush: async () => {},
};
const write = () => {
	const bytes = JsonLogsSerializer.serializeRequest(kept);
	console.log(Buffer.from(bytes).toString());
	kept = [];
};
const provider = name => new LoggerProvider({
    resource: resourceFromAttributes({ 'service.name': name,
    'host.name': 'web-1' }),
    processors: [new SimpleLogRecordProcessor({ exporter })] });
const shop = provider('shop'), mail = provider('mail');
const cart = shop.getLogger('cart', '1.2.0', {
    schemaUrl: 'https://opentelemetry.io/schemas/1.27.0' });
const stock = shop.getLogger('stock');
const outbox = mail.getLogger('outbox');
let now = Date.UTC(2026, 10, 21, 9, 24, 11, 469);
const emit = (log, r) =>
    log.emit({ timestamp: now += 250, observedTimestamp: now + 4, ...r });

emit(cart, { severityNumber: 9, severityText: 'INFO', body: 'sold tea ☕' });
emit(cart, { severityNumber: 17, severityText: 'ERROR', body: 'cannot reach',
    attributes: { 'http.response.status_code': 503 } });
write();
emit(cart, { severityNumber: 9, severityText: 'INFO', body: 'paid' });
emit(stock, { severityNumber: 13, body: 'tea runs out' });
emit(outbox, { severityNumber: 5, severityText: 'debug', body: 'queued' });
emit(stock, { body: { item: 'tea', left: 3 }, eventName: 'stock.low' });
write();
emit(outbox, { severityNumber: 9, severityText: 'Information', body: 'sent' });
write();
