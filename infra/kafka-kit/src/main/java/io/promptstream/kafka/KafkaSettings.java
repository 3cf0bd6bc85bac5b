package io.promptstream.kafka;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The names of the settings that Kafka's clients know, and how they are written as environment variables. */
public final class KafkaSettings {
    private static final Map<String, String> BY_VARIABLE = Stream.of(
                    ConsumerConfig.configNames(), ProducerConfig.configNames(), AdminClientConfig.configNames())
            .flatMap(names -> names.stream())
            .distinct()
            .collect(Collectors.toUnmodifiableMap(KafkaSettings::variable, Function.identity()));

    private KafkaSettings() {}

    private static String variable(String setting) {
        return setting.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /**
     * The setting's own name.
     *
     * @param variable in capitals, with underscores for the dots
     */
    public static Optional<String> named(String variable) {
        return Optional.ofNullable(BY_VARIABLE.get(variable));
    }

    /** The known variable that is most like this one. */
    public static String nearest(String variable) {
        return Spelling.nearest(variable, BY_VARIABLE.keySet());
    }
}
