package io.promptstream.policy.app.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.promptstream.event.Lineage;
import io.promptstream.event.PolicyEstimate;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.policy.app.evaluate.RoundResultReader.Range;
import io.promptstream.policy.evaluation.Estimate;
import io.promptstream.policy.evaluation.Estimator;
import io.promptstream.policy.evaluation.Evaluation;
import io.promptstream.policy.evaluation.Refusal;
import io.promptstream.policy.evaluation.RoundLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What logged rounds say of a policy.
 *
 * @param basis drawn: prompts that the logging policy drew, weighted; tried: the target's prompt where it was tried on purpose
 * @param meanWeight mean importance weight of a round, 1 in expectation
 * @param estimates with the fields of the event PolicyEstimate
 * @param logging what the logging policy's own draws earned; null where there is no such round
 * @param notes what a reader should know before relying on the estimates
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record EvaluationAnswer(
        String taskId,
        Target target,
        Range range,
        Rounds rounds,
        String basis,
        double meanWeight,
        List<Estimated> estimates,
        List<Refused> refusals,
        @Nullable Estimated logging,
        List<String> notes) {

    /**
     * The policy that was evaluated.
     *
     * @param kind sampling: what it samples without truncation; prompts: one of these, equally likely
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Target(
            String kind,
            @Nullable String candidate,
            @Nullable Long version,
            @Nullable String digest,
            List<String> prompts) {}

    /**
     * Rounds.
     *
     * @param used with drawn prompts that can be used
     * @param tried in which the target's only prompt was tried on purpose
     * @param leftOut rounds whose drawn prompts cannot be used, by reason
     */
    record Rounds(long read, long used, long tried, Map<String, Long> leftOut) {}

    record Estimated(
            String estimator,
            double value,
            double standardError,
            double lower,
            double upper,
            double effectiveSampleSize,
            long rounds) {
        private static Estimated of(String estimator, Estimate estimate) {
            return new Estimated(
                    estimator,
                    estimate.value(),
                    estimate.standardError(),
                    estimate.lower(),
                    estimate.upper(),
                    estimate.effectiveSampleSize(),
                    estimate.rounds());
        }

        private PolicyEstimate event() {
            return PolicyEstimate.newBuilder()
                    .setEstimator(estimator)
                    .setValue(value)
                    .setStandardError(standardError)
                    .setLower(lower)
                    .setUpper(upper)
                    .setEffectiveSampleSize(effectiveSampleSize)
                    .setRounds(rounds)
                    .build();
        }
    }

    record Refused(String estimator, String reason, String message) {
        private static Refused of(Refusal refusal) {
            return new Refused(refusal.estimator().label(), name(refusal.reason()), refusal.message());
        }
    }

    static EvaluationAnswer of(
            String taskId, EvaluationTargets.Found found, Range range, RoundLog log, Evaluation evaluation) {
        Map<String, Long> leftOut = new TreeMap<>();
        log.leftOut().forEach((reason, rounds) -> leftOut.put(name(reason), rounds));
        if (range.unreadable() > 0) {
            leftOut.put("unreadable", range.unreadable());
        }
        return new EvaluationAnswer(
                taskId,
                new Target(
                        found.prompts().isEmpty() ? "sampling" : "prompts",
                        found.snapshot().flatMap(PolicySnapshot::getCandidate).orElse(null),
                        found.snapshot().map(PolicySnapshot::getVersion).orElse(null),
                        found.snapshot().map(PolicySnapshot::getDigest).orElse(null),
                        found.prompts()),
                range,
                new Rounds(log.read(), evaluation.roundsDrawn(), evaluation.roundsTried(), leftOut),
                name(evaluation.basis()),
                evaluation.meanWeight(),
                Arrays.stream(Estimator.values())
                        .filter(evaluation.estimates()::containsKey)
                        .map(estimator -> Estimated.of(
                                estimator.label(),
                                Objects.requireNonNull(evaluation.estimates().get(estimator))))
                        .toList(),
                evaluation.refusals().stream().map(Refused::of).toList(),
                evaluation.logging().map(mean -> Estimated.of("mean", mean)).orElse(null),
                notes(found, range, log));
    }

    /** The estimates as events hold them. */
    public List<PolicyEstimate> events() {
        return estimates.stream().map(Estimated::event).toList();
    }

    /** What a reader of the estimates alone has to know besides: their rounds, what was refused and why, and the notes. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        remarks.add("%d rounds read: %s, partition %d, offsets %d to %d"
                .formatted(rounds.read(), range.topic(), range.partition(), range.fromOffset(), range.toOffset()));
        refusals.forEach(refusal -> remarks.add("no %s: %s".formatted(refusal.estimator(), refusal.message())));
        remarks.addAll(notes);
        return remarks;
    }

    private static List<String> notes(EvaluationTargets.Found found, Range range, RoundLog log) {
        List<String> notes = new ArrayList<>();
        found.snapshot().ifPresent(snapshot -> {
            // Rounds that were rescored stand in a topic of their own, so which of these they are is not known.
            Optional<Lineage> learned =
                    snapshot.getLineage().filter(lineage -> lineage.getTopic().equals(range.topic()));
            long learnedTo = learned.map(Lineage::getToOffset).orElse(Long.MAX_VALUE);
            long learnedFrom = learned.map(Lineage::getFromOffset).orElse(0L);
            if (learnedFrom < range.toOffset() && range.fromOffset() < learnedTo) {
                notes.add(
                        "the policy has learned from rounds of this range, so the estimates flatter it; evaluate it on"
                                + " rounds that it did not learn");
            }
        });
        if (log.taskRevisions() > 1) {
            notes.add(
                    ("the rounds were proposed under %d revisions of the task; if its reward changed in between, choose"
                                    + " a range within one of them")
                            .formatted(log.taskRevisions()));
        }
        return notes;
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
