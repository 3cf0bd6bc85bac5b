package io.promptstream.reward.dashboard.kafka;

import io.promptstream.kafka.LoopBody;
import io.promptstream.reward.dashboard.LoopView;
import io.promptstream.reward.dashboard.SystemState;
import io.promptstream.reward.dashboard.SystemState.Health;
import io.promptstream.reward.dashboard.SystemState.ServiceState;
import io.promptstream.reward.dashboard.SystemState.TopicState;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Looks at topics, consumer groups and services, again and again. */
public final class SystemProbe implements LoopBody {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Admin admin;
    private final TopicCatalogue topics;
    private final BrokerTopics broker;
    private final ServiceHealthProbe peers;
    private final GroupLags lags;
    private final LoopView loop;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private Map<String, Long> before = Map.of();
    private long beforeNanos;

    /** @param admin closed with this loop */
    public SystemProbe(Admin admin, TopicCatalogue topics, ServiceHealthProbe peers, LoopView loop) {
        this.admin = admin;
        this.topics = topics;
        this.broker = new BrokerTopics(admin, topics);
        this.peers = peers;
        this.lags = new GroupLags(admin, topics.prefix());
        this.loop = loop;
    }

    @Override
    public void runOnce() throws InterruptedException {
        List<ServiceState> services = peers.look();
        try {
            Map<String, TopicDescription> found = broker.describe();
            Map<TopicPartition, Long> ends = broker.ends(found);
            loop.system(new SystemState(services, topicStates(found, ends), lags.look(ends)));
        } catch (ExecutionException e) {
            loop.system(new SystemState(services, unknownTopics(), List.of()));
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

    private List<TopicState> topicStates(Map<String, TopicDescription> found, Map<TopicPartition, Long> ends) {
        long nanos = System.nanoTime();
        double seconds = (nanos - beforeNanos) / 1e9;
        Map<String, Long> now = offsets(ends);
        List<TopicState> states = topics.events().keySet().stream()
                .map(topic -> state(topic, problems(topic, found), now.get(topic.name()), seconds))
                .toList();
        before = now;
        beforeNanos = nanos;
        return states;
    }

    private TopicState state(Topic topic, TopicProblems problems, @Nullable Long offsets, double seconds) {
        Long earlier = before.get(topic.name());
        Double perSecond = offsets == null || earlier == null ? null : Math.max(0, (offsets - earlier) / seconds);
        return new TopicState(
                topic.name(),
                topics.deadLetters(topic).name(),
                problems.health(),
                String.join("; ", problems.found()),
                offsets,
                perSecond);
    }

    /** Where a record goes that cannot be processed matters as much as where it comes from. */
    private TopicProblems problems(Topic topic, Map<String, TopicDescription> found) {
        Topic deadLetters = topics.deadLetters(topic);
        return TopicProblems.of(topic, found.get(topic.name()))
                .and("dead letters:", TopicProblems.of(deadLetters, found.get(deadLetters.name())));
    }

    private List<TopicState> unknownTopics() {
        return topics.events().keySet().stream()
                .map(topic -> new TopicState(
                        topic.name(),
                        topics.deadLetters(topic).name(),
                        Health.UNKNOWN,
                        "the broker does not answer",
                        null,
                        null))
                .toList();
    }

    private static Map<String, Long> offsets(Map<TopicPartition, Long> ends) {
        Map<String, Long> offsets = new HashMap<>();
        ends.forEach((partition, end) -> offsets.merge(partition.topic(), end, Long::sum));
        return offsets;
    }
}
