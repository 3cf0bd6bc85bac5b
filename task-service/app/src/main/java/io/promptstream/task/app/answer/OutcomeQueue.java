package io.promptstream.task.app.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the lanes have finished and the loop has not committed; wakes the loop when it waits. Safe for several threads. */
final class OutcomeQueue {
    private final Queue<List<Outcome>> slices = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean loopWaits = new AtomicBoolean();
    private final Runnable wakeLoop;

    /** @param wakeLoop ends the loop's waiting, or the next one if it does not wait any more */
    OutcomeQueue(Runnable wakeLoop) {
        this.wakeLoop = wakeLoop;
    }

    void add(List<Outcome> slice) {
        slices.add(slice);
        if (loopWaits.compareAndSet(true, false)) {
            wakeLoop.run();
        }
    }

    /** Everything that is there, once. */
    List<Outcome> takeAll() {
        List<Outcome> all = new ArrayList<>();
        for (List<Outcome> slice = slices.poll(); slice != null; slice = slices.poll()) {
            all.addAll(slice);
        }
        return all;
    }

    /** Called before the loop waits; false if there is something to do instead. */
    boolean mayWait() {
        loopWaits.set(true);
        if (slices.isEmpty()) {
            return true;
        }
        loopWaits.set(false);
        return false;
    }

    void waited() {
        loopWaits.set(false);
    }
}
