package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.policy.TaskSamples;
import io.promptstream.schemas.topic.CandidateKeys;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CandidateKeysTest {
    @Test
    void aLivePolicyStandsUnderItsTaskAndACandidateUnderItsNameToo() {
        // Given
        Policy initial = new Policies(new RecurrentLanguageModel(9, 6, 1))
                .initial(new PolicySpecification.RlPrompt(SettingsSamples.small(2, 3), Set.of()));
        PolicySnapshot live = TaskLearners.begin(TaskSamples.task("task"), initial, Optional.empty(), Clock.systemUTC())
                .snapshot();
        PolicySnapshot candidate =
                PolicySnapshot.newBuilder(live).setCandidate("better").build();

        // Then
        assertThat(CandidateKeys.of(live)).isEqualTo("task");
        assertThat(CandidateKeys.of(candidate)).isEqualTo("task/better");
        assertThat(CandidateKeys.isOfCandidate(CandidateKeys.of(live))).isFalse();
        assertThat(CandidateKeys.isOfCandidate(CandidateKeys.of(candidate))).isTrue();
    }

    @Test
    void aNameHasNoSlashAndNoCapitals() {
        assertThat(CandidateKeys.isName("version-12")).isTrue();
        assertThat(CandidateKeys.isName("")).isFalse();
        assertThat(CandidateKeys.isName("a/b")).isFalse();
        assertThat(CandidateKeys.isName("Better")).isFalse();
        assertThat(CandidateKeys.isName("x".repeat(65))).isFalse();
    }
}
