package io.promptstream.reward.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.RewardKind;
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
        boolean rated = RewardKinds.rated(kind);

        assertThat(OutputKind.values())
                .filteredOn(output -> RewardKinds.scores(kind, output))
                .isNotEmpty()
                .allSatisfy(output -> {
                    assertThat(function.score(output(output), rated ? RATING : REFERENCE))
                            .isInstanceOf(Scoring.Scored.class);
                    assertThat(function.score(output(output), rated ? REFERENCE : RATING))
                            .isInstanceOf(Scoring.Unreferenced.class);
                });
    }

    @Test
    void knowsAFunctionForTheSameKindsAsTheOtherServices() {
        assertThat(RewardKind.values())
                .allSatisfy(kind -> assertThat(RewardFunction.of(Events.reward(kind, MissingRewardRule.LEAVE_OUT))
                                .isPresent())
                        .isEqualTo(RewardKinds.basis(kind).isPresent()));
    }

    private static TaskOutput output(OutputKind kind) {
        return kind == OutputKind.CLASSIFICATION ? Events.output("q", 2, 1) : Events.text("q", "yes");
    }
}
