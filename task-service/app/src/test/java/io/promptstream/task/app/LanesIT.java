package io.promptstream.task.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.TaskOutput;
import io.promptstream.task.Events;
import io.promptstream.task.TinyModel;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A task whose endpoint hangs beside one with a local model. */
@WithKafka
class LanesIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final KafkaEnvironment kafka;
    private final ServiceTopics topics;

    LanesIT(KafkaEnvironment kafka) {
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
    void aLocalTaskIsAnsweredWhileAnEndpointHangs() throws Exception {
        try (HangingEndpoint endpoint = new HangingEndpoint();
                RunningService service = start("a")) {
            // Given
            putTasks(endpoint);
            topics.propose(proposals("remote", 0, 200));
            await().atMost(ServiceTopics.PATIENCE)
                    .untilAsserted(() -> assertThat(endpoint.calls()).isPositive());

            // When
            topics.propose(proposals("weather", 0, 200));

            // Then
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(topics.outputs())
                            .extracting(TaskOutput::getTaskId)
                            .hasSize(200)
                            .containsOnly("weather"));
            assertThat(service.get("/health"))
                    .contains("endpoint " + endpoint.url())
                    .doesNotContain("DOWN");

            // When
            endpoint.answer();

            // Then
            assertThat(topics.outputs(400)).hasSize(400);
        }
    }

    @Test
    void everyProposalHasOneOutputThoughTheServiceIsRestartedWhileAnEndpointHangs() throws Exception {
        // Given
        List<PromptProposal> all = mixed();
        try (HangingEndpoint endpoint = new HangingEndpoint()) {
            try (RunningService first = start("a")) {
                putTasks(endpoint);
                topics.propose(all);
                topics.outputs(200);
                assertThat(endpoint.calls()).isPositive();

                // When
                first.close();
            }
            try (RunningService second = start("a")) {
                topics.propose(proposals("weather", 200, 300));
                topics.outputs(300);
                endpoint.answer();

                // Then
                topics.outputs(500);
                assertAnsweredOnce(all, proposals("weather", 200, 300));
                assertThat(second.get("/health")).doesNotContain("DOWN");
            }
        }
    }

    @Test
    void oneInstanceTakesOverFromAnotherInTheMiddle() throws Exception {
        // Given
        List<PromptProposal> all = mixed();
        try (HangingEndpoint endpoint = new HangingEndpoint();
                RunningService first = start("a")) {
            putTasks(endpoint);
            topics.propose(all);
            topics.outputs(200);

            // When
            try (RunningService second = start("b")) {
                kafka.awaitMembers(topics.catalogue().prefix() + "task-service", 2, ServiceTopics.PATIENCE);
                topics.propose(proposals("weather", 200, 300));
                topics.outputs(300);
                first.close();
                topics.propose(proposals("weather", 300, 400));
                topics.outputs(400);
                endpoint.answer();

                // Then
                topics.outputs(600);
                assertAnsweredOnce(all, proposals("weather", 200, 400));
                assertThat(second.get("/health")).doesNotContain("DOWN");
            }
        }
    }

    private RunningService start(String instance) {
        return RunningService.start(kafka, topics.catalogue().prefix(), instance, directory)
                .awaitUp();
    }

    private void putTasks(HangingEndpoint endpoint) {
        topics.put(Events.classification("weather", Events.local("bundled"), "sun", "rain"));
        topics.put(Events.classification("remote", Events.remote(endpoint.url(), null), "sun", "rain"));
    }

    /** 200 of each task, in turn. */
    private static List<PromptProposal> mixed() {
        List<PromptProposal> local = proposals("weather", 0, 200);
        List<PromptProposal> remote = proposals("remote", 0, 200);
        List<PromptProposal> mixed = new ArrayList<>();
        for (int i = 0; i < local.size(); i++) {
            mixed.add(remote.get(i));
            mixed.add(local.get(i));
        }
        return mixed;
    }

    private static List<PromptProposal> proposals(String taskId, int begin, int end) {
        Instant now = Instant.now();
        return IntStream.range(begin, end)
                .mapToObj(i -> Events.proposal(taskId + i, taskId, "input " + i / 16, "prompt " + i % 16, 1, now))
                .toList();
    }

    private void assertAnsweredOnce(List<PromptProposal> some, List<PromptProposal> others) {
        List<String> ids = new ArrayList<>();
        some.forEach(proposal -> ids.add(proposal.getProposalId()));
        others.forEach(proposal -> ids.add(proposal.getProposalId()));
        assertThat(topics.outputs()).extracting(TaskOutput::getProposalId).containsExactlyInAnyOrderElementsOf(ids);
    }
}
