package io.promptstream.reward.dashboard.kafka;

import io.promptstream.reward.dashboard.LoopView;
import io.promptstream.reward.dashboard.SystemState;
import io.promptstream.reward.dashboard.SystemState.TopicState;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.LoopBody;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Looks at topics, consumer groups and services, again and again. */
public final class SystemProbe implements LoopBody {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Admin admin;
    private final TopicCatalogue topics;
    private final Peers peers;
    private final GroupLags lags;
    private final LoopView loop;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private Map<String, Long> before = Map.of();
    private long beforeNanos;

    /** @param admin closed with this loop */
    public SystemProbe(Admin admin, TopicCatalogue topics, Peers peers, LoopView loop) {
        this.admin = admin;
        this.topics = topics;
        this.peers = peers;
        this.lags = new GroupLags(admin, topics.prefix());
        this.loop = loop;
    }

    @Override
    public void runOnce() throws InterruptedException {
        try {
            Map<TopicPartition, Long> ends = ends();
            loop.system(new SystemState(peers.look(), topicStates(ends), lags.look(ends)));
        } catch (ExecutionException e) {
            throw new KafkaException("The broker does not answer", e);
        }
        stopRequested.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void wakeup() {
        stopRequested.countDown();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private List<TopicState> topicStates(Map<TopicPartition, Long> ends) {
        long nanos = System.nanoTime();
        double seconds = (nanos - beforeNanos) / 1e9;
        Map<String, Long> now = new HashMap<>();
        List<TopicState> states = topics.events().keySet().stream()
                .map(topic -> {
                    long offsets = sum(ends, topic);
                    now.put(topic.name(), offsets);
                    Long earlier = before.get(topic.name());
                    return new TopicState(
                            topic.name(), offsets, earlier == null ? 0 : Math.max(0, (offsets - earlier) / seconds));
                })
                .toList();
        before = now;
        beforeNanos = nanos;
        return states;
    }

    private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (Topic topic : topics.events().keySet()) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                asked.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(asked).all().get().forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    private static long sum(Map<TopicPartition, Long> offsets, Topic topic) {
        return offsets.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic.name()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
