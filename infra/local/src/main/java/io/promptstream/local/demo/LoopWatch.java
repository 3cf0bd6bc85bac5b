package io.promptstream.local.demo;

import io.promptstream.event.RoundResult;
import io.promptstream.event.TaskOutput;
import io.promptstream.kafka.TopicReader;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads the topics of the loop from their first record, read_committed, on a thread of its own, and counts.
 *
 * <p>Snapshots are not among them: they are large, and the newest alone tells what is of interest.
 */
public final class LoopWatch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    /** A watcher takes as little of the broker's time as it can: it asks at most fifty times a second. */
    private static final Map<String, Object> FETCHES = Map.of(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1 << 20);

    private final TopicCatalogue topics;
    private final KafkaConsumer<String, byte[]> consumer;
    private final EventCodec codec;
    private final LoopTally tally = new LoopTally();
    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean finishing;
    private volatile @Nullable RuntimeException failure;

    LoopWatch(KafkaAccess kafka) {
        this.topics = kafka.topics();
        this.consumer = kafka.consumer(FETCHES);
        this.codec = kafka.codec();
        this.thread = Thread.ofPlatform().daemon().name("watch-topics").unstarted(this::run);
    }

    public static LoopWatch start(KafkaAccess kafka) {
        var watch = new LoopWatch(kafka);
        watch.thread.start();
        return watch;
    }

    /** What has been read so far. */
    LoopCounts counts() {
        var reason = failure;
        if (reason != null) {
            throw reason;
        }
        return tally.counts();
    }

    /** How far the services are behind. */
    public Backlog backlog() {
        return tally.backlog();
    }

    /** Reads up to the present ends of all topics, stops, and returns the final counts. */
    LoopCounts finish() throws InterruptedException {
        finishing = true;
        thread.join();
        return counts();
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    private void run() {
        try (codec;
                var reader = TopicReader.fromBeginning(consumer, partitions())) {
            while (!stopped && !(finishing && reader.hasReached(reader.ends()))) {
                reader.poll(POLL).forEach(this::count);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private List<TopicPartition> partitions() {
        var counted = Stream.of(
                topics.queries(),
                topics.promptProposals(),
                topics.taskOutputs(),
                topics.rewards(),
                topics.roundResults());
        var dead = topics.events().keySet().stream().map(topics::deadLetters);
        var known = consumer.listTopics().keySet();
        return Stream.concat(counted, dead)
                .map(Topic::name)
                .filter(known::contains)
                .flatMap(name -> consumer.partitionsFor(name).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private void count(ConsumerRecord<String, byte[]> record) {
        var topic = record.topic();
        if (topic.equals(topics.queries().name())) {
            tally.query();
        } else if (topic.equals(topics.promptProposals().name())) {
            tally.proposal(record.key());
        } else if (topic.equals(topics.taskOutputs().name())) {
            tally.output(isFailed(record));
        } else if (topic.equals(topics.rewards().name())) {
            tally.reward();
        } else if (topic.equals(topics.roundResults().name())) {
            if (codec.decode(topic, record.value(), RoundResult.class) instanceof Decoded.Event<RoundResult> round) {
                tally.round(round.event());
            }
        } else {
            tally.deadLetter();
        }
    }

    private boolean isFailed(ConsumerRecord<String, byte[]> record) {
        return codec.decode(record.topic(), record.value(), TaskOutput.class)
                        instanceof Decoded.Event<TaskOutput> output
                && output.event().getFailure().isPresent();
    }
}
