package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PromptResult;
import io.promptstream.event.Provenance;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The running service judges fluency by the bundled model, live and in a rescoring. */
@WithKafka
@Execution(ExecutionMode.CONCURRENT)
class FluencyIT {
    private static final RewardDefinition FLUENCY = Events.sum(RewardKind.FLUENCY, RewardKind.LENGTH);
    private static final List<String> ANSWERS =
            List.of("the quality was great and it works very well", "well very works it and great was quality the", "");

    @TempDir
    Path directory;

    private final RescoredSystem live;
    private final RescoredSystem rescored;

    FluencyIT(KafkaEnvironment kafka) {
        this.live = new RescoredSystem(kafka, task(FLUENCY));
        this.rescored = new RescoredSystem(kafka, task(Events.reward(RewardKind.LENGTH, MissingRewardRule.LEAVE_OUT)));
    }

    @AfterEach
    void close() {
        live.close();
        rescored.close();
    }

    @Test
    void aRescoringByFluencyGivesWhatLiveScoringByItGives() {
        // Given
        write(live);
        write(rescored);
        List<PromptResult> expected;
        try (RunningService service = live.start(directory.resolve("live"))) {
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
            expected = result(live.results(live.topics().roundResults(), 1));
        }

        // When
        List<PromptResult> again;
        try (RunningService service = rescored.start(directory.resolve("rescored"))) {
            rescored.results(rescored.topics().roundResults(), 1);
            rescored.order(RescoringSamples.order("fluent").setReward(FLUENCY).build());
            rescored.await(
                    "fluent", rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.DONE));
            again = result(rescored.results(rescored.rescored("fluent"), 1));
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
        }

        // Then
        assertThat(again).isEqualTo(expected);
        assertThat(reward(expected, 0)).isGreaterThan(20 + reward(expected, 1));
        // An empty answer is no longer than two words, and nothing else.
        assertThat(reward(expected, 2)).isEqualTo(50);
    }

    private static Task task(RewardDefinition reward) {
        return Task.newBuilder(Events.task(reward))
                .setKind(OutputKind.GENERATION)
                .setLabels(List.of())
                .build();
    }

    /** A round of one query. */
    private static void write(RescoredSystem system) {
        UUID round = new UUID(5, 1);
        List<RescoredSystem.Written> records = new ArrayList<>(List.of(system.query(Events.query("q", null))));
        for (int p = 0; p < ANSWERS.size(); p++) {
            Provenance provenance = Events.explore(round, ANSWERS.size(), 1, p, 0);
            records.add(system.proposal(Events.proposal("q", provenance)));
            records.add(system.output(TaskOutput.newBuilder(Events.output("q", provenance, 0, 0))
                    .setScores(List.of())
                    .setText(ANSWERS.get(p))
                    .build()));
        }
        system.write(records);
    }

    private static List<PromptResult> result(List<RoundResult> results) {
        assertThat(results).hasSize(1);
        return results.getFirst().getPrompts();
    }

    private static double reward(List<PromptResult> prompts, int index) {
        return prompts.get(index).getRewards().getFirst().getValue();
    }
}
