package io.promptstream.acceptance;

import static io.promptstream.acceptance.EvaluateRun.accuracy;
import static io.promptstream.acceptance.EvaluateRun.reward;
import static io.promptstream.acceptance.EvaluatedTasks.LOCAL_TEXT;
import static io.promptstream.acceptance.EvaluatedTasks.OPINIONS;
import static io.promptstream.acceptance.EvaluatedTasks.REMOTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.RoundResult;
import io.promptstream.local.connection.Http;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.connection.NewestEvents;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.display.Json;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.ServiceKind;
import io.promptstream.local.system.StartListener;
import io.promptstream.local.system.SystemSettings;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code evaluate} on tasks of every kind of model and reward, through one running system. */
class EvaluationIT {

    private static final int INPUTS = 60;

    @TempDir
    static Path directory;

    private static Path second;
    private static Path sample;
    private static ChatStandIn chat;
    private static LocalSystem system;
    private static PolicyClient policies;
    private static KafkaAccess kafka;

    @BeforeAll
    static void start() throws IOException {
        second = SecondModel.write(directory);
        chat = new ChatStandIn(EvaluatedTasks::answer);
        var settings = SystemSettings.in(directory.resolve("run"));
        var lines =
                Files.readAllLines(settings.root().resolve("infra/local/src/main/samples/product-opinions.test.tsv"));
        sample = Files.write(directory.resolve("opinions.tsv"), lines.subList(0, INPUTS + 1));
        system = LocalSystem.start(
                settings.withEnvironment(Map.of("PROMPTSTREAM_MODELS", "second=" + second)), StartListener.SILENT);
        policies = new PolicyClient(system.url(ServiceKind.POLICY));
        kafka = new KafkaAccess(system.bootstrapServers(), system.registryUrl(), TopicCatalogue.withDefaults());
    }

    @AfterAll
    static void stop() {
        policies.close();
        system.close();
        chat.close();
    }

    @Test
    void aTaskOfASecondModelGetsThatModelsFigures() {
        // Given
        put("second", OPINIONS.formatted("second"));
        put("bundled", OPINIONS.formatted("bundled"));

        // When
        var ofSecond = evaluated("second", sample, "--prompt", "it was", "--prompt", "overall, it was");
        var ofBundled = evaluated("bundled", sample, "--prompt", "it was");

        // Then
        var task = new NewestEvents(kafka).task("second");
        var inputs = TaskInput.read(sample, task, true);
        assertThat(inputs).hasSize(INPUTS);
        var bundled = SystemSettings.bundledModel(SystemSettings.rootFromProperty());
        assertThat(accuracy(ofSecond, 0)).isEqualTo(ModelAccuracy.of(second, task, "it was", inputs));
        assertThat(accuracy(ofSecond, 1)).isEqualTo(ModelAccuracy.of(second, task, "overall, it was", inputs));
        assertThat(accuracy(ofBundled, 0)).isEqualTo(ModelAccuracy.of(bundled, task, "it was", inputs));
        assertThat(ofSecond.path("model").asText()).startsWith("second@");
        assertThat(ofBundled.path("model").asText()).startsWith("bundled@");
        assertThat(ofSecond.at("/prompts/0/measures/auc").isNumber()).isTrue();
        assertThat(ofSecond.at("/prompts/0/measures/calibratedAccuracy").isNumber())
                .isTrue();
        assertThat(ofSecond.at("/prompts/0/measures/failed").asInt()).isZero();
    }

    @Test
    void neitherUsersNorThePolicyNorFiguresSeeAnyOfIt() {
        // Given
        put("unseen", OPINIONS.formatted("bundled"));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(policies.policyIfAny("unseen")
                                .path("servedPrompt")
                                .asText())
                        .isNotEmpty());

        // When it is measured twice, the learned prompt among others
        var first = evaluated("unseen", sample);
        var again = evaluated("unseen", sample);

        // Then
        assertThat(first.path("prompts"))
                .extracting(row -> row.path("source").asText())
                .containsExactly("learned", "initial", "hand-written", "hand-written");
        for (int prompt = 0; prompt < 4; prompt++) {
            assertThat(accuracy(again, prompt)).isEqualTo(accuracy(first, prompt));
            // What is answered together decides the last digits.
            assertThat(reward(again, prompt)).isCloseTo(reward(first, prompt), within(1e-3));
        }
        try (var topics = new Topics(kafka)) {
            assertThat(topics.events(kafka.topics().promptProposals(), PromptProposal.class))
                    .filteredOn(proposal -> proposal.getTaskId().equals("unseen"))
                    .hasSize(2 * 4 * INPUTS)
                    .extracting(proposal -> proposal.getProvenance().getRole())
                    .containsOnly(Role.EVALUATE);
            assertThat(topics.events(kafka.topics().rewards(), Reward.class))
                    .filteredOn(reward -> reward.getTaskId().equals("unseen"))
                    .hasSize(2 * 4 * INPUTS)
                    .extracting(Reward::getProposalId)
                    .doesNotHaveDuplicates();
            assertThat(topics.events(kafka.topics().roundResults(), RoundResult.class))
                    .extracting(RoundResult::getTaskId)
                    .doesNotContain("unseen");
            for (Topic topic : kafka.topics().events().keySet()) {
                assertThat(topics.records(kafka.topics().deadLetters(topic))).isEmpty();
            }
        }
        var policy = policies.policy("unseen");
        assertThat(policy.path("version").asLong()).isZero();
        assertThat(policy.path("roundsInFlight").asInt()).isZero();
        assertThat(get("/tasks/unseen/statistics").path("windows")).isEmpty();
        assertThat(get("/dashboard/failures"))
                .filteredOn(task -> task.path("taskId").asText().equals("unseen"))
                .allSatisfy(task -> assertThat(task.path("total").asLong()).isZero());

