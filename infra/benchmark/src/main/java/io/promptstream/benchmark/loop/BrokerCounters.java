package io.promptstream.benchmark.loop;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a broker has counted since its start.
 *
 * @param bytes that were written, as they were compressed, by topic
 * @param requests by their kind, such as {@code Fetch}
 */
record BrokerCounters(Map<String, Long> bytes, Map<String, Long> requests) {
    /** The request that ends a transaction. */
    static final String END_OF_TRANSACTION = "EndTxn";

    BrokerCounters since(BrokerCounters earlier) {
        return new BrokerCounters(since(bytes, earlier.bytes), since(requests, earlier.requests));
    }

    private static Map<String, Long> since(Map<String, Long> now, Map<String, Long> earlier) {
        Map<String, Long> counted = new TreeMap<>();
        now.forEach((name, count) -> counted.put(name, count - earlier.getOrDefault(name, 0L)));
        counted.values().removeIf(count -> count == 0);
        return counted;
    }
}
