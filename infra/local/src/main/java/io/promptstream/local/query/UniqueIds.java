package io.promptstream.local.query;

import io.promptstream.local.input.InputLine;
import java.util.HashMap;
import java.util.Map;

/** Finds ids that a file gives to several queries: the services would take all but the first for repeats. */
final class UniqueIds {

    private final Map<String, Long> lines = new HashMap<>();

    /** The line, or what is wrong with it. */
    InputLine check(InputLine line) {
        if (!(line instanceof InputLine.Good good) || good.queryId() == null) {
            return line;
        }
        var first = lines.putIfAbsent(good.queryId(), good.number());
        return first == null
                ? line
                : new InputLine.Bad(
                        good.number(),
                        "queryId '" + good.queryId() + "' stands in line " + first
                                + " already, and a repeated id is answered once: give each query its own");
    }
}
