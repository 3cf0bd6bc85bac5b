package io.promptstream.policy.task;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.RatedBy;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.schemas.RewardKinds;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the {@code reward} part of a task. */
final class RewardParser {
    private static final Duration SHORTEST_WINDOW = Duration.ofMillis(100);
    /** As long as queries and outputs are kept. */
    private static final Duration LONGEST_WINDOW = Duration.ofDays(7);

    private static final double LARGEST_SCALE = 1e6;

    private RewardParser() {}

    static RewardDefinition parse(JsonFields fields, OutputKind output) {
        RewardKind kind =
                fields.choice("kind", output == OutputKind.GENERATION ? RewardKind.TOKEN_F1 : RewardKind.LABEL_MARGIN);
        if (kind != RewardKind.UNKNOWN && output != OutputKind.UNKNOWN && !RewardKinds.scores(kind, output)) {
            fields.error(
                    "kind",
                    "is %s, which needs %s; write %s for kind: %s"
                            .formatted(
                                    Choices.name(kind),
                                    output == OutputKind.GENERATION ? "labels" : "text",
                                    alternatives(output),
                                    Choices.name(output)));
        }
        if (fields.has("ratedBy") && !RewardKinds.rated(kind)) {
            fields.error("ratedBy", "is only for kinds of reward that are ratings; leave it out");
        }
        if (kind != RewardKind.LOG_PROBABILITY) {
            Stream.of("scale", "floor")
                    .filter(fields::has)
                    .forEach(field -> fields.error(field, "is only for log-probability; leave it out"));
        }
        RewardDefinition reward = RewardDefinition.newBuilder()
                .setKind(kind)
                .setCorrectScale(fields.positiveNumber("correctScale", TaskDefaults.CORRECT_SCALE, LARGEST_SCALE))
                .setIncorrectScale(fields.positiveNumber("incorrectScale", TaskDefaults.INCORRECT_SCALE, LARGEST_SCALE))
                .setScale(fields.positiveNumber("scale", TaskDefaults.LOG_PROBABILITY_SCALE, LARGEST_SCALE))
                .setFloor(floor(fields))
                .setWindowMillis(window(fields).toMillis())
                .setMissing(fields.choice("missing", MissingRewardRule.LEAVE_OUT))
                .setMissingValue(fields.number("missingValue", TaskDefaults.MISSING_VALUE))
                .setRatedBy(fields.choice("ratedBy", RatedBy.PEOPLE))
                .build();
        fields.end();
        return reward;
    }

    private static double floor(JsonFields fields) {
        double floor = fields.number("floor", TaskDefaults.LOG_PROBABILITY_FLOOR);
        if (!(floor < 0 && floor >= -LARGEST_SCALE)) {
            fields.error("floor", "is %s; write a number below 0 and at least %s".formatted(floor, -LARGEST_SCALE));
        }
        return floor;
    }

    private static String alternatives(OutputKind output) {
        return RewardKinds.scoring(output).stream().map(Choices::name).collect(Collectors.joining(" or "));
    }

    private static Duration window(JsonFields fields) {
        return fields.duration("window", TaskDefaults.WINDOW, SHORTEST_WINDOW, LONGEST_WINDOW);
    }
}
