package io.promptstream.simulation;

import io.promptstream.simulation.check.Violation;
import io.promptstream.simulation.node.Coverage;
import java.util.List;

/** What came of one schedule. */
public record Result(List<Violation> violations, Coverage coverage) {
    public Result {
        violations = List.copyOf(violations);
    }

    /** Whether the promise was broken. */
    public boolean breaks(String promise) {
        return violations.stream().anyMatch(violation -> violation.promise().equals(promise));
    }
}
