package io.promptstream.kafka;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/** Learns from a Kafka client that it was closed. Made by the client. */
public final class ClientLifeReporter implements MetricsReporter {
    /** Key under which the life travels in the client's properties. */
    static final String SETTING = "promptstream.client.life";

    private ClientLife life;

    @SuppressWarnings("NullAway.Init") // configure comes before everything else
    public ClientLifeReporter() {}

    @Override
    public void configure(Map<String, ?> configs) {
        life = (ClientLife) Objects.requireNonNull(configs.get(SETTING), SETTING + " is missing");
    }

    @Override
    public void init(List<KafkaMetric> metrics) {}

    @Override
    public void metricChange(KafkaMetric metric) {}

    @Override
    public void metricRemoval(KafkaMetric metric) {}

    @Override
    public void close() {
        life.close();
    }
}
