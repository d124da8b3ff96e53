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
	cfg := zap.NewDevelopmentEncoderConfig()
	at := time.Date(2026, 11, 21, 10, 24, 11, 219000000,
		time.FixedZone("CET", 3600))
	log := zap.New(zapcore.NewCore(zapcore.NewJSONEncoder(cfg),
		zapcore.Lock(os.Stdout), zapcore.DebugLevel),
		zap.WithClock(&clock{at}), zap.AddCaller())

	log.Debug("cache", zap.String("key", "ключ"))
	log.Named("cart").Info("sold tea ☕",
		zap.Duration("took", 1500*time.Millisecond))
	log.Warn("slow", zap.Int("status", 200))
	log.Error("cannot reach", zap.Error(errors.New("connection refused")),
		zap.String("S", "main.main\n\t/srv/app/cart.go:12"))
	func() {
		defer func() { _ = recover() }()
		log.WithOptions(zap.Development()).DPanic("should not be")
	}()
	log.Info("traced",
		zap.String("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"))
}
