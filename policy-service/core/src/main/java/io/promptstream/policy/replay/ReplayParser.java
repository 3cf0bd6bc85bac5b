package io.promptstream.policy.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.PolicyPrior;
import io.promptstream.event.Replay;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.Task;
import io.promptstream.policy.task.FieldError;
import io.promptstream.policy.task.JsonFields;
import io.promptstream.policy.task.TaskParser;
import io.promptstream.schemas.GradientPolicies;
import io.promptstream.schemas.topic.CandidateKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the order of a replay from JSON and checks it as a whole: every error is named at once. */
public final class ReplayParser {
    private static final double FASTEST = 1e6;
    private static final String SCRATCH = "scratch";

    private final TaskParser parts;
    private final Supplier<UUID> ids;
    private final Clock clock;

    /** Takes what reads the parts of a task. */
    public ReplayParser(TaskParser parts, Supplier<UUID> ids, Clock clock) {
        this.parts = parts;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Reads an order.
     *
     * @param liveVersion newest version of the task's live policy, if it has one
     */
    public ParsedReplay parse(Task task, Optional<Long> liveVersion, JsonNode json) {
        List<FieldError> errors = new ArrayList<>();
        JsonFields fields = JsonFields.of("", json, errors);
        Replay.Builder order = Replay.newBuilder()
                .setReplayId(ids.get())
                .setTaskId(task.getTaskId())
                .setName(name(fields))
                .setOrderedAt(Instant.ofEpochMilli(clock.millis()))
                .setTaskRevision(task.getRevision())
                .setBy(fields.text("by", ""));
        boolean verify = fields.flag("verify", false);
        Optional<Long> start = version(fields, "start", liveVersion);
        Optional<Long> end = version(fields, "end", liveVersion);
        if (start.isPresent() && end.isPresent() && start.get() > end.get()) {
            fields.error("end", "is %d; write at least the start, %d".formatted(end.get(), start.get()));
        }
        order.setStartVersion(start.orElse(null)).setEndVersion(end.orElse(null));

        Optional<Bound> from = from(fields, start.isPresent() && !verify);
        Optional<Bound> to = Bound.read(fields, "to", "latest");
        checkOrder(fields, from, to);
        order.setFromTime(time(from))
                .setFromOffset(offset(from))
                .setToTime(time(to))
                .setToOffset(offset(to));

        Optional<PolicyDefinition> policy = policy(fields, task);
        JsonFields scoring = fields.object("reward");
        Optional<RewardDefinition> reward =
                fields.has("reward") ? Optional.of(parts.reward(scoring, task.getKind())) : Optional.empty();
        boolean exact = policy.isEmpty() && reward.isEmpty() && from.isEmpty();
        order.setReward(reward.orElse(null)).setPolicy(exact ? null : policy.orElse(task.getPolicy()));

        order.setVerify(verify);
        order.setRecordsPerSecond(rate(fields));
        checkMode(fields, order, exact, fields.has("from"));
        fields.end();
        return errors.isEmpty() ? new ParsedReplay.Valid(order.build()) : new ParsedReplay.Invalid(errors);
    }

    private static String name(JsonFields fields) {
        String name = fields.text("name");
        if (fields.has("name") && !CandidateKeys.isName(name)) {
            fields.error("name", "is \"%s\"; write 1 to 64 lower-case letters, digits and hyphens".formatted(name));
        }
        return name;
    }

    /**
     * Where the rounds begin. Earliest is where they begin anyway, so it says nothing more, unless a policy continues from a
     * version: then it means the rounds before that version too.
     */
    private static Optional<Bound> from(JsonFields fields, boolean goesOn) {
        Optional<Bound> from = Bound.read(fields, "from", "earliest");
        boolean all = goesOn && fields.has("from") && !fields.has("reward");
        return from.isEmpty() && all ? Optional.of(new Bound.Offset(0)) : from;
    }

    private static void checkOrder(JsonFields fields, Optional<Bound> from, Optional<Bound> to) {
        if (from.isEmpty() || to.isEmpty()) {
            return;
        }
        boolean empty = switch (from.get()) {
            case Bound.Time first ->
                to.get() instanceof Bound.Time last && !first.at().isBefore(last.at());
            case Bound.Offset first -> to.get() instanceof Bound.Offset last && first.offset() >= last.offset();
        };
        if (empty) {
            fields.error("to", "is not behind from, so the range is empty; write a later one");
        }
    }

    private static @Nullable Instant time(Optional<Bound> bound) {
        return bound.orElse(null) instanceof Bound.Time time ? time.at() : null;
    }

    private static @Nullable Long offset(Optional<Bound> bound) {
        return bound.orElse(null) instanceof Bound.Offset offset ? offset.offset() : null;
    }

    private static Optional<Long> version(JsonFields fields, String name, Optional<Long> liveVersion) {
        Optional<String> text = fields.optionalTextOrNumber(name);
        boolean fromScratch =
                name.equals("start") && text.filter(SCRATCH::equals).isPresent();
        if (text.isEmpty() || fromScratch) {
            return Optional.empty();
        }
        if (!text.get().matches("[0-9]{1,18}")) {
            fields.error(
                    name,
                    "is \"%s\"; write %sa version from 0"
                            .formatted(text.get(), name.equals("start") ? SCRATCH + " or " : ""));
            return Optional.empty();
        }
        long version = Long.parseLong(text.get());
        if (version > liveVersion.orElse(-1L)) {
            fields.error(
                    name,
                    liveVersion.isEmpty()
                            ? "is %d, but the task has no policy yet; leave it out".formatted(version)
                            : "is %d; write at most %d, the version of the live policy"
                                    .formatted(version, liveVersion.get()));
        }
        return Optional.of(version);
    }

    private Optional<PolicyDefinition> policy(JsonFields fields, Task task) {
        JsonFields settings = fields.object("policy");
        if (!fields.has("policy")) {
            return Optional.empty();
        }
        PolicyDefinition policy = parts.policy(settings, task);
        if (policy.getKind() == PolicyKind.FIXED && task.getHandWrittenPrompts().isEmpty()) {
            fields.error("policy.kind", "is fixed, but the task has no handWrittenPrompts; write bayesian or rlprompt");
        }
        if (policy.getPrior() == PolicyPrior.HAND_WRITTEN
                && task.getHandWrittenPrompts().isEmpty()) {
            fields.error("policy.prior", "is hand-written, but the task has no handWrittenPrompts; write none");
        }
        if (GradientPolicies.include(policy.getKind())
                && policy.getKind() != task.getPolicy().getKind()) {
            fields.error(
                    "policy.kind",
                    "learns from gradients, which the task's recorded rounds do not have; write bayesian or rlprompt");
        }
        return Optional.of(policy);
    }

    private static @Nullable Double rate(JsonFields fields) {
        Optional<Double> rate = fields.optionalNumber("recordsPerSecond");
        if (rate.isPresent() && !(rate.get() > 0 && rate.get() <= FASTEST)) {
            fields.error(
                    "recordsPerSecond", "is %s; write a number above 0 and at most %s".formatted(rate.get(), FASTEST));
        }
        return rate.orElse(null);
    }

    private static void checkMode(JsonFields fields, Replay.Builder order, boolean exact, boolean hasFrom) {
        boolean hasStart = order.getStartVersion() != null;
        if (order.getVerify() && !exact) {
            fields.error(
                    "verify",
                    "is true, but a policy that learns otherwise has other digests; leave out verify, or policy, reward and from");
        }
        if (exact && hasStart && !order.getVerify()) {
            fields.error(
                    "start",
                    "says nothing without more; write verify: true to compare from that version on, or a policy or from to train on from it");
        }
        if (order.getReward() != null && hasStart && !hasFrom) {
            fields.error("from", "is missing; with reward and start, write where the rounds to rescore begin");
        }
        if (order.getReward() != null && order.getFromOffset() != null) {
            fields.error("from", "is an offset of round results; with reward, write the time from which to rescore");
        }
        if (order.getReward() != null && order.getToOffset() != null) {
            fields.error("to", "is an offset of round results; with reward, write the time until which to rescore");
        }
        if (order.getReward() != null && order.getEndVersion() != null) {
            fields.error("end", "is a version, which says nothing of rounds that are rescored; write to instead");
        }
    }
}
