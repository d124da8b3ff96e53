package main

import (
	"errors"
	"os"
	"time"

	"github.com/sirupsen/logrus"
)

func main() {
	now := time.Date(2026, 11, 21, 10, 24, 11, 0,
		time.FixedZone("CET", 3600))
	log := logrus.New()
	log.SetFormatter(&logrus.JSONFormatter{})
	log.SetOutput(os.Stdout)
	log.SetLevel(logrus.TraceLevel)
	log.ExitFunc = func(int) {}
	at := func() *logrus.Entry {
		now = now.Add(time.Second)
		return log.WithTime(now)
	}

	at().Trace("entering")
	at().WithField("key", "ключ").Debug("cache")
	at().WithFields(logrus.Fields{"cost": 0.1, "tokens": uint64(1 << 63),
		"took": 1500 * time.Millisecond}).Info("sold tea ☕")
	at().WithField("status", 200).Warn("slow")
	at().WithError(errors.New("connection refused")).Error("cannot <reach>")
	at().WithFields(logrus.Fields{"msg": "mine", "level": "mine",
		"time": "mine"}).Info("clash")
	at().WithFields(logrus.Fields{
		"trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
		"span_id":  "00f067aa0ba902b7"}).Info("traced")
	at().WithField("event", "login").Info("own names")
	func() {
		defer func() { _ = recover() }()
		at().Panic("boom")
	}()
	at().Fatal("giving up")
	log.SetReportCaller(true)
	log.SetFormatter(&logrus.JSONFormatter{
		TimestampFormat: time.RFC3339Nano})
	now = now.Add(250 * time.Millisecond)
	at().Info("with the caller")
	log.SetReportCaller(false)
	log.SetFormatter(&logrus.JSONFormatter{DisableTimestamp: true})
	at().Info("no time")
}
