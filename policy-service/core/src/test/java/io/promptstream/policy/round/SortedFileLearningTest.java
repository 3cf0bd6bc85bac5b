package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.PromptResult;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.TaskSamples;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A file that is sorted by label is streamed again and again, and learned from as in the running system. Most prompts answer
 * everything with one label; the few others are right a little more often than not.
 */
class SortedFileLearningTest {
    private static final int IN_A_ROW = 48;
    private static final int PASSES = 12;
    private static final List<String> LABELS = List.of("yes", "no");

    private final ProposerFixture fixture = new ProposerFixture();
    private final Proposer proposer = fixture.proposer();
    private final Learners learners = fixture.learners();
    private final Task task = Task.newBuilder(TaskSamples.task("task"))
            .setPolicy(PolicyDefinition.newBuilder(TaskSamples.policy())
                    .setPromptsPerRound(8)
                    .setContendersPerRound(4)
                    .setQueriesPerRound(4)
                    .build())
            .build();
    private final Deque<List<PromptProposal>> inFlight = new ArrayDeque<>();
    private final List<List<String>> labelsOfRounds = new ArrayList<>();
    private final List<Prompt> champions = new ArrayList<>();
    private PolicySnapshot newest;

    SortedFileLearningTest() {
        learners.open(task, Optional.empty(), Optional.empty());
        newest = learners.takeUpdates().getFirst().snapshot();
    }

    @Test
    void roundsHaveAsManyQueriesOfEachLabel() {
        stream();
        assertThat(labelsOfRounds)
                .hasSizeGreaterThan(PASSES * IN_A_ROW * LABELS.size() / 4 * 9 / 10)
                .allSatisfy(labels -> assertThat(labels).containsExactlyInAnyOrder("yes", "yes", "no", "no"));
    }

    @Test
    void noPromptOfOneLabelBecomesChampion() {
        stream();
        assertThat(champions)
                .anyMatch(champion -> favoured(champion).isEmpty())
                .noneMatch(champion -> favoured(champion).isPresent());
    }

    private void stream() {
        for (int asked = 0; asked < PASSES * IN_A_ROW * LABELS.size(); asked++) {
            ask(asked);
        }
    }

    private void ask(int number) {
        if (inFlight.size() == task.getPolicy().getRoundsInFlight()) {
            learn(inFlight.removeFirst());
        }
        String label = LABELS.get(number / IN_A_ROW % LABELS.size());
        Query query = Query.newBuilder(TaskSamples.query("task", "q" + number))
                .setText(label)
                .setReference(label)
                .build();
        List<PromptProposal> round =
                proposer.propose(task, query, Optional.of(newest)).explore();
        if (!round.isEmpty()) {
            inFlight.add(round);
        }
    }

    private void learn(List<PromptProposal> round) {
        labelsOfRounds.add(round.stream()
                .filter(proposal -> proposal.getProvenance().getPromptIndex() == 0)
                .map(PromptProposal::getInput)
                .toList());
        learners.learn(task, result(round));
        newest = learners.takeUpdates().getFirst().snapshot();
        newest.getChampion()
                .filter(champion ->
                        newest.getChampionSince().filter(since -> since > 0).isPresent())
                .map(PromptStanding::getPrompt)
                .ifPresent(champions::add);
    }

    /** The label that the prompt answers everything with; none for one prompt in eight. */
    private static Optional<String> favoured(Prompt prompt) {
        int first = prompt.getTokens().getFirst();
        return first == 3 ? Optional.empty() : Optional.of(LABELS.get(first % LABELS.size()));
    }

    /** As the label margin rewards a confident answer, right or wrong. */
    private static double reward(Prompt prompt, String label) {
        return favoured(prompt)
                .map(answer -> answer.equals(label) ? 200.0 : -180.0)
                .orElse(40.0);
    }

    private static RoundResult result(List<PromptProposal> round) {
        Provenance first = round.getFirst().getProvenance();
        List<PromptResult> prompts = round.stream()
                .map(PromptProposal::getProvenance)
                .filter(provenance -> provenance.getQueryIndex() == 0)
                .sorted(Comparator.comparingInt(Provenance::getPromptIndex))
                .map(provenance -> PromptResult.newBuilder()
                        .setPrompt(provenance.getPrompt())
                        .setPromptIndex(provenance.getPromptIndex())
                        .setOrigin(provenance.getOrigin())
                        .setLogProbability(provenance.getLogProbability())
                        .setTruncation(provenance.getTruncation())
                        .setSeed(provenance.getSeed())
                        .setRewards(rewards(round, provenance))
                        .build())
                .toList();
        return RoundResult.newBuilder()
                .setRoundId(first.getRoundId().orElseThrow())
                .setTaskId("task")
                .setTaskRevision(first.getTaskRevision())
                .setPolicyVersion(first.getPolicyVersion())
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(prompts)
                .setExpectedRewards(round.size())
                .setReceivedRewards(round.size())
                .setOpenedAt(Instant.EPOCH)
                .setClosedAt(Instant.EPOCH)
                .build();
    }

    private static List<QueryReward> rewards(List<PromptProposal> round, Provenance prompt) {
        return round.stream()
                .filter(proposal -> proposal.getProvenance().getPromptIndex() == prompt.getPromptIndex())
                .map(proposal -> {
                    double value = reward(prompt.getPrompt(), proposal.getInput());
                    return new QueryReward(proposal.getProvenance().getQueryIndex(), value, value > 0, false);
                })
                .toList();
    }
}
