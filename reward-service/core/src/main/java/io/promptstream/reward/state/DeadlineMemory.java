package io.promptstream.reward.state;

import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keeps deadlines in memory. */
public final class DeadlineMemory implements Deadlines {
    private final TreeMap<Long, NavigableSet<byte[]>> entries = new TreeMap<>();
    private long taken;

    @Override
    public void add(long at, byte[] id) {
        entries.computeIfAbsent(Math.max(at, taken), time -> new TreeSet<>(Arrays::compareUnsigned))
                .add(id);
    }

    @Override
    public void eachDue(long now, Due each) {
        while (!entries.isEmpty() && entries.firstKey() <= now) {
            long at = entries.firstKey();
            taken = at;
            List.copyOf(entries.pollFirstEntry().getValue()).forEach(id -> each.due(id, at));
        }
        taken = Math.max(taken, now);
    }
}
