package io.promptstream.reward.app;

import io.promptstream.event.FailureCode;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.Provenance;
import io.promptstream.event.Replay;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.reward.EvaluationEvents;
import io.promptstream.reward.Events;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What tests of rescorings order, and what was recorded before. */
final class RescoringSamples {
    static final int ROUNDS = 60;
    static final int PROMPTS = 3;
    static final int QUERIES = 4;
    static final RewardDefinition OTHER = RewardDefinition.newBuilder(
                    Events.reward(RewardKind.LABEL_MARGIN, MissingRewardRule.DEFAULT_VALUE))
            .setCorrectScale(37)
            .setIncorrectScale(11)
            .setWindowMillis(15_000)
            .build();

    private RescoringSamples() {}

    static Replay.Builder order(String name) {
        return Replay.newBuilder()
                .setReplayId(UUID.randomUUID())
                .setTaskId(Events.TASK)
                .setName(name)
                .setOrderedAt(Instant.now());
    }

    /** Complete rounds and one that lacks an output, with failures, repetitions, late references and garbage. */
    static void traffic(RescoredSystem system) {
        List<RescoredSystem.Written> records = new ArrayList<>();
        for (int r = 0; r < ROUNDS; r++) {
            UUID round = new UUID(5, r);
            for (int q = 0; q < QUERIES; q++) {
                String queryId = "query-" + r + "-" + q;
                records.add(system.query(Events.query(queryId, q == 0 ? null : q == 1 ? "no" : "yes")));
                for (int p = 0; p < PROMPTS; p++) {
                    Provenance provenance = Events.explore(round, PROMPTS, QUERIES, p, q);
                    records.add(system.proposal(Events.proposal(queryId, provenance)));
                    if (r == 7 && q == 1 && p == 1) {
                        continue;
                    }
                    records.add(system.output(
                            p == 2 && q == 3
                                    ? Events.failure(queryId, provenance, FailureCode.MODEL_FAILURE)
                                    : Events.output(queryId, provenance, p - 0.7 * q, 0.1 * r)));
                    if (r % 5 == 0) {
                        records.add(system.output(Events.output(queryId, provenance, 9, 9)));
                    }
                }
                if (q == 0) {
                    records.add(system.feedback(Events.reference(queryId, null, "yes")));
                }
            }
        }
        // Is no part of a rescoring: it teaches nothing.
        records.add(system.query(EvaluationEvents.query("measured", "yes", "prompt 0")));
        records.add(system.output(EvaluationEvents.output("measured", 0, 2, 0)));
        records.add(system.garbage());
        system.write(records);
    }
}
