package io.promptstream.policy.task;

import static io.promptstream.policy.task.ParsedTasks.SMALLEST;
import static io.promptstream.policy.task.ParsedTasks.invalid;
import static io.promptstream.policy.task.ParsedTasks.valid;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicyPrior;
import io.promptstream.policy.learning.PolicySpecification;
import org.junit.jupiter.api.Test;

class PolicyParserTest {
    @Test
    void aPriorNeedsPromptsAndAPlaceToTryThem() throws Exception {
        assertThat(
                        invalid(
                                "t",
                                "{\"kind\": \"generation\", \"policy\": {\"prior\": \"hand-written\", \"contendersPerRound\": 1}}"))
                .containsExactlyInAnyOrder(
                        new FieldError(
                                "policy.contendersPerRound",
                                "is 1; write at least 2, the champion and one contender, for prior: hand-written"),
                        new FieldError(
                                "handWrittenPrompts",
                                "is empty; policy.prior: hand-written needs at least one prompt"));
    }

    @Test
    void theTestForDriftLooksAtAChampion() throws Exception {
        String text = "{\"kind\": \"generation\", \"policy\": {\"kind\": \"%s\", \"contendersPerRound\": %d%s}}";
        assertThat(valid("t", text.formatted("bayesian", 2, "")).getPolicy().getDriftRunLength())
                .isEqualTo(20_000);
        assertThat(valid("t", text.formatted("bayesian", 0, "")).getPolicy().getDriftRunLength())
                .isZero();
        assertThat(valid("t", text.formatted("rlprompt", 2, "")).getPolicy().getDriftRunLength())
                .isZero();
        assertThat(invalid("t", text.formatted("rlprompt", 0, ", \"driftRunLength\": 100, \"driftShift\": 0")))
                .containsExactlyInAnyOrder(
                        new FieldError(
                                "policy.driftRunLength",
                                "is 100; write 0 where contendersPerRound is 0: the test looks at what the champion earns"),
                        new FieldError("policy.driftShift", "is 0.0; write a number above 0 and at most 10.0"));
    }

    @Test
    void whereThereIsNoChampionNothingCanBeBetter() throws Exception {
        String text = "{\"kind\": \"generation\", \"policy\": {\"contendersPerRound\": %d, \"stopMargin\": %s}}";
        assertThat(invalid("t", text.formatted(0, "2.5")))
                .containsExactly(new FieldError(
                        "policy.stopMargin",
                        "is 2.5; write 0 where contendersPerRound is 0: there is no champion to improve on"));
        assertThat(invalid("t", text.formatted(2, "-1")))
                .containsExactly(new FieldError("policy.stopMargin", "is -1.0; write 0 or a number above"));
    }

    @Test
    void contextsAreFewAndNeedPromptsToCompare() throws Exception {
        assertThat(valid("t", "{\"kind\": \"generation\"}").getPolicy().getContexts())
                .isEqualTo(1);
        assertThat(invalid("t", "{\"kind\": \"generation\", \"policy\": {\"contexts\": 9}}"))
                .extracting(FieldError::field)
                .containsExactly("policy.contexts");
        assertThat(invalid("t", "{\"kind\": \"generation\", \"policy\": {\"contexts\": 2, \"contendersPerRound\": 1}}"))
                .containsExactly(
                        new FieldError(
                                "policy.contexts",
                                "is 2; write 1, or at least 2 contendersPerRound, the champion and one contender, which it compares"));
    }

    @Test
    void handWrittenPromptsServeFirstWhereThereAreSome() throws Exception {
        assertThat(prior("{}")).isEqualTo(PolicyPrior.HAND_WRITTEN);
        assertThat(prior("{\"contendersPerRound\": 1}")).isEqualTo(PolicyPrior.NONE);
        assertThat(prior("{\"kind\": \"rlprompt\"}")).isEqualTo(PolicyPrior.NONE);
        assertThat(valid("a", SMALLEST).getPolicy().getPrior()).isEqualTo(PolicyPrior.NONE);
    }

    private PolicyPrior prior(String policy) throws Exception {
        return valid(
                        "a",
                        SMALLEST.replaceFirst(
                                "\\{", "{\"handWrittenPrompts\": [\"one\"], \"policy\": " + policy + ", "))
                .getPolicy()
                .getPrior();
    }

    @Test
    void thePolicyExcludesTheLabelsOfTheTask() throws Exception {
        // When
        PolicySpecification specification = PolicySpecifications.of(valid("a", SMALLEST));

        // Then
        assertThat(specification)
                .isInstanceOfSatisfying(
                        PolicySpecification.Bayesian.class,
                        bayesian ->
                                assertThat(bayesian.excludedWords()).containsExactlyInAnyOrder("yes", "great", "no"));
    }
}
