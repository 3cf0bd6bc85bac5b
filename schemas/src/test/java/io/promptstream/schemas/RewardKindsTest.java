package io.promptstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.RatedBy;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RewardKindsTest {
    @Test
    void saysWhichKindsScoreWhichOutputs() {
        assertThat(RewardKinds.scoring(OutputKind.CLASSIFICATION))
                .containsExactly(RewardKind.LABEL_MARGIN, RewardKind.RATING, RewardKind.LOG_PROBABILITY);
        assertThat(RewardKinds.scoring(OutputKind.GENERATION))
                .contains(RewardKind.TOKEN_F1, RewardKind.RATING, RewardKind.REGEX)
                .doesNotContain(RewardKind.LABEL_MARGIN, RewardKind.LOG_PROBABILITY);
    }

    @Test
    void knowsWhatIsRatedAndByWhom() {
        assertThat(RewardKinds.rated(RewardKind.RATING)).isTrue();
        assertThat(RewardKinds.rated(RewardKind.TOKEN_F1)).isFalse();
        assertThat(RewardKinds.rated(RewardKind.UNKNOWN)).isFalse();
        assertThat(RewardKinds.ratedByPeople(ratedBy(RatedBy.PEOPLE))).isTrue();
        assertThat(RewardKinds.ratedByPeople(ratedBy(RatedBy.UNKNOWN))).isTrue();
        assertThat(RewardKinds.ratedByPeople(ratedBy(RatedBy.JUDGE))).isFalse();
    }

    /** What says nothing of itself would be refused for every task. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void everyKindScoresSomething(RewardKind kind) {
        assertThat(OutputKind.values()).anyMatch(output -> RewardKinds.scores(kind, output));
    }

    private static RewardDefinition ratedBy(RatedBy who) {
        return RewardDefinition.newBuilder()
                .setKind(RewardKind.RATING)
                .setWindowMillis(1000)
                .setMissing(MissingRewardRule.LEAVE_OUT)
                .setRatedBy(who)
                .build();
    }
}
