package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptResult;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.policy.round.PolicyFollower.Saved;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whoever serves by following the history serves each query with the same prompt as whoever learns. */
class FollowedContextsTest {
    private static final Prompt OWN = new Prompt("own", List.of(2, 5));

    private final ProposerFixture fixture = new ProposerFixture();
    private final Task task = Task.newBuilder(TaskSamples.contested("task", 2))
            .setPolicy(
                    PolicyDefinition.newBuilder(TaskSamples.contested("task", 2).getPolicy())
                            .setKind(PolicyKind.BAYESIAN)
                            .setContexts(2)
                            .build())
            .build();
    private final Learners learners = fixture.learners();

    @Test
    void aFollowerServesEachQueryAsTheLearnerDoes() {
        // Given a snapshot from before contexts were known
        learners.open(task, Optional.empty(), Optional.empty());
        PolicyUpdate begun = learners.takeUpdates(0).getFirst();
        PolicyFollower follower = new PolicyFollower(
                new PolicySteps(fixture.policies, ProposerFixture.CLOCK),
                taskId -> Optional.of(new Saved(begun.snapshot(), 0)),
                (taskId, roundId) -> false);

        // When rounds come of which the follower hears by the history alone
        Optional<PolicySnapshot> followed = Optional.empty();
        for (int number = 1; number <= 160; number++) {
            RoundResult round = round(number);
            learners.learn(task, round);
            learners.takeUpdates(0).getFirst().steps().forEach(step -> follower.step(step, 0));
            follower.round(round, 100);
            followed = follower.advance(0).stream().findFirst();
            assertThat(followed).isPresent();
        }

        // Then
        Proposer ofLearner = fixture.proposer();
        Proposer ofFollower = fixture.proposer();
        for (int number = 0; number < 20; number++) {
            Query query = query(number);
            Provenance learned = served(ofLearner, query, learners.present("task"));
            Provenance followedOne = served(ofFollower, query, followed);
            assertThat(followedOne).isEqualTo(learned);
            assertThat(learned.getQueryContext()).isPresent();
            assertThat(learned.getContextDecided()).isEqualTo(number % 2 == 1);
            assertThat(learned.getPrompt().equals(OWN)).isEqualTo(number % 2 == 1);
        }
    }

    private Provenance served(Proposer proposer, Query query, Optional<PolicySnapshot> newest) {
        return proposer.propose(task, query, newest).serve().getProvenance();
    }

    /** Of two kinds, by turns. */
    private static Query query(int number) {
        String text = (number % 2 == 0 ? "aaaaaaaa" : "ffffffff") + (char) ('a' + number % 3);
        return Query.newBuilder(TaskSamples.query("task", "q" + number))
                .setText(text)
                .build();
    }

    /** The prompt of its own earns less than the champion on the mean, but more on queries of the second kind. */
    private RoundResult round(int number) {
        PolicySnapshot present = learners.present("task").orElseThrow();
        Prompt champion = present.getChampion().orElseThrow().getPrompt();
        double noise = number % 3;
        return RoundResult.newBuilder(RoundSamples.result(new UUID(0, number), "task", present.getVersion()))
                .setPrompts(List.of(
                        result(0, PromptOrigin.CHAMPION, champion, 5, 5),
                        result(1, PromptOrigin.SAMPLED, OWN, -9 + noise, 11 + noise)))
                .setQueryFeatures(IntStream.of(2 * number, 2 * number + 1)
                        .mapToObj(query -> fixture.policies.features(query(query)))
                        .toList())
                .build();
    }

    private static PromptResult result(int index, PromptOrigin origin, Prompt prompt, double ofFirst, double ofSecond) {
        PromptResult any =
                RoundSamples.result(new UUID(0, 0), "task", 0).getPrompts().getFirst();
        return PromptResult.newBuilder(any)
                .setPrompt(prompt)
                .setPromptIndex(index)
                .setOrigin(origin)
                .setRewards(
                        List.of(new QueryReward(0, ofFirst, null, false), new QueryReward(1, ofSecond, null, false)))
                .build();
    }
}
