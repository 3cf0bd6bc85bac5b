package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class StreamThreadsTest {
    private final Map<MetricName, Metric> metrics = new HashMap<>();

    @Test
    void threadsThatPollAreWell() {
        // Given
        lastPoll("streams-1-consumer", 0);
        lastPoll("streams-2-consumer", 60);
        lastPoll("streams-3-consumer", -1);

        // Then
        assertThat(StreamThreads.problem(metrics)).isEmpty();
    }

    @Test
    void aThreadThatDoesNotPollIsNamed() {
        // Given
        lastPoll("streams-1-consumer", 61);
        lastPoll("streams-2-consumer", 75);

        // Then
        assertThat(StreamThreads.problem(metrics))
                .contains("streams-2-consumer has not polled for 75 s, longer than 60 s");
    }

    @Test
    void aConsumerThatRestoresNothingNeedNotPoll() {
        // Given
        lastPoll("streams-1-restore-consumer", 4000);

        // Then
        assertThat(StreamThreads.problem(metrics)).isEmpty();
    }

    private void lastPoll(String client, double seconds) {
        MetricName name = new MetricName("last-poll-seconds-ago", "consumer-metrics", "", Map.of("client-id", client));
        metrics.put(name, new Metric() {
            @Override
            public MetricName metricName() {
                return name;
            }

            @Override
            public Object metricValue() {
                return seconds;
            }
        });
    }
}
