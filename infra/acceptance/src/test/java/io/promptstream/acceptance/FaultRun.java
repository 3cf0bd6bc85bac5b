package io.promptstream.acceptance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Faults of one kind, after which everything is counted.
 *
 * @param name of the kind, for the report
 * @param faults in the order in which they are injected
 */
record FaultRun(String name, List<Fault> faults) {

    FaultRun {
        faults = List.copyOf(faults);
    }

    /** So many times each of these faults, in an order that the random numbers choose. */
    static FaultRun shuffled(String name, List<? extends Fault> faults, int times, Random random) {
        var all = new ArrayList<Fault>();
        for (int time = 0; time < times; time++) {
            all.addAll(faults);
        }
        Collections.shuffle(all, random);
        return new FaultRun(name, all);
    }
}
