package io.promptstream.reward.app.rescore;

import static io.promptstream.reward.app.AvroFramed.SERDES;
import static io.promptstream.reward.app.TopologyHarness.CONFIGURATION;
import static io.promptstream.reward.app.TopologyHarness.TOPICS;

import io.promptstream.event.Replay;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import io.promptstream.reward.app.streams.IsolatedErrors;
import io.promptstream.reward.app.streams.ReceivedOutput;
import io.promptstream.reward.event.UnusableEventException;
import io.promptstream.reward.rescoring.RescoringFold;
import io.promptstream.reward.rescoring.Source;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.serialization.Serde;

/** The fold of a rescoring over events that the test gives. */
final class RescoringHarness implements AutoCloseable {
    private final LocalState state;
    private final RescoringFold fold;

    /**
     * Begins with nothing.
     *
     * @param order with the reward to score by
     */
    RescoringHarness(Path stateDir, Task task, Replay order) {
        this.state = new LocalState(stateDir, 1 << 20);
        this.fold = new RescoringFold(
                RescoringFold.rescored(task, order.getReward().orElseThrow()),
                CONFIGURATION.scoring(),
                CONFIGURATION.closedRoundRetention(),
                state.stores(RescoringHarness::output),
                IsolatedErrors::isolate);
    }

    static Replay.Builder order() {
        return Replay.newBuilder()
                .setReplayId(new UUID(7, 7))
                .setTaskId(Events.TASK)
                .setName("other-weights")
                .setOrderedAt(Events.TIME);
    }

    /** What is read of a source record; garbage never comes to the fold. */
    void record(Source source, String key, byte[] value, Instant time) {
        try {
            fold.take(
                    key,
                    event(source, value),
                    time.toEpochMilli(),
                    output -> new ReceivedOutput(output, value, RescoringHarness::output));
        } catch (UnusableEventException e) {
            // It is no event.
        }
    }

    private static Object event(Source source, byte[] value) {
        return switch (source) {
            case QUERIES -> read(SERDES.queries(), value);
            case PROPOSALS -> read(SERDES.proposals(), value);
            case OUTPUTS -> read(SERDES.outputs(), value);
            case FEEDBACK -> read(SERDES.feedback(), value);
        };
    }

    private static TaskOutput output(byte[] bytes) {
        return SERDES.outputs().deserializer().deserialize(TOPICS.outputs(), bytes);
    }

    private static <T> T read(Serde<T> serde, byte[] value) {
        return serde.deserializer().deserialize("", value);
    }

    void end(Instant time) {
        fold.end(time.toEpochMilli());
    }

    /** The round results since the last call. */
    List<RoundResult> results() {
        return fold.results();
    }

    RescoringFold fold() {
        return fold;
    }

    @Override
    public void close() {
        state.close();
    }
}
