package io.promptstream.acceptance;

import static io.promptstream.acceptance.EvaluateRun.accuracy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Role;
import io.promptstream.event.RoundResult;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.local.connection.NewestEvents;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.input.TaskInput;
import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.ServiceKind;
import io.promptstream.local.system.StartListener;
import io.promptstream.local.system.SystemSettings;
import io.promptstream.local.task.TaskFile;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that learn from the task model's gradients, through a running system. */
class GradientsIT {
    private static final String SAMPLE = "infra/local/src/main/samples/product-opinions";
    private static final Duration MOST_STREAMING = Duration.ofMinutes(2);
    private static final int INPUTS = 50;

    @TempDir
    static Path directory;

    private static TaskFile sample;
    private static Path train;
    private static Path test;
    private static LocalSystem system;
    private static PolicyClient policies;
    private static KafkaAccess kafka;

    @BeforeAll
    static void start() throws IOException {
        var settings = SystemSettings.in(directory.resolve("run"))
                .withEnvironment(Map.of("PROMPTSTREAM_MODELS", "second=" + SecondModel.write(directory)));
        sample = TaskFile.read(settings.root().resolve(SAMPLE + ".yaml"));
        train = settings.root().resolve(SAMPLE + ".train.tsv");
        test = Files.write(
                directory.resolve("test.tsv"),
                Files.readAllLines(settings.root().resolve(SAMPLE + ".test.tsv"))
                        .subList(0, INPUTS + 1));
        system = LocalSystem.start(settings, StartListener.SILENT);
        policies = new PolicyClient(system.url(ServiceKind.POLICY));
        kafka = new KafkaAccess(system.bootstrapServers(), system.registryUrl(), TopicCatalogue.withDefaults());
    }

    @AfterAll
    static void stop() {
        policies.close();
        system.close();
    }

    @Test
    void aSoftPromptIsTunedAndServes() {
        // When
        put("soft", "soft-prompt");
        stream("soft", 30);

        // Then later rounds earn more than earlier ones
        assertThatLaterRoundsEarnMore("soft");
        var snapshot = new NewestEvents(kafka).snapshot("soft").orElseThrow();
        assertThat(snapshot.getEmbedding()).isNotEmpty();
        assertThat(snapshot.getGreedyPrompt().getText()).startsWith("<soft prompt 3 x ");
        try (var topics = new Topics(kafka)) {
            assertThat(topics.events(kafka.topics().promptProposals(), PromptProposal.class))
                    .filteredOn(proposal -> proposal.getTaskId().equals("soft"))
                    .filteredOn(proposal -> proposal.getProvenance().getRole() == Role.SERVE)
                    .isNotEmpty()
                    .allSatisfy(proposal -> assertThat(proposal.getEmbedding()).hasSameSizeAs(snapshot.getEmbedding()));
        }

        // And the command measures the matrix, and the first one, though their texts only name them
        var evaluation =
                EvaluateRun.of(directory.resolve("run"), "soft", test, "--json").json();
        assertThat(evaluation.at("/prompts/0/source").asText()).isEqualTo("learned");
        assertThat(evaluation.at("/prompts/0/measures/failed").asInt()).isZero();
        assertThat(accuracy(evaluation, 0)).isGreaterThan(accuracy(evaluation, 1));
    }

    @Test
    void autoPromptFindsBetterTriggers() {
        // When
        put("triggers", "autoprompt");
        stream("triggers", 12);

        // Then
        assertThatLaterRoundsEarnMore("triggers");
        try (var topics = new Topics(kafka)) {
            assertThat(rounds(topics, "triggers"))
                    .allSatisfy(round -> assertThat(round.getPrompts())
                            .filteredOn(prompt -> !prompt.getPromptGradient().isEmpty())
                            // The trigger's, which also takes the place of a contender as long as there is none.
                            .hasSizeBetween(1, 2));
        }
    }

    @Test
    void aModelThatThePolicyServiceDoesNotHaveIsRefusedAtOnce() {
        for (String kind : List.of("autoprompt", "soft-prompt")) {
            ObjectNode task = task(kind);
            task.withObjectProperty("taskModel").put("name", "second");
            assertThatThrownBy(() -> policies.putTask("refused", task))
                    .hasMessageContaining("policy.kind")
                    .hasMessageContaining("write bayesian or rlprompt");
        }
    }

    private static void put(String id, String kind) {
        policies.putTask(id, task(kind));
    }

    private static ObjectNode task(String kind) {
        var task = sample.content().deepCopy();
        task.remove("id");
        task.remove("calibration");
        task.putObject("policy").put("kind", kind);
        return task;
    }

    /** Streams the sample until so many rounds are learned. */
    private static void stream(String id, int rounds) {
        var inputs = TaskInput.read(train, new NewestEvents(kafka).task(id), true);
        try (var publisher = new QueryPublisher(kafka)) {
            long began = System.nanoTime();
            for (int sent = 0; !hasLearned(id, rounds, sent); sent++) {
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(MOST_STREAMING);
                var input = inputs.get(sent % inputs.size());
                publisher.publish(Query.newBuilder()
                        .setQueryId(id + "-" + sent)
                        .setTaskId(id)
                        .setText(input.text())
                        .setReference(input.reference())
                        .setAskedAt(Instant.now())
                        .build());
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
            publisher.flush();
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                policies.policyIfAny(id).path("version").asInt())
                        .isGreaterThanOrEqualTo(rounds));
    }

    private static boolean hasLearned(String id, int rounds, int sent) {
        return sent % 50 == 49 && policies.policyIfAny(id).path("version").asInt() >= rounds;
    }

    private static void assertThatLaterRoundsEarnMore(String id) {
        try (var topics = new Topics(kafka)) {
            var rewards =
                    rounds(topics, id).stream().map(GradientsIT::meanReward).toList();
            int third = rewards.size() / 3;
            assertThat(mean(rewards.subList(rewards.size() - third, rewards.size())))
                    .as("rewards of the last third of %s", rewards)
                    .isGreaterThan(mean(rewards.subList(0, third)));
        }
    }

    private static List<RoundResult> rounds(Topics topics, String id) {
        return topics.events(kafka.topics().roundResults(), RoundResult.class).stream()
                .filter(round -> round.getTaskId().equals(id))
                .sorted(Comparator.comparing(RoundResult::getClosedAt))
                .toList();
    }

    private static double meanReward(RoundResult round) {
        return round.getPrompts().stream()
                .flatMap(prompt -> prompt.getRewards().stream())
                .mapToDouble(reward -> reward.getValue())
                .average()
                .orElse(0);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
