package io.promptstream.service;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.convert.format.MapFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a service finds Kafka and the schema registry, and who it is. Each component is set by the environment variable
 * of its name, such as {@code PROMPTSTREAM_BOOTSTRAP_SERVERS}.
 *
 * @param bootstrapServers Kafka brokers as {@code host:port}, comma-separated
 * @param schemaRegistryUrl base URLs of the schema registry's Confluent API, comma-separated
 * @param schemaRegistryUserInfo {@code user:password} for the registry, where it asks for one
 * @param topicPrefix what every topic name begins with
 * @param partitions partitions of a topic that the service creates
 * @param eventRetention how long queries, proposals, outputs and feedback are kept at least
 * @param replicationFactor replication factor of a topic that the service creates
 * @param instance name of this process, which no other one of the service has; the same name after a restart fences what
 *     the process left open. {@link ServiceProcess} names one that nobody has named
 * @param stateDir folder for local state
 * @param kafka further client settings, such as {@code security.protocol}, from {@code promptstream.kafka.*}
 */
@ConfigurationProperties("promptstream")
public record ServiceConfiguration(
        @Bindable(defaultValue = "127.0.0.1:9092") String bootstrapServers,
        @Bindable(defaultValue = "http://127.0.0.1:8081") String schemaRegistryUrl,
        @Nullable String schemaRegistryUserInfo,
        @Bindable(defaultValue = "promptstream.") String topicPrefix,
        @Bindable(defaultValue = "4") int partitions,
        @Bindable(defaultValue = "P7D") Duration eventRetention,
        @Bindable(defaultValue = "1") int replicationFactor,
        @Bindable(defaultValue = "0") String instance,
        @Bindable(defaultValue = "state") Path stateDir,

        @MapFormat(transformation = MapFormat.MapTransformation.FLAT) @Nullable Map<String, String> kafka) {

    private static final String NAME_CHARACTERS = "letters, digits, '.', '_' and '-'";

    public ServiceConfiguration {
        require(!bootstrapServers.isBlank(), "BOOTSTRAP_SERVERS", "empty", "host:port, comma-separated");
        require(
                !schemaRegistryUrl.isBlank(),
                "SCHEMA_REGISTRY_URL",
                "empty",
                "the base URL of the registry's Confluent API");
        require(topicPrefix.matches("[a-zA-Z0-9._-]*"), "TOPIC_PREFIX", quoted(topicPrefix), NAME_CHARACTERS);
        require(partitions > 0, "PARTITIONS", partitions, "a number from 1");
        require(eventRetention.toMillis() > 0, "EVENT_RETENTION", eventRetention, "a positive duration, such as P30D");
        require(replicationFactor > 0, "REPLICATION_FACTOR", replicationFactor, "a number from 1");
        require(instance.matches("[a-zA-Z0-9._-]+"), "INSTANCE", quoted(instance), NAME_CHARACTERS);
        kafka = kafka == null ? Map.of() : Map.copyOf(kafka);
    }

    /** Settings that every Kafka client takes: brokers and what {@code promptstream.kafka.*} adds. */
    public Map<String, Object> kafkaProperties() {
        Map<String, Object> properties = new HashMap<>();
        if (kafka != null) {
            properties.putAll(kafka);
        }
        properties.put("bootstrap.servers", bootstrapServers);
        return properties;
    }

    /** Settings of the Avro serializers, under Confluent's keys. */
    public Map<String, Object> serdeProperties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("schema.registry.url", schemaRegistryUrl);
        properties.put("specific.avro.reader", true);
        if (schemaRegistryUserInfo != null && !schemaRegistryUserInfo.isBlank()) {
            properties.put("basic.auth.credentials.source", "USER_INFO");
            properties.put("basic.auth.user.info", schemaRegistryUserInfo);
        }
        return properties;
    }

    private static void require(boolean holds, String name, Object value, String instead) {
        Settings.require(holds, "PROMPTSTREAM_" + name, value, instead);
    }

    private static String quoted(String value) {
        return '"' + value + '"';
    }
}
