package main

import (
	"errors"
	"os"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// Each reading is 250 ms after the one before.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time {
	c.now = c.now.Add(250 * time.Millisecond)
	return c.now
}

func (c *clock) NewTicker(d time.Duration) *time.Ticker {
	return time.NewTicker(d)
}

func main() {
	cfg := zap.NewProductionEncoderConfig()
	at := time.Date(2026, 11, 21, 9, 24, 11, 219000000, time.UTC)
	log := zap.New(zapcore.NewCore(zapcore.NewJSONEncoder(cfg),
		zapcore.Lock(os.Stdout), zapcore.DebugLevel),
		zap.WithClock(&clock{at}))

	log.Debug("cache", zap.String("key", "ключ"), zap.Bool("hit", false))
	log.Named("shop").Named("cart").Info("sold tea ☕",
		zap.Float64("cost", 0.1), zap.Uint64("tokens", 1<<63),
		zap.Duration("took", 1500*time.Millisecond))
	log.Warn("slow", zap.Namespace("http"), zap.Int("status", 200))
	log.Error("cannot reach", zap.Error(errors.New("connection refused")),
		zap.String("errorVerbose", "connection refused\n\tcart.go:12"),
		zap.String("stacktrace", "main.main\n\t/srv/app/cart.go:12"))
	log.DPanic("should not be")
	func() {
		defer func() { _ = recover() }()
		log.Panic("boom")
	}()
	log.WithOptions(zap.OnFatal(zapcore.WriteThenPanic)).Info("traced",
		zap.String("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"),
		zap.String("span_id", "00f067aa0ba902b7"))
	func() {
		defer func() { _ = recover() }()
		log.WithOptions(zap.OnFatal(zapcore.WriteThenPanic)).
			Fatal("giving up")
	}()
	log.Info("own names", zap.String("event", "login"),
		zap.Any("list", []interface{}{1, nil, "a"}))
	log.WithOptions(zap.AddCaller()).Info("with the caller")
}
