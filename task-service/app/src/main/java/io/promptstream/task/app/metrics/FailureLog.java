package io.promptstream.task.app.metrics;

import io.promptstream.event.FailureCode;
import io.promptstream.schemas.Excerpt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in the log why proposals fail: the first failure of a task and code at once, the others once in a while with their
 * number. It remembers the {@link #MOST_KINDS} kinds of failure that it met last.
 */
final class FailureLog {
    static final Duration INTERVAL = Duration.ofMinutes(1);
    static final int MOST_KINDS = 1000;
    private static final int LONGEST_MESSAGE = 500;
    private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

    private final InstantSource clock;
    private final Map<Kind, Since> kinds = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Since> eldest) {
            return size() > MOST_KINDS;
        }
    };

    FailureLog(InstantSource clock) {
        this.clock = clock;
    }

    private record Kind(String task, FailureCode code) {}

    /** @param failures that are not in the log yet */
    private record Since(Instant logged, long failures) {}

    synchronized void failed(String task, FailureCode code, String message) {
        Kind kind = new Kind(task, code);
        Instant now = clock.instant();
        Since since = kinds.get(kind);
        String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        if (since == null) {
            kinds.put(kind, new Since(now, 0));
            log.warn("A proposal of task {} failed, {}: {}", task, words, Excerpt.of(message, LONGEST_MESSAGE));
        } else if (since.logged().plus(INTERVAL).isAfter(now)) {
            kinds.put(kind, new Since(since.logged(), since.failures() + 1));
        } else {
            kinds.put(kind, new Since(now, 0));
            log.warn(
                    "{} more proposals of task {} failed since {}, {}; the last: {}",
                    since.failures() + 1,
                    task,
                    since.logged(),
                    words,
                    Excerpt.of(message, LONGEST_MESSAGE));
        }
    }
}
