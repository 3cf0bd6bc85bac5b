package io.promptstream.task.app.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.PromptProposal;
import io.promptstream.task.Events;
import io.promptstream.task.execution.LaneKey;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class LaneTest {
    private static final LaneKey REMOTE = new LaneKey.Remote(URI.create("http://one/v1"), Optional.empty());
    private static final int SIZE = 1000;

    private final PartitionProgress progress = new PartitionProgress(0, new TreeSet<>());
    private final Queue<Runnable> started = new ArrayDeque<>();
    private final Executor threads = started::add;
    private final List<String> answered = new ArrayList<>();
    private final OutcomeQueue outcomes = new OutcomeQueue(() -> {});
    private final Lane lane = new Lane(
            REMOTE,
            new LaneLimits(10, 8 * SIZE),
            (key, slice) -> {
                slice.forEach(work -> answered.add(work.proposal().getProposalId()));
                return new SliceAnswering.Answers(List.of(), 0, slice.size(), "away");
            },
            outcomes,
            () -> 0);

    @Test
    void answersWhatServesBeforeWhatExplores() {
        // Given
        lane.add(work(Events.exploration("explore 1", "weather", Events.NOW)), threads);
        lane.add(work(Events.proposal("serve 1", "weather", "a", "b")), threads);
        lane.add(work(Events.exploration("explore 2", "weather", Events.NOW)), threads);
        lane.add(work(Events.proposal("serve 2", "weather", "a", "b")), threads);

        // When
        started.remove().run();

        // Then
        assertThat(answered).containsExactly("serve 1", "serve 2", "explore 1", "explore 2");
        assertThat(started).as("one thread at a time").isEmpty();
    }

    @Test
    void refusesWhatIsTooMuchUntilHalfOfItIsDone() {
        // Given
        for (int i = 0; i < 8; i++) {
            assertThat(lane.offer(work(Events.proposal("" + i, "weather", "a", "b")), threads))
                    .isTrue();
        }

        // When / Then
        assertThat(lane.offer(work(Events.proposal("8", "weather", "a", "b")), threads))
                .isFalse();
        assertThat(lane.reopen()).isFalse();
        started.remove().run();
        assertThat(lane.offer(work(Events.proposal("8", "weather", "a", "b")), threads))
                .as("refuses until it is reopened, so that nothing overtakes what was refused")
                .isFalse();
        assertThat(lane.reopen()).isTrue();
        assertThat(lane.reopen()).isFalse();
        assertThat(lane.offer(work(Events.proposal("8", "weather", "a", "b")), threads))
                .isTrue();
    }

    @Test
    void countsFailuresInARow() {
        // Given
        lane.add(work(Events.proposal("1", "weather", "a", "b")), threads);
        lane.add(work(Events.proposal("2", "weather", "a", "b")), threads);

        // When
        started.remove().run();

        // Then
        assertThat(lane.state().failuresInARow()).isEqualTo(2);
        assertThat(lane.state().lastFailure()).isEqualTo("away");
    }

    @Test
    void forgetsWhatHasGoneElsewhere() {
        // Given
        lane.add(work(Events.proposal("1", "weather", "a", "b")), threads);

        // When
        lane.forget(work -> work.progress() == progress);

        // Then
        assertThat(lane.bytes()).isZero();
        started.remove().run();
        assertThat(answered).isEmpty();
    }

    private PendingProposal work(PromptProposal proposal) {
        return new PendingProposal(
                new ConsumerRecord<>(
                        "proposals",
                        0,
                        0,
                        0,
                        TimestampType.CREATE_TIME,
                        0,
                        SIZE,
                        "",
                        new byte[SIZE],
                        new RecordHeaders(),
                        Optional.empty()),
                proposal,
                progress);
    }
}
