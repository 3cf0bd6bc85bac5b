package io.promptstream.policy.app.policies;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.ContextBoard;
import io.promptstream.event.ExplorationState;
import io.promptstream.event.PolicyContexts;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.policy.round.Learners;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyAnswerTest {
    private static final Prompt OWN = new Prompt("own", List.of(2, 5));

    private final Task task = Task.newBuilder(TaskSamples.contested("task", 2))
            .setPolicy(
                    PolicyDefinition.newBuilder(TaskSamples.contested("task", 2).getPolicy())
                            .setContexts(2)
                            .build())
            .build();
    private final PolicySnapshot begun = begun();
    private final PromptStanding champion = begun.getChampion().orElseThrow();

    @Test
    void tellsWhatEachContextIsServedWithAndWhetherThatIsItsOwn() {
        // Given a context whose champion leads the task's, and one with the same
        PolicyContexts contexts = PolicyContexts.newBuilder()
                .setMean(List.of(0.0, 0.0, 0.0))
                .setCentroids(List.of(List.of(1.0, 0.0, 0.0), List.of(0.0, 1.0, 0.0)))
                .setBoards(List.of(
                        board(standing(champion.getPrompt(), 200, 0), List.of()),
                        board(standing(OWN, 300, 0), List.of(standing(champion.getPrompt(), 300, -20)))))
                .build();

        // When
        PolicyAnswer answer = PolicyAnswer.of(
                task, PolicySnapshot.newBuilder(begun).setContexts(contexts).build(), 0);

        // Then
        assertThat(answer.contexts()).extracting(PolicyAnswer.Context::context).containsExactly(0, 1);
        PolicyAnswer.Context common = answer.contexts().getFirst();
        assertThat(common.own()).isFalse();
        assertThat(common.servedPrompt()).isEqualTo(answer.servedPrompt());
        PolicyAnswer.Context own = answer.contexts().getLast();
        assertThat(own.own()).isTrue();
        assertThat(own.servedPrompt()).isEqualTo("own");
        assertThat(own.champion().queries()).isEqualTo(300);
        assertThat(own.champion().meanReward()).isEqualTo(40);
    }

    @Test
    void tellsSinceWhichVersionExploringHasStopped() {
        // When
        PolicyAnswer answer = PolicyAnswer.of(
                task,
                PolicySnapshot.newBuilder(begun)
                        .setExploration(new ExplorationState(true, 70L, 0.25, true, -9.0, 1.0, 4.0, 31L))
                        .build(),
                0);

        // Then
        assertThat(answer.exploration()).isEqualTo(new PolicyAnswer.Exploration(true, 31L, 0.25, 70));
    }

    @Test
    void aTaskWithNeitherHasNothingToTellOfThem() {
        PolicyAnswer answer = PolicyAnswer.of(task, begun, 0);

        assertThat(answer.contexts()).isEmpty();
        assertThat(answer.exploration()).isNull();
    }

    private PolicySnapshot begun() {
        Learners learners = new Learners(new Policies(new RecurrentLanguageModel(9, 6, 1)), Clock.systemUTC(), "test");
        learners.open(task, Optional.empty(), Optional.empty());
        return learners.takeUpdates().getFirst().snapshot();
    }

    private PromptStanding standing(Prompt prompt, long queries, double difference) {
        return PromptStanding.newBuilder(champion)
                .setPrompt(prompt)
                .setRounds(40)
                .setQueries(queries)
                .setMeanReward(40)
                .setCompared(difference == 0 ? 0 : queries)
                .setMeanDifference(difference)
                .setVariance(4)
                .build();
    }

    private static ContextBoard board(PromptStanding champion, List<PromptStanding> contenders) {
        return new ContextBoard(champion, 3L, contenders, null);
    }
}
