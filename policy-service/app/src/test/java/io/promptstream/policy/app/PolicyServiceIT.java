package io.promptstream.policy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Role;
import io.promptstream.policy.RoundSamples;
import io.promptstream.policy.TaskSamples;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.MetricsTable;
import io.promptstream.testsupport.WithKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

@WithKafka
class PolicyServiceIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KafkaEnvironment kafka;

    PolicyServiceIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void roundsAreProposedAndLearnedWhileGarbageIsKeptApart() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "first")) {
            // Given
            TopicCatalogue names = topics.catalogue();
            assertThat(service.put("/tasks/opinions", TaskSamples.JSON).status())
                    .isEqualTo(200);

            // When
            List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String id = "query-" + i;
                records.add(topics.record(names.queries(), id, TaskSamples.query("opinions", id)));
                records.add(
                        new ProducerRecord<>(names.queries().name(), "k", "rubbish".getBytes(StandardCharsets.UTF_8)));
            }
            records.add(topics.record(names.queries(), "lost", TaskSamples.query("nobody", "lost")));
            records.add(topics.record(names.queries(), "other-key", TaskSamples.query("opinions", "query-x")));
            topics.write(records);

            // Then
            List<PromptProposal> proposals = topics.proposals(30 + 3 * 8);
            assertThat(proposals.stream().filter(proposal -> role(proposal) == Role.SERVE))
                    .hasSize(30);
            assertThat(proposals.stream().filter(proposal -> role(proposal) == Role.EXPLORE))
                    .hasSize(3 * 8);
            List<String> reasons = topics.reasons(names.queries(), 32);
            assertThat(reasons).hasSize(32).anyMatch(reason -> reason.contains("nobody"));

            // When
            topics.write(names.roundResults(), "opinions", new byte[] {1, 2, 3});
            topics.learn(RoundSamples.of(proposals));

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.version("opinions")).isEqualTo(3));
            var policy = service.get("/tasks/opinions/policy").body();
            assertThat(policy.path("rounds")).hasSize(3);
            assertThat(policy.path("lag").path("max").asLong()).isEqualTo(2);
            assertThat(policy.path("lag").path("leftOut").asLong()).isZero();
            assertThat(policy.path("greedyPrompt").asText()).isNotBlank();
            assertThat(topics.reasons(names.roundResults(), 1)).hasSize(1);
            assertThat(service.post("/tasks/opinions/replays", "{\"name\": \"again\"}")
                            .status())
                    .isEqualTo(202);
            await().atMost(PATIENCE).untilAsserted(() -> assertMetrics(service, names));

            // And rounds of the queries that waited begin once those before are learned
            topics.ask("opinions", List.of("later"));
            List<PromptProposal> more = topics.proposals(30 + 6 * 8 + 1);
            assertThat(more)
                    .filteredOn(proposal -> role(proposal) == Role.EXPLORE)
                    .hasSize(6 * 8);
            assertThat(more)
                    .filteredOn(proposal -> proposal.getQueryId().equals("later"))
                    .filteredOn(proposal -> role(proposal) == Role.SERVE)
                    .singleElement()
                    .satisfies(proposal -> assertThat(proposal.getProvenance().getPolicyVersion())
                            .isEqualTo(3));
        }
    }

    private static void assertMetrics(RunningService service, TopicCatalogue names) {
        String metrics = service.get("/prometheus").body().asText();
        assertThat(metrics)
                .contains(
                        "promptstream_rounds_learned_total{task=\"opinions\"} 3.0",
                        "promptstream_policy_lag_versions_max{task=\"opinions\"} 2.0",
                        "promptstream_dead_letters_total{reason=\"unreadable\",topic=\"%s\"} 30.0"
                                .formatted(names.queries().name()),
                        "promptstream_dead_letters_total{reason=\"unknown_task\",topic=\"%s\"} 1.0"
                                .formatted(names.queries().name()),
                        "promptstream_dead_letters_total{reason=\"wrong_key\",topic=\"%s\"} 1.0"
                                .formatted(names.queries().name()));
        assertThat(MetricsTable.in(metrics)).isEqualTo(MetricsTable.read().of("policy"));
    }

    private static Role role(PromptProposal proposal) {
        return proposal.getProvenance().getRole();
    }
}
