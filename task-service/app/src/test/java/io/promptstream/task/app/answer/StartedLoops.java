package io.promptstream.task.app.answer;

import static io.promptstream.task.app.answer.LoopFixture.FIRST;
import static io.promptstream.task.app.answer.LoopFixture.SECOND;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;

/** Loops that have both partitions assigned, closed behind each test. */
abstract class StartedLoops {
    private final List<LoopFixture> fixtures = new ArrayList<>();

    @AfterEach
    void close() {
        fixtures.forEach(LoopFixture::close);
    }

    LoopFixture start(Map<TopicPartition, OffsetAndMetadata> committed) {
        LoopFixture fixture = new LoopFixture();
        fixtures.add(fixture);
        fixture.assign(List.of(FIRST, SECOND), committed);
        return fixture;
    }

    static OffsetAndMetadata committed(LoopFixture fixture) {
        return Objects.requireNonNull(fixture.committed().get(FIRST));
    }

    static NavigableSet<Long> finished(LoopFixture fixture) {
        OffsetAndMetadata committed = committed(fixture);
        return FinishedOffsets.read(committed.offset(), committed.metadata()).orElse(new TreeSet<>());
    }
}
