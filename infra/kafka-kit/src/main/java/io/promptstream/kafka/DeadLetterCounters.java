package io.promptstream.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.topic.Topic;
import java.util.Collection;
import java.util.Locale;

/** Counts dead letters under one name in every service. */
public final class DeadLetterCounters {
    private final MeterRegistry registry;

    public DeadLetterCounters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Makes the counters of these topics, at 0: an alert sees the step to the first dead letter. */
    public void begin(Collection<Topic> topics) {
        for (Topic topic : topics) {
            for (DeadLetterReason reason : DeadLetterReason.values()) {
                add(topic.name(), reason, 0);
            }
        }
    }

    /** A record of the topic was kept as a dead letter. */
    public void count(String topic, DeadLetterReason reason) {
        add(topic, reason, 1);
    }

    private void add(String topic, DeadLetterReason reason, int amount) {
        registry.counter(
                        "promptstream.dead.letters",
                        "topic",
                        topic,
                        "reason",
                        reason.name().toLowerCase(Locale.ROOT))
                .increment(amount);
    }
}
