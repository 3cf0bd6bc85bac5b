package io.promptstream.benchmark.throughput;

import io.promptstream.event.Label;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Role;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicAdmin;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes a classification task and exploring proposals for it, shaped as rounds are. */
final class ProposalSource implements AutoCloseable {
    private static final String TASK = "benchmark";
    private static final List<String> SUBJECTS =
            List.of("my card", "the kitchen lamp", "tomorrow's flight", "that song", "the front door", "my savings");
    private static final List<String> WISHES = List.of(
            "please tell me whether %s is all right before I leave the house at half past seven",
            "could you change %s so that it is ready when my sister comes over on Friday evening",
            "I would like to know what happened to %s because nothing works since this morning",
            "find out how long %s will take and send a short note to everyone in the family");
    private static final List<String> ENDINGS =
            List.of("topic", "domain", "area", "kind", "about", "subject", "field", "group");

    private final TopicCatalogue topics;
    private final EventCodec codec;
    private final KafkaProducer<String, byte[]> producer;

    /** Creates the topics. */
    ProposalSource(String bootstrapServers, String registryUrl, TopicCatalogue topics) {
        this.topics = topics;
        this.codec = new EventCodec(Map.of("schema.registry.url", registryUrl));
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.LINGER_MS_CONFIG,
                        20,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new StringSerializer(),
                new ByteArraySerializer());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            new TopicAdmin(admin).ensure(topics.all(), (short) 1);
        }
    }

    void putTask(String model) {
        Instant now = Instant.now();
        List<Label> labels = Stream.of("money", "home", "travel", "music")
                .map(name -> new Label(name, name))
                .toList();
        Task task = Task.newBuilder()
                .setTaskId(TASK)
                .setRevision(1)
                .setTemplate("{input} {prompt}")
                .setKind(OutputKind.CLASSIFICATION)
                .setLabels(labels)
                .setReward(RewardDefinition.newBuilder()
                        .setKind(RewardKind.LABEL_MARGIN)
                        .setWindowMillis(30_000)
                        .setMissing(MissingRewardRule.LEAVE_OUT)
                        .build())
                .setTaskModel(new TaskModelDefinition(TaskModelKind.LOCAL, model, null, null, 1, null))
                .setPolicy(PolicyDefinition.newBuilder()
                        .setKind(PolicyKind.RLPROMPT)
                        .build())
                .setCreatedAt(now)
                .setUpdatedAt(now)
                .build();
        send(topics.tasks(), TASK, codec.encode(topics.tasks().name(), task));
        producer.flush();
    }

    /** Returns when all are written. */
    void produce(int count, int promptsPerQuery) {
        Topic topic = topics.promptProposals();
        UUID round = new UUID(0, 1);
        for (int i = 0; i < count; i++) {
            int query = i / promptsPerQuery;
            PromptProposal proposal = proposal(round, query, i % promptsPerQuery, promptsPerQuery);
            send(topic, proposal.getQueryId(), codec.encode(topic.name(), proposal));
        }
        producer.flush();
    }

    private static PromptProposal proposal(UUID round, int query, int prompt, int prompts) {
        String subject = SUBJECTS.get(query % SUBJECTS.size()) + " " + query;
        String ending = ENDINGS.get(prompt % ENDINGS.size()) + " is now " + ENDINGS.get(prompt / ENDINGS.size());
        return PromptProposal.newBuilder()
                .setProposalId(round + "-" + prompt + "-" + query)
                .setQueryId("query-" + query)
                .setTaskId(TASK)
                .setInput(WISHES.get(query % WISHES.size()).formatted(subject))
                .setProvenance(Provenance.newBuilder()
                        .setRoundId(round)
                        .setPromptIndex(prompt)
                        .setQueryIndex(query)
                        .setRoundPrompts(prompts)
                        .setRoundQueries(1)
                        .setRole(Role.EXPLORE)
                        .setPolicyVersion(1)
                        .setTaskRevision(1)
                        .setPrompt(new Prompt(ending, List.of(1, 2, 3, 4, 5)))
                        .setLogProbability(-40)
                        .setTruncation(new SamplerTruncation(256, 0, 0))
                        .setSeed(1)
                        .setProposedAt(Instant.now())
                        .build())
                .build();
    }

    private void send(Topic topic, String key, byte[] value) {
        producer.send(new ProducerRecord<>(topic.name(), key, value));
    }

    @Override
    public void close() {
        producer.close();
        codec.close();
    }
}
