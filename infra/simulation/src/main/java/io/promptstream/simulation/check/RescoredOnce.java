package io.promptstream.simulation.check;

import io.promptstream.event.RoundResult;
import io.promptstream.simulation.log.LogRecord;
import io.promptstream.simulation.node.Rescoring;
import io.promptstream.simulation.node.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A rescoring writes what an undisturbed fold over its range gives, each result once. */
final class RescoredOnce {
    private static final String PROMISE = "rescored rounds equal those of the undisturbed fold";

    private RescoredOnce() {}

    static List<Violation> violations(Committed log) {
        List<Violation> found = new ArrayList<>();
        log.newest(Topics.RESCORING_STATE, Rescoring.class).forEach((key, rescoring) -> {
            List<RoundResult> written = new ArrayList<>();
            for (LogRecord record : log.broker().committed(Topics.RESCORED_RESULTS)) {
                if (record.key().equals(rescoring.id().toString())) {
                    written.add((RoundResult) Objects.requireNonNull(record.value()));
                }
            }
            List<RoundResult> expected = rescoring.undisturbed(log.broker());
            if (!rescoring.done() || !written.equals(expected)) {
                found.add(new Violation(
                        PROMISE,
                        "%s, which is %s, has %d results instead of %d, or others"
                                .formatted(
                                        key, rescoring.done() ? "done" : "not done", written.size(), expected.size())));
            }
        });
        return found;
    }
}
