package io.promptstream.reward.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.RewardCriterion;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import io.promptstream.schemas.RewardKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RewardFunctionTest {
    private static final Evidence REFERENCE = new Evidence("yes", null);
    private static final Evidence RATING = new Evidence(null, 3.0);

    /** What {@link RewardKinds} promises to the other services is what the function does. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void scoresTheOutputsOfItsKindByWhatItsKindIsMadeOf(RewardKind kind) {
        RewardFunction function = RewardFunction.of(Events.reward(kind, MissingRewardRule.LEAVE_OUT))
                .orElseThrow();
        RewardDefinition definition = Events.reward(kind, MissingRewardRule.LEAVE_OUT);
        RewardKinds.Basis basis = RewardKinds.basis(definition).orElseThrow();

        assertThat(OutputKind.values())
                .filteredOn(output -> RewardKinds.scores(kind, output))
                .isNotEmpty()
                .allSatisfy(output -> {
                    assertThat(isScored(function, output(output), REFERENCE))
                            .isEqualTo(basis != RewardKinds.Basis.RATING);
                    assertThat(isScored(function, output(output), RATING))
                            .isEqualTo(basis != RewardKinds.Basis.REFERENCE);
                    assertThat(isScored(function, output(output), Evidence.NONE))
                            .isEqualTo(basis == RewardKinds.Basis.ANSWER);
                });
    }

    @Test
    void knowsAFunctionForTheSameKindsAsTheOtherServices() {
        assertThat(RewardKind.values())
                .allSatisfy(kind -> assertThat(RewardFunction.of(Events.reward(kind, MissingRewardRule.LEAVE_OUT))
                                .isPresent())
                        .isEqualTo(RewardKinds.basis(Events.reward(kind, MissingRewardRule.LEAVE_OUT))
                                .isPresent()));
    }

    @Test
    void noTermOfASumIsASumOrARatingOrForLabels() {
        assertThat(RewardKind.values())
                .allSatisfy(kind -> assertThat(RewardFunction.of(Events.sum(RewardKind.LENGTH, kind))
                                .isPresent())
                        .isEqualTo(RewardKinds.summable(kind)));
        assertThat(RewardFunction.of(Events.sum())).isEmpty();
    }

    @Test
    void aDefinitionThatCannotBeAppliedHasNoFunction() {
        RewardDefinition pattern = Events.reward(RewardKind.REGEX, MissingRewardRule.LEAVE_OUT);

        assertThat(RewardFunction.of(with(pattern, RewardCriterion.newBuilder().setPattern("("))))
                .isEmpty();
        assertThat(RewardFunction.of(with(
                        Events.reward(RewardKind.JSON_SCHEMA, MissingRewardRule.LEAVE_OUT),
                        RewardCriterion.newBuilder().setJsonSchema("{"))))
                .isEmpty();
        assertThat(RewardFunction.of(with(
                        Events.reward(RewardKind.LENGTH, MissingRewardRule.LEAVE_OUT),
                        RewardCriterion.newBuilder().setMinWords(3).setMaxWords(2))))
                .isEmpty();
    }

    @Test
    void aFunctionIsMadeAnewOnlyForAnotherDefinition() {
        RewardFunctions functions = new RewardFunctions();
        Task task = Events.task(Events.reward(RewardKind.REGEX, MissingRewardRule.LEAVE_OUT));
        RewardFunction first = functions.of(task).orElseThrow();

        assertThat(functions.of(Task.newBuilder(task).setRevision(2).build()).orElseThrow())
                .isSameAs(first);
        assertThat(functions.of(Events.task(Events.reward(RewardKind.LENGTH, MissingRewardRule.LEAVE_OUT))))
                .containsInstanceOf(Length.class);
    }

    private static RewardDefinition with(RewardDefinition definition, RewardCriterion.Builder criterion) {
        return RewardDefinition.newBuilder(definition)
                .setCriterion(criterion.build())
                .build();
    }

    private static boolean isScored(RewardFunction function, TaskOutput output, Evidence evidence) {
        return switch (function.score(output, evidence)) {
            case Scoring.Scored ignored -> true;
            case Scoring.Unreferenced ignored -> false;
            case Scoring.UnusableReference unusable -> throw new AssertionError(unusable);
            case Scoring.Unscorable unscorable -> throw new AssertionError(unscorable);
        };
    }

    private static TaskOutput output(OutputKind kind) {
        return kind == OutputKind.CLASSIFICATION ? Events.output("q", 2, 1) : Events.text("q", "yes");
    }
}
