package io.promptstream.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Not under the extension: it looks at what the extension leaves behind. */
class SharedPlatformIT {

    @Test
    void leavesNoProcessAndFreesItsNamesWhenClosed() {
        // Given
        var platform = SharedPlatform.start(BrokerChoice.EMBEDDED);
        var kafka = platform.environment();
        kafka.createTopic("fixed-name", 1);
        kafka.deleteAllTopics();
        kafka.createTopic("fixed-name", 3);
        assertThat(kafka.topics()).containsExactly("fixed-name");
        assertThat(kafka.consumeAll("fixed-name")).isEmpty();
        var children = ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .count();

        // When
        platform.close();

        // Then
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(ProcessHandle::isAlive)
                        .count())
                .isEqualTo(children - 1);
    }
}
