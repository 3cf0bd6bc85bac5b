package io.promptstream.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.benchmark.learning.LearnedPolicy;
import io.promptstream.benchmark.live.EventLog;
import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Query;
import io.promptstream.event.RoundResult;
import io.promptstream.languagemodel.LanguageModel;
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
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PretrainedLanguageModel;
import io.promptstream.schemas.GradientPolicies;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the running services learn from rounds over Kafka, and what the benchmark learns from the same rounds, for every kind of
 * policy: the same weights after each round.
 */
class LiveWeightsIT {
    private static final String SAMPLE = "infra/local/src/main/samples/product-opinions";
    /** On a machine that is busy with other things. */
    private static final Duration MOST_STREAMING = Duration.ofMinutes(5);

    private static final Duration PACE = Duration.ofMillis(5);
    private static final int QUERIES_BETWEEN_LOOKS = 20;
    private static final int ROUNDS = 6;
    /** Contexts are found after 128 queries. */
    private static final Map<String, Object> CONTEXTS = Map.of("contexts", 2, "queriesPerRound", 32);

    @TempDir
    static Path directory;

    private static LocalSystem system;
    private static KafkaAccess kafka;
    private static LanguageModel model;
    private static Policies policies;

    /** A task whose policy is of a kind, with what its settings change of the sample. */
    record Variant(String id, PolicyKind kind, Map<String, Object> settings) {
        private ObjectNode of(TaskFile sample) {
            var task = sample.content().deepCopy();
            task.remove("id");
            if (GradientPolicies.include(kind)) {
                task.remove("calibration");
            }
            task.putObject("policy")
                    .put("kind", kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .put("promptsPerRound", 4)
                    .put("queriesPerRound", 4);
            task.withObjectProperty("policy").setAll(new ObjectMapper().<ObjectNode>valueToTree(settings));
            return task;
        }

        @Override
        public String toString() {
            return id;
        }
    }

    /** A kind that is new has no case here, which does not compile. */
    private static List<Variant> variants(PolicyKind kind) {
        return switch (kind) {
            case RLPROMPT ->
                List.of(
                        new Variant("rlprompt", kind, Map.of()),
                        new Variant("rlprompt-replayed", kind, Map.of("replaySize", 64, "replayedPerStep", 4)));
            case BAYESIAN ->
                List.of(
                        new Variant("bayesian", kind, Map.of("prior", "none")),
                        new Variant("bayesian-contexts", kind, CONTEXTS),
                        new Variant("bayesian-prior", kind, Map.of("prior", "hand-written", "stopMargin", 1)));
            case FIXED -> List.of(new Variant("fixed", kind, Map.of()));
            case AUTOPROMPT -> List.of(new Variant("autoprompt", kind, Map.of()));
            case SOFT_PROMPT -> List.of(new Variant("soft-prompt", kind, Map.of("promptsPerRound", 1)));
            case UNKNOWN -> List.of();
        };
    }

    private static List<Variant> variants() {
        return Stream.of(PolicyKind.values())
                .flatMap(kind -> variants(kind).stream())
                .toList();
    }

    @BeforeAll
    static void learn() {
        var settings = SystemSettings.in(directory.resolve("run"));
        system = LocalSystem.start(settings, StartListener.SILENT);
        kafka = new KafkaAccess(system.bootstrapServers(), system.registryUrl(), TopicCatalogue.withDefaults());
        model = LanguageModel.load(settings.modelDirectory(), 0);
        var sample = TaskFile.read(settings.root().resolve(SAMPLE + ".yaml"));
        policies = new Policies(new PretrainedLanguageModel(model));
        try (var client = new PolicyClient(system.url(ServiceKind.POLICY))) {
            variants().forEach(variant -> client.putTask(variant.id(), variant.of(sample)));
            stream(settings.root().resolve(SAMPLE + ".train.tsv"), client);
        }
    }

    @AfterAll
    static void stop() {
        model.close();
        system.close();
    }

