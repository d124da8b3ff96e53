use tracing::{debug, error, info, info_span, trace, warn};

fn log(target: &str) {
    trace!("entering");
    debug!(key = "ключ", hit = false, "cache");
    info!(cost = 0.1, tokens = u64::MAX, "sold tea ☕");
    warn!(status = 200, target_was = target, "slow");
    let err = std::io::Error::new(std::io::ErrorKind::Other, "refused");
    error!(error = %err, "cannot \"reach\"");
    info!(quiet = true);
    info!(target: "shop::cart", "own target");
    let _outer = info_span!("request", id = "req-1", method = "GET").entered();
    info!(
        trace_id = "4bf92f3577b34da6a3ce929d0e0e4736",
        span_id = "00f067aa0ba902b7",
        "in a span"
    );
    let _inner = info_span!("query", rows = 3).entered();
    warn!("in two");
}

fn main() {
    let nested = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing::Level::TRACE)
        .finish();
    tracing::subscriber::with_default(nested, || log("nested"));
    let flat = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_max_level(tracing::Level::INFO)
        .finish();
    tracing::subscriber::with_default(flat, || log("flat"));
}
