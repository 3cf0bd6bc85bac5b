package io.promptstream.policy.task;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.RatedBy;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RewardTerm;
import io.promptstream.schemas.RewardKinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the {@code reward} part of a task. */
final class RewardParser {
    private static final Duration SHORTEST_WINDOW = Duration.ofMillis(100);
    /** As long as queries and outputs are kept. */
    private static final Duration LONGEST_WINDOW = Duration.ofDays(7);

    private static final double LARGEST_SCALE = 1e6;
    private static final int MOST_TERMS = 16;

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
                                    names(RewardKinds.scoring(output).stream()),
                                    Choices.name(output)));
        }
        only(fields, kind, RewardKind.RATING, "ratedBy");
        only(fields, kind, RewardKind.LOG_PROBABILITY, "scale", "floor");
        only(fields, kind, RewardKind.WEIGHTED_SUM, "terms");
        RewardDefinition reward = RewardDefinition.newBuilder()
                .setKind(kind)
                .setCriterion(CriterionParser.parse(fields, kind))
                .setTerms(kind == RewardKind.WEIGHTED_SUM ? terms(fields) : List.of())
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

    /** Notes fields that stand there although only another kind has them; they count as read. */
    static void only(JsonFields fields, RewardKind kind, RewardKind owner, String... names) {
        if (kind != owner) {
            Stream.of(names)
                    .filter(fields::has)
                    .forEach(name -> fields.error(name, "is only for %s; leave it out".formatted(Choices.name(owner))));
            fields.ignore(names);
        }
    }

    private static List<RewardTerm> terms(JsonFields fields) {
        List<RewardTerm> terms = new ArrayList<>();
        for (JsonFields term : fields.objects("terms")) {
            terms.add(term(term));
        }
        if (terms.isEmpty() || terms.size() > MOST_TERMS) {
            fields.error(
                    "terms",
                    "has %d entries; write 1 to %d terms, each with kind and weight"
                            .formatted(terms.size(), MOST_TERMS));
        }
        return terms;
    }

    private static RewardTerm term(JsonFields fields) {
        RewardKind kind = fields.choice("kind", RewardKind.UNKNOWN);
        if (kind == RewardKind.UNKNOWN ? !fields.has("kind") : !RewardKinds.summable(kind)) {
            fields.error(
                    "kind",
                    "is %s; write one of %s"
                            .formatted(
                                    kind == RewardKind.UNKNOWN ? "missing" : Choices.name(kind),
                                    names(Stream.of(RewardKind.values()).filter(RewardKinds::summable))));
        }
        double weight = fields.number("weight", 1);
        if (!(Math.abs(weight) <= LARGEST_SCALE) || weight == 0) {
            fields.error(
                    "weight",
                    "is %s; write a number from %s to %s other than 0"
                            .formatted(weight, -LARGEST_SCALE, LARGEST_SCALE));
        }
        RewardTerm term = new RewardTerm(kind, weight, CriterionParser.parse(fields, kind));
        fields.end();
        return term;
    }

    private static double floor(JsonFields fields) {
        double floor = fields.number("floor", TaskDefaults.LOG_PROBABILITY_FLOOR);
        if (!(floor < 0 && floor >= -LARGEST_SCALE)) {
            fields.error("floor", "is %s; write a number below 0 and at least %s".formatted(floor, -LARGEST_SCALE));
        }
        return floor;
    }

    private static String names(Stream<RewardKind> kinds) {
        return kinds.map(Choices::name).collect(Collectors.joining(", "));
    }

    private static Duration window(JsonFields fields) {
        return fields.duration("window", TaskDefaults.WINDOW, SHORTEST_WINDOW, LONGEST_WINDOW);
    }
}
