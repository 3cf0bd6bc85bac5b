package io.promptstream.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.metrics.JmxReporter;
import org.jspecify.annotations.Nullable;

/**
 * What lasts as long as one Kafka client: its id, and what it measures in the registry. Ends with the client, whoever
 * closes it, because the client closes its reporters.
 */
public final class ClientLife implements AutoCloseable {
    private final String clientId;
    private final Runnable freeId;
    private @Nullable KafkaClientMetrics meters;
    private boolean ended;

    /** @param freeId called once, when the id may be given to another client */
    ClientLife(String clientId, Runnable freeId) {
        this.clientId = clientId;
        this.freeId = freeId;
    }

    /** Makes a client of these properties end this life when it is closed. */
    public void addTo(Map<String, Object> properties) {
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        Object others = properties.getOrDefault(
                CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, JmxReporter.class.getName());
        properties.put(
                CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, others + "," + ClientLifeReporter.class.getName());
        properties.put(ClientLifeReporter.SETTING, this);
    }

    public synchronized void measure(KafkaClientMetrics meters, MeterRegistry registry) {
        meters.bindTo(registry);
        this.meters = meters;
    }

    @Override
    public synchronized void close() {
        if (ended) {
            return;
        }
        ended = true;
        if (meters != null) {
            meters.close();
        }
        freeId.run();
    }
}