        // And users' queries are served and explored as ever
        var queries = Json.read(
                "[{\"queryId\": \"u1\", \"text\": \"fine\"}, {\"queryId\": \"u2\", \"text\": \"so so\"}]", "queries");
        policies.ask("unseen", queries);
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            try (var topics = new Topics(kafka)) {
                assertThat(topics.events(kafka.topics().promptProposals(), PromptProposal.class))
                        .filteredOn(proposal -> proposal.getQueryId().matches("u[12]"))
                        .hasSize(2 + 2 * 4);
            }
        });
    }

    @Test
    void aRemoteModelsTextsAreMeasuredWithTheirContextAndFailuresAreReported() throws IOException {
        // Given
        put("remote", REMOTE.formatted(chat.url()));
        var file = Files.writeString(directory.resolve("remote.jsonl"), """
                {"text": "hello", "context": ["answer shortly"], "reference": "HELLO answer shortly"}
                {"text": "boom", "reference": "BOOM"}
                """);

        // When
        var json = evaluated("remote", file, "--prompt", "in capitals", "--prompt", "in French");
        var table = run("remote", file, "--prompt", "in capitals");

        // Then
        var capitals = json.at("/prompts/0/measures");
        assertThat(capitals.path("reward").asDouble()).isCloseTo(100, within(1e-9));
        assertThat(capitals.path("components")).isNotEmpty();
        assertThat(capitals.path("failed").asInt()).isEqualTo(1);
        assertThat(capitals.path("failures").toString()).contains("this input is refused");
        assertThat(reward(json, 1)).isLessThan(50);
        assertThat(table.exit()).isZero();
        assertThat(table.out()).contains("1 failed with ", "this input is refused", "answered by stand-in");
    }

    @Test
    void aLocalModelsTextsAreMeasured() throws IOException {
        // Given
        put("texts", LOCAL_TEXT);
        var file = Files.writeString(directory.resolve("texts.tsv"), "text\treference\nthis is\tgood\nit was\tbad\n");

        // When
        var json = evaluated("texts", file, "--prompt", "and then");

        // Then
        assertThat(json.at("/prompts/0/measures/failed").asInt()).isZero();
        assertThat(json.at("/prompts/0/measures/reward").isNumber()).isTrue();
        assertThat(json.at("/prompts/0/measures/calibratedAccuracy").isNull()).isTrue();
    }

    @Test
    void saysWhatCannotBeMeasuredAndWhatIsMissing() throws IOException {
        // Given
        put("bundled", OPINIONS.formatted("bundled"));
        put("rated", EvaluatedTasks.rated(chat.url(), "people"));
        put("judged", EvaluatedTasks.rated(chat.url(), "judge"));
        var unlabelled =
                Files.writeString(directory.resolve("unlabelled.tsv"), "text\tlabel\nfine\tpositive\nso so\t\n");

        // When
        var lines = run("bundled", unlabelled);
        var people = run("rated", unlabelled);
        var judge = run("judged", unlabelled, "--prompt", "in capitals", "--timeout", "5");

        // Then
        assertThat(lines.err()).contains("line 3: has no label; write one of positive, negative");
        assertThat(people.err()).contains("people's ratings");
        assertThat(judge.err()).contains("Nothing came for 5 s: 2 rewards are missing", "whatever rates its outputs");
        assertThat(List.of(lines, people, judge)).extracting(EvaluateRun::exit).containsOnly(1);
    }

    private static void put(String id, String task) {
        policies.putTask(id, Json.read(task, "the task"));
    }

    private static JsonNode evaluated(String task, Path file, String... more) {
        return run(
                        task,
                        file,
                        Stream.concat(Stream.of(more), Stream.of("--json")).toArray(String[]::new))
                .json();
    }

    private static EvaluateRun run(String task, Path file, String... more) {
        return EvaluateRun.of(directory.resolve("run"), task, file, more);
    }

    private static JsonNode get(String path) {
        return Json.read(
                Http.get(system.url(ServiceKind.REWARD) + path).orElseThrow().body(), path);
    }
}
