package io.promptstream.local.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Query;
import io.promptstream.local.connection.CommandRun;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.connection.PolicyAnswers;
import io.promptstream.local.display.Json;
import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.StartListener;
import io.promptstream.local.system.SystemSettings;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.topic.TopicAdmin;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryCommandIT {

    private static final Duration POLL = Duration.ofMillis(200);

    @TempDir
    Path folder;

    @Test
    void sendsTheGoodLinesAsOftenAsWantedAndFailsForTheBadOnes() throws Exception {
        try (var system = LocalSystem.start(SystemSettings.in(folder.resolve("run")), StartListener.SILENT, List.of());
                var service = new PolicyAnswers()) {
            // Given
            service.answer("/tasks/opinions", "{\"labels\": [{\"name\": \"good\"}, {\"name\": \"bad\"}]}");
            var kafka = new KafkaAccess(system.bootstrapServers(), system.registryUrl(), TopicCatalogue.withDefaults());
            try (var admin = kafka.admin()) {
                new TopicAdmin(admin).ensure(List.of(kafka.topics().queries()), (short) 1);
            }
            var mixed = write("mixed.tsv", "queryId\ttext\tlabel\na\tfine\tgood\nb\tso so\tcooking\nc\tawful\tbad\n");
            var clean = write("clean.tsv", "queryId\ttext\nd\tfine\n");

            // When
            var failed = run(system, service, mixed, "--repeat", "2", "--json");
            var done = run(system, service, clean);

            // Then
            assertThat(failed.exit()).isEqualTo(1);
            var outcome = Json.read(failed.out(), "the outcome");
            assertThat(outcome.path("sent").asLong()).isEqualTo(4);
            assertThat(outcome.path("bad").asInt()).isEqualTo(1);
            assertThat(outcome.at("/badLines/0/number").asLong()).isEqualTo(3);
            assertThat(outcome.at("/badLines/0/reason").asText()).contains("'cooking'");
            assertThat(done.exit()).isZero();
            assertThat(done.out()).contains("1 queries sent", "0 bad lines left out");
            assertThat(queries(kafka, 5))
                    .extracting(Query::getQueryId)
                    .containsExactlyInAnyOrder("a", "c", "a-2", "c-2", "d");
        }
    }

    private static CommandRun run(LocalSystem system, PolicyAnswers service, Path file, String... more) {
        var arguments = new ArrayList<>(List.of(
                "--file",
                file.toString(),
                "--bootstrap-servers",
                system.bootstrapServers(),
                "--registry",
                system.registryUrl()));
        arguments.addAll(List.of(more));
        return CommandRun.of(service, new QueryCommand(), arguments.toArray(String[]::new));
    }

    private static List<Query> queries(KafkaAccess kafka, int atLeast) {
        var found = new ArrayList<Query>();
        var topic = kafka.topics().queries();
        try (var consumer = kafka.consumer();
                var codec = kafka.codec()) {
            consumer.assign(consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
            while (found.size() < atLeast) {
                for (var record : consumer.poll(POLL)) {
                    found.add(((Decoded.Event<Query>) codec.decode(topic.name(), record.value(), Query.class)).event());
                }
            }
        }
        return found;
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
