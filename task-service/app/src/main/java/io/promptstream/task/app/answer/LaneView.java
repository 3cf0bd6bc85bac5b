package io.promptstream.task.app.answer;

import java.util.List;
import java.util.function.Supplier;

/** Shows the lanes of the loop that runs now. Safe for use by several threads. */
public final class LaneView {
    private volatile Supplier<List<LaneState>> lanes = List::of;

    void show(Supplier<List<LaneState>> states) {
        lanes = states;
    }

    /** The lanes as they are at this moment, in no order. */
    public List<LaneState> lanes() {
        return lanes.get();
    }
}
