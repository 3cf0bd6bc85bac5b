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
            service.answer("/tasks/opinions", """
                    {"labels": [{"name": "good"}, {"name": "bad"}], "reward": {"kind": "label-margin"}}
                    """);
            service.answer("/tasks/rated", """
                    {"labels": [{"name": "good"}, {"name": "bad"}], "reward": {"kind": "rating"}}
                    """);
            var kafka = new KafkaAccess(system.bootstrapServers(), system.registryUrl(), TopicCatalogue.withDefaults());
            try (var admin = kafka.admin()) {
                new TopicAdmin(admin).ensure(List.of(kafka.topics().queries()), (short) 1);
            }
            var mixed = write("mixed.tsv", "queryId\ttext\tlabel\na\tfine\tgood\nb\tso so\tcooking\nc\tawful\tbad\n");
            var clean = write("clean.tsv", "queryId\ttext\nd\tfine\n");
            var long4 = write(
                    "long.csv",
                    "queryId,text,shop\ne,fine,north\n,so so,\nf,\"" + "word ".repeat(240_000) + "\",\ng,fine,\n");
            var misspelt = write("misspelt.tsv", "queryId\ttext\tlabell\nh\tfine\tgood\n");
            var sentiment = write("sentiment.tsv", "queryId\ttext\tsentiment\ni\tfine\tgood\n");

            // When
            var failed = run(system, service, mixed, "--repeat", "2", "--json");
            var done = run(system, service, clean);
            var shortened = run(system, service, long4, "--json");
            var both =
                    run(system, service, write("both.tsv", "queryId\ttext\tlabel\nh\tfine\tgood\n"), "--task", "rated");
            var refused = List.of(run(system, service, misspelt), run(system, service, sentiment));

            // Then
            assertThat(failed.exit()).isEqualTo(1);
            var outcome = Json.read(failed.out(), "the outcome");
            assertThat(outcome.path("sent").asLong()).isEqualTo(4);
            assertThat(outcome.path("bad").asInt()).isEqualTo(1);
            assertThat(outcome.at("/badLines/0/number").asLong()).isEqualTo(3);
            assertThat(outcome.at("/badLines/0/reason").asText()).contains("'cooking'");
            assertThat(done.exit()).isZero();
            assertThat(done.out()).contains("1 query sent", "0 bad lines skipped");
            assertThat(done.err()).contains("no query brings a label or reference");
            assertThat(shortened.exit()).isEqualTo(1);
            var left = Json.read(shortened.out(), "the outcome");
            assertThat(left.path("sent").asLong()).isEqualTo(3);
            assertThat(left.at("/badLines/0/number").asLong()).isEqualTo(4);
            assertThat(left.at("/badLines/0/reason").asText())
                    .matches("too long: 12000\\d\\d bytes, at most "
                            + kafka.topics().queries().largestRecordBytes());
            assertThat(left.path("remarks").toString()).contains("sent as attributes: shop", "ids made up");
            assertThat(both.out()).contains("2 queries sent");
            assertThat(refused).extracting(CommandRun::exit).containsExactly(1, 1);
            assertThat(refused.getFirst().err()).contains("the column 'labell' is probably 'label'");
            assertThat(refused.getLast().err()).contains("the column 'sentiment' holds labels of the task");
            var ids = left.at("/idsMadeUp/prefix").asText() + "2";
            var queries = queries(kafka, 10);
            assertThat(queries)
                    .extracting(Query::getQueryId)
                    .containsExactlyInAnyOrder("a", "c", "a-2", "c-2", "d", "e", ids, "g", "h", "h");
            assertThat(queries)
                    .filteredOn(query -> query.getQueryId().equals("h"))
                    .extracting(Query::getTaskId)
                    .containsExactlyInAnyOrder("opinions", "rated");
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