    /** Streams the sample to each task until it has learned enough. */
    private static void stream(Path file, PolicyClient client) {
        var open = new ArrayList<>(variants());
        var inputs = TaskInput.read(
                file, new NewestEvents(kafka).task(open.getFirst().id()), true);
        long began = System.nanoTime();
        try (var publisher = new QueryPublisher(kafka)) {
            for (int sent = 0; !open.isEmpty(); sent++) {
                var input = inputs.get(sent % inputs.size());
                for (var variant : open) {
                    publisher.publish(Query.newBuilder()
                            .setQueryId(variant.id() + "-" + sent)
                            .setTaskId(variant.id())
                            .setText(input.text())
                            .setReference(input.reference())
                            .setAskedAt(Instant.now())
                            .build());
                    LockSupport.parkNanos(PACE.toNanos());
                }
                if (sent % QUERIES_BETWEEN_LOOKS == QUERIES_BETWEEN_LOOKS - 1) {
                    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(MOST_STREAMING);
                    open.removeIf(variant ->
                            client.policyIfAny(variant.id()).path("version").asInt() >= ROUNDS);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void theBenchmarkLearnsTheWeightsOfTheRunningServices(Variant variant) {
        // Given what the services published, in the order of the task's partitions
        var topics = kafka.topics();
        var snapshots = events(topics.policySnapshots(), PolicySnapshot.class, PolicySnapshot::getTaskId, variant);
        var history = events(topics.policyHistory(), PolicyEvent.class, PolicyEvent::getTaskId, variant);
        var rounds = events(topics.roundResults(), RoundResult.class, RoundResult::getTaskId, variant);
        var live = history.stream().flatMap(step -> step.getLearned().stream()).toList();

        // When
        var policy = new LearnedPolicy(new NewestEvents(kafka).task(variant.id()), policies, Clock.systemUTC());
        var first = policy.snapshot();
        var weights = new HashMap<Long, Weights>();
        weights.put(first.getVersion(), Weights.of(first));
        var learned = new ArrayList<LearnedRound>();
        for (var round : rounds.subList(0, live.size())) {
            policy.learn(round);
            learned.addAll(policy.snapshot().getLearned());
            weights.put(policy.snapshot().getVersion(), Weights.of(policy.snapshot()));
        }

        // Then
        assertThat(history.getFirst().getKind()).isEqualTo(PolicyEventKind.BEGAN);
        assertThat(first.getDigest()).isEqualTo(history.getFirst().getDigest());
        assertThat(live).hasSizeGreaterThanOrEqualTo(ROUNDS);
        assertThat(learned).isEqualTo(live);
        assertThat(snapshots)
                .hasSizeGreaterThan(1)
                .allSatisfy(snapshot -> assertThat(Weights.of(snapshot)).isEqualTo(weights.get(snapshot.getVersion())));
    }

    @Test
    void contextsAndReplayHaveTakenPart() {
        var bayesian = newest("bayesian-contexts");
        assertThat(bayesian.getContexts().orElseThrow().getBoards()).hasSize(2);
        assertThat(newest("rlprompt-replayed").getState().remaining())
                .isGreaterThan(newest("rlprompt").getState().remaining());
        assertThat(newest("bayesian-prior").getExploration()).isPresent();
    }

    /** What decides what comes next. */
    private record Weights(String digest, String format, ByteBuffer state, List<Float> embedding) {
        static Weights of(PolicySnapshot snapshot) {
            return new Weights(
                    snapshot.getDigest(), snapshot.getStateFormat(), snapshot.getState(), snapshot.getEmbedding());
        }
    }

    private static PolicySnapshot newest(String id) {
        return new NewestEvents(kafka).snapshot(id).orElseThrow();
    }

    private static <T extends SpecificRecord> List<T> events(
            Topic topic, Class<T> type, Function<T, String> taskId, Variant variant) {
        return EventLog.read(kafka, topic, type).stream()
                .filter(event -> taskId.apply(event).equals(variant.id()))
                .toList();
    }
}
