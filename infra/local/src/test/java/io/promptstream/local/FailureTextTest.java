package io.promptstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.display.CommandException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class FailureTextTest {

    @Test
    void peopleAreToldOneLine() {
        assertThat(FailureText.of(new CommandException("say what"))).isEqualTo("say what");
        assertThat(FailureText.of(new KafkaException("outer", new TimeoutException("no node in 60 s"))))
                .isEqualTo("Kafka: no node in 60 s; check with 'promptstream status' that the broker answers");
        assertThat(FailureText.of(new UncheckedIOException(new NoSuchFileException("/a"))))
                .isEqualTo("There is no file /a");
        assertThat(FailureText.of(new NullPointerException()))
                .contains("not foreseen", "NullPointerException", "--verbose")
                .doesNotContain("\n");
    }
}
