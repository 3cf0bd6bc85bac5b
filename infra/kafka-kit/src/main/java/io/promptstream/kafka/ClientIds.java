package io.promptstream.kafka;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Ids of Kafka clients, which become labels of what they measure. A number that a closed client leaves is given to the
 * next one of its purpose, so there are no more ids than clients at the same time.
 */
public final class ClientIds {
    private final String prefix;
    private final Map<String, BitSet> taken = new HashMap<>();

    public ClientIds(String prefix) {
        this.prefix = prefix;
    }

    /** A life under the least number that is free. */
    public synchronized ClientLife take(String purpose) {
        BitSet numbers = taken.computeIfAbsent(purpose, name -> new BitSet());
        int number = numbers.nextClearBit(1);
        numbers.set(number);
        return new ClientLife(prefix + purpose + "-" + number, () -> free(purpose, number));
    }

    private synchronized void free(String purpose, int number) {
        taken.getOrDefault(purpose, new BitSet()).clear(number);
    }
}
