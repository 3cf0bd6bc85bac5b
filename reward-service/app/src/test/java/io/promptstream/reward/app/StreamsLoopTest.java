package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsLoopTest {
    @TempDir
    Path stateDir;

    private final AtomicBoolean tasksReady = new AtomicBoolean();

    @Test
    void startsTheStreamsWhenTheTasksWereRead() throws InterruptedException {
        // Given
        KafkaStreams streams = streams();
        try (StreamsLoop loop = new StreamsLoop(streams, tasksReady::get, new SimpleMeterRegistry())) {
            loop.runOnce();
            assertThat(streams.state()).isEqualTo(KafkaStreams.State.CREATED);

            // When
            tasksReady.set(true);
            loop.runOnce();

            // Then
            assertThat(streams.state()).isEqualTo(KafkaStreams.State.REBALANCING);
        }
        assertThat(streams.state()).isEqualTo(KafkaStreams.State.NOT_RUNNING);
    }

    @Test
    void closesStreamsThatNeverStarted() throws InterruptedException {
        // Given
        KafkaStreams streams = streams();

        // When
        try (StreamsLoop loop = new StreamsLoop(streams, tasksReady::get, new SimpleMeterRegistry())) {
            loop.runOnce();
        }

        // Then
        assertThat(streams.state()).isEqualTo(KafkaStreams.State.NOT_RUNNING);
    }

    /** Their broker is away: they wait for it from their start on. */
    private KafkaStreams streams() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("some-topic").to("another-topic");
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        return new KafkaStreams(builder.build(), settings);
    }
}
