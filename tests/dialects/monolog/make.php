<?php
require 'Monolog/autoload.php';

use Monolog\Formatter\JsonFormatter;
use Monolog\Handler\StreamHandler;
use Monolog\Logger;
use Monolog\Processor\TagProcessor;

$form = new JsonFormatter();
$form->includeStacktraces(true);
$to = new StreamHandler('php://stdout', Logger::DEBUG);
$to->setFormatter($form);
$log = new Logger('cart', [$to], [], new DateTimeZone('Europe/Berlin'));
$log->debug('cache', ['key' => 'ключ', 'hit' => false]);
$log->info('sold {what}', ['what' => 'tea ☕', 'cost' => 0.10]);
$log->notice('stock is low', ['left' => 1, 'tags' => ['a', null]]);
$log->warning('slow', ['path' => '/cart/1']);
$log->error('cannot reach', ['exception' => new RuntimeException('refused', 111,
    new LogicException('no route'))]);
$log->critical('giving up');
$log->alert('disk is full');
$log->emergency('on fire', ['level' => 11]);
$log->pushProcessor(new TagProcessor(['request_id' => 'req-1']));
$log->info('tagged');
$log->pushProcessor(fn ($r) => $r + [
    'trace_id' => '4bf92f3577b34da6a3ce929d0e0e4736', 'event' => 'login']);
$log->info('beside');
