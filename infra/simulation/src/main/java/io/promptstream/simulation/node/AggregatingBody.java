package io.promptstream.simulation.node;

import io.promptstream.reward.round.RoundAggregation;
import io.promptstream.reward.round.RoundChange;
import io.promptstream.reward.round.RoundEffect;
import io.promptstream.reward.round.RoundEvent;
import io.promptstream.reward.round.RoundFormat;
import io.promptstream.reward.round.RoundPartFormat;
import io.promptstream.reward.round.RoundState;
import io.promptstream.reward.round.RoundStep;
import io.promptstream.simulation.log.LogRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps the open rounds and closes each once, as the aggregation's processor does. */
public class AggregatingBody extends StatefulBody<byte[]> {
    private static final Duration TASK_PATIENCE = Duration.ofSeconds(30);
    private static final Duration CLOSED_RETENTION = Duration.ofHours(1);
    /** Between a round's id and what names a part of it. */
    private static final String PART = "#";

    private final RoundAggregation aggregation;

    public AggregatingBody(Surroundings around) {
        super(around, List.of(Topics.ROUND_EVENTS), Topics.ROUND_STATE, byte[].class);
        this.aggregation =
                new RoundAggregation(around.tasks()::find, TASK_PATIENCE, CLOSED_RETENTION, /* onlyBegun= */ false);
    }

    @Override
    protected void handle(List<LogRecord> records, int most) {
        long now = now();
        for (LogRecord record : records) {
            int partition = record.partition().partition();
            RoundEvent event = (RoundEvent) Objects.requireNonNull(record.value());
            carryOut(partition, record.key(), aggregation.apply(round(partition, record.key()), event, null, now));
        }
        forEach((partition, key, entry) -> {
            RoundState state = key.contains(PART) ? null : round(partition, key);
            if (state != null) {
                carryOut(partition, key, aggregation.wake(state, now));
            }
        });
    }

    /** The time by which rounds are closed, in milliseconds since 1970. */
    protected long now() {
        return around.time().steadyMillis();
    }

    private @Nullable RoundState round(int partition, String id) {
        byte[] header = find(partition, id);
        if (header == null) {
            return null;
        }
        RoundState state = RoundFormat.read(header);
        if (state instanceof RoundState.Open open) {
            entries(partition, id + PART)
                    .forEach((key, part) -> RoundPartFormat.read(
                            ByteBuffer.wrap(HexFormat.of().parseHex(key.substring(key.indexOf(PART) + 1))),
                            part,
                            open));
        }
        return state;
    }

    private void carryOut(int partition, String id, RoundStep step) {
        for (RoundEffect effect : step.effects()) {
            switch (effect) {
                case RoundEffect.Closed closed ->
                    producer.send(Topics.ROUND_RESULTS, closed.result().getTaskId(), closed.result());
                case RoundEffect.Noted noted ->
                    producer.send(Topics.NOTES, noted.note().getQueryId(), noted.note());
                case RoundEffect.Repeated ignored -> {}
                case RoundEffect.Late ignored -> {}
                case RoundEffect.Wake ignored -> {
                    // Every round is looked at in every pass.
                }
            }
        }
        step.changes().forEach(change -> keep(partition, id, step.state(), change));
    }

    private void keep(int partition, String id, @Nullable RoundState state, RoundChange change) {
        switch (change) {
            case RoundChange.Header ignored -> {
                put(partition, id, RoundFormat.write(Objects.requireNonNull(state)));
                if (state instanceof RoundState.Closed) {
                    deleteParts(partition, id);
                }
            }
            case RoundChange.Forgotten ignored -> {
                delete(partition, id);
                deleteParts(partition, id);
            }
            case RoundChange.PlaceTaken taken -> keep(partition, id, taken);
            case RoundChange.PromptKnown known -> keep(partition, id, known);
            case RoundChange.QueryKnown known -> keep(partition, id, known);
            case RoundChange.QueryTraced traced -> keep(partition, id, traced);
        }
    }

    private void keep(int partition, String id, RoundChange part) {
        put(partition, id + PART + HexFormat.of().formatHex(RoundPartFormat.key(part)), RoundPartFormat.write(part));
    }

    private void deleteParts(int partition, String id) {
        List.copyOf(entries(partition, id + PART).keySet()).forEach(part -> delete(partition, part));
    }
}
