package main

import (
	"os"
	"time"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// Each reading is 250.125 ms after the one before.
type clock struct{ now time.Time }

func (c *clock) Now() time.Time {
	c.now = c.now.Add(250125 * time.Microsecond)
	return c.now
}

func (c *clock) NewTicker(d time.Duration) *time.Ticker {
	return time.NewTicker(d)
}

// The encoder as component-base sets it up; what its zapr front end adds, v
// for messages and err for errors, is written out.
func main() {
	cfg := zapcore.EncoderConfig{
		MessageKey: "msg", CallerKey: "caller", NameKey: "logger",
		TimeKey: "ts", EncodeTime: zapcore.EpochMillisTimeEncoder,
		EncodeDuration: zapcore.StringDurationEncoder,
		EncodeCaller:   zapcore.ShortCallerEncoder,
	}
	at := time.Date(2026, 11, 21, 9, 24, 11, 219000000, time.UTC)
	log := zap.New(zapcore.NewCore(zapcore.NewJSONEncoder(cfg),
		zapcore.Lock(os.Stdout), zapcore.DebugLevel),
		zap.WithClock(&clock{at}), zap.AddCaller())

	log.Info("Starting", zap.Int("v", 0), zap.String("version", "v1.27.3"))
	log.Named("controller").Info("Reconciled ☕", zap.Int("v", 2),
		zap.Any("pod", map[string]string{"name": "web-1",
			"namespace": "default"}),
		zap.Duration("took", 1500*time.Millisecond))
	log.Info("Watching", zap.Int("v", 6), zap.Strings("kinds",
		[]string{"Pod", "Node"}))
	log.Error("Failed to sync", zap.String("pod", "default/web-1"),
		zap.String("err", "connection refused"))
	log.Named("kubelet").Error("Probe failed", zap.Int("exitCode", 137),
		zap.Any("event", map[string]string{"reason": "Unhealthy"}),
		zap.String("err", "exit status 137"))
}
