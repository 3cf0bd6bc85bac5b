package io.promptstream.simulation.check;

import io.promptstream.policy.learning.Policies;
import java.util.ArrayList;
import java.util.List;

/** All that is checked when everything has come to rest. */
public final class Checks {
    private Checks() {}

    public static List<Violation> violations(Committed log, Policies policies) {
        List<Violation> found = new ArrayList<>();
        found.addAll(AnsweredOnce.violations(log));
        found.addAll(RewardedOnce.violations(log));
        found.addAll(UnmixedEvidence.violations(log));
        found.addAll(ClosedOnce.violations(log));
        found.addAll(CountedOnce.violations(log));
        found.addAll(RescoredOnce.violations(log));
        found.addAll(OnlyMeasured.violations(log));
        found.addAll(LearnedOnce.violations(log));
        found.addAll(new SameAsUndisturbed(log, policies).violations());
        return found;
    }
}
