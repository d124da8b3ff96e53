import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.util.Clock;

public class Make {
	// Each reading is 250 ms after the one before.
	public static class Ticks implements Clock {
		private long now = 1795253051219L;

		public long currentTimeMillis()
		{
			return now += 250;
		}
	}

	public static void main(String[] args) {
		Logger log = LogManager.getLogger("shop.Cart");
		log.trace("entering");
		log.debug("cache {}", "ключ");
		log.info("sold tea ☕");
		ThreadContext.put("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
		ThreadContext.put("spanId", "00f067aa0ba902b7");
		log.warn("traced");
		ThreadContext.clearMap();
		log.error("cannot reach", new IllegalStateException("refused",
		    new RuntimeException("no \"route\"")));
		log.fatal("giving up");
		log.log(Level.forName("NOTICE", 350), "own level");
		log.info(MarkerManager.getMarker("AUDIT"), "marked");
		LogManager.getLogger("").info("the root");
	}
}
