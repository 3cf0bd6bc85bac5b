package io.promptstream.task.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.TaskOutput;
import io.promptstream.task.Events;
import io.promptstream.task.TinyModel;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Instances that come and go while there is work. */
@WithKafka
class ScalingIT {
    private static final int PROPOSALS = 3000;
    private static final int MORE_THAN_A_SECONDS_WORK = 30_000;

    @TempDir
    Path directory;

    private final KafkaEnvironment kafka;
    private final ServiceTopics topics;

    ScalingIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
        this.topics = new ServiceTopics(kafka);
    }

    @BeforeEach
    void writeModel() throws IOException {
        TinyModel.write(directory, 1);
    }

    @AfterEach
    void closeTopics() {
        topics.close();
    }

    @Test
    void answersOnceThoughItIsStoppedInBetween() {
        // Given
        List<PromptProposal> proposals = ServiceTopics.proposals(MORE_THAN_A_SECONDS_WORK);
        try (RunningService first = start("a")) {
            topics.put(Events.classification("weather", Events.local("bundled"), "sun", "rain"));
            topics.propose(proposals);
            topics.outputs(100);

            // When
            first.close();
        }
        int before = topics.outputs().size();
        try (RunningService second = start("b")) {
            // Then
            topics.outputs(MORE_THAN_A_SECONDS_WORK);
            assertThat(before).isLessThan(MORE_THAN_A_SECONDS_WORK);
            assertAnsweredOnce(proposals);
        }
    }

    @Test
    void answersOnceThoughInstancesComeAndGo() {
        // Given
        List<PromptProposal> proposals = ServiceTopics.proposals(PROPOSALS);
        try (RunningService first = start("a")) {
            topics.put(Events.classification("weather", Events.local("bundled"), "sun", "rain"));

            // When
            topics.propose(proposals.subList(0, PROPOSALS / 3));
            topics.outputs(100);
            try (RunningService second = start("b")) {
                kafka.awaitMembers(topics.catalogue().prefix() + "task-service", 2, ServiceTopics.PATIENCE);
                topics.propose(proposals.subList(PROPOSALS / 3, PROPOSALS * 2 / 3));
                first.close();
                topics.propose(proposals.subList(PROPOSALS * 2 / 3, PROPOSALS));

                // Then
                topics.outputs(PROPOSALS);
                kafka.awaitMembers(topics.catalogue().prefix() + "task-service", 1, ServiceTopics.PATIENCE);
                assertAnsweredOnce(proposals);
            }
        }
    }

    private RunningService start(String instance) {
        return RunningService.start(kafka, topics.catalogue().prefix(), instance, directory)
                .awaitUp();
    }

    private void assertAnsweredOnce(List<PromptProposal> proposals) {
        assertThat(topics.outputs())
                .extracting(TaskOutput::getProposalId)
                .containsExactlyInAnyOrderElementsOf(
                        proposals.stream().map(PromptProposal::getProposalId).toList());
    }
}
