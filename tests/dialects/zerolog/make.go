package main

import (
	"errors"
	"os"
	"time"

	"github.com/rs/zerolog"
)

func main() {
	now := time.Date(2026, 11, 21, 10, 24, 11, 219000000,
		time.FixedZone("CET", 3600))
	zerolog.TimestampFunc = func() time.Time {
		now = now.Add(250 * time.Millisecond)
		return now
	}
	log := zerolog.New(os.Stdout).With().Timestamp().Logger()

	log.Trace().Msg("entering")
	log.Debug().Str("key", "ключ").Bool("hit", false).Msg("cache")
	log.Info().Float64("cost", 0.1).Uint64("tokens", 1<<63).
		Dur("took", 1500*time.Millisecond).Msg("sold tea ☕")
	log.Warn().Dict("http", zerolog.Dict().Int("status", 200)).Msg("slow")
	log.Error().Err(errors.New("connection refused")).
		Interface("stack", []map[string]string{{"func": "main",
			"line": "12", "source": "cart.go"}}).Msg("cannot reach")
	func() {
		defer func() { _ = recover() }()
		log.Panic().Msg("boom")
	}()
	log.WithLevel(zerolog.FatalLevel).Msg("giving up")
	log.Log().Msg("no level")
	log.Info().Str("user", "u-1").Send()
	log.Info().Str("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736").
		Str("span_id", "00f067aa0ba902b7").Msg("traced")
	bare := zerolog.New(os.Stdout)
	bare.Warn().Int("n", 1).Msg("no time")
	zerolog.TimeFieldFormat = time.RFC3339Nano
	log.Info().Msg("nanoseconds")
	for _, form := range []string{zerolog.TimeFormatUnix,
		zerolog.TimeFormatUnixMs, zerolog.TimeFormatUnixMicro} {
		zerolog.TimeFieldFormat = form
		log.Info().Msg("a number")
	}
}
