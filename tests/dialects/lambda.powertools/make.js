const { Logger } = require('@aws-lambda-powertools/logger');
const log = new Logger({ serviceName: 'shop', logLevel: 'TRACE' });

process.env._X_AMZN_TRACE_ID =
    'Root=1-5e34a614-10bdd9ff0ba902b700f067aa;Parent=b7ad6b7169203331;Sampled=1';
log.addContext({ functionName: 'cart', memoryLimitInMB: '128',
    functionVersion: '7', awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:cart' });
log.trace('entering');
log.debug('debugging', { n: 0.1 });
log.info('sold tea ☕', { item: { id: 7, tags: ['a', null] } });
log.warn('slow', { duration_ms: 1250.5 });
log.error('cannot reach', new TypeError('x is not a function'));
log.critical('giving up', { error: new Error('boom') });
log.info({ message: 'as an object', ok: true });
