package io.promptstream.reward.app.rescore;

import static io.promptstream.reward.app.AvroFramed.SERDES;
import static io.promptstream.reward.app.TopologyHarness.TOPICS;

import io.promptstream.event.FailureCode;
import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Query;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import io.promptstream.reward.rescoring.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Events of many rounds as they are recorded: references come before, after or never, outputs fail or come twice, a rating
 * or a correction follows an output, records are garbage, rounds are closed when complete or at their deadline.
 */
final class RecordedTraffic {
    static final int ROUNDS = 60;
    private static final int PROMPTS = 3;
    private static final int QUERIES = 4;
    /** Not within a second behind a deadline: live scoring takes then what comes before it looks at its deadlines. */
    private static final int[] LATE = {3_001, 21_001, 34_001};

    private final Random random;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * One record.
     *
     * @param event null in place of garbage
     */
    record Entry(Source source, String key, @Nullable SpecificRecord event, Instant time) {
        String topic() {
            return switch (source) {
                case QUERIES -> TOPICS.queries();
                case PROPOSALS -> TOPICS.proposals();
                case OUTPUTS -> TOPICS.outputs();
                case FEEDBACK -> TOPICS.feedback();
            };
        }

        byte[] value() {
            return event == null
                    ? new byte[] {1, 2, 3}
                    : switch (source) {
                        case QUERIES -> SERDES.queries().serializer().serialize(topic(), (Query) event);
                        case PROPOSALS -> SERDES.proposals().serializer().serialize(topic(), (PromptProposal) event);
                        case OUTPUTS -> SERDES.outputs().serializer().serialize(topic(), (TaskOutput) event);
                        case FEEDBACK -> SERDES.feedback().serializer().serialize(topic(), (Feedback) event);
                    };
        }
    }

    private RecordedTraffic(long seed) {
        this.random = new Random(seed);
    }

    /** Events in the order of their times, all within 25 minutes of {@link Events#TIME}. */
    static List<Entry> of(long seed) {
        RecordedTraffic traffic = new RecordedTraffic(seed);
        for (int r = 0; r < ROUNDS; r++) {
            traffic.round(r);
        }
        traffic.entries.sort(Comparator.comparing(Entry::time));
        return List.copyOf(traffic.entries);
    }

    private void round(int r) {
        UUID round = new UUID(9, r);
        Duration begin = Duration.ofMillis(20_003L * r + random.nextInt(5_000));
        for (int q = 0; q < QUERIES; q++) {
            String queryId = "query-" + r + "-" + q;
            int reference = random.nextInt(10);
            add(Source.QUERIES, queryId, Events.query(queryId, reference < 6 ? "yes" : null), begin);
            for (int p = 0; p < PROMPTS; p++) {
                Provenance provenance = Events.explore(round, PROMPTS, QUERIES, p, q);
                add(Source.PROPOSALS, queryId, Events.proposal(queryId, provenance), begin.plusMillis(7));
                output(queryId, provenance, begin);
            }
            if (reference == 6 || reference == 7) {
                add(
                        Events.reference(queryId, null, "no"),
                        begin.plusMillis(LATE[random.nextInt(LATE.length)] + random.nextInt(8_000)));
            }
            if (reference == 8) {
                add(Events.rating(queryId, null, r * 0.5), begin.plusMillis(4_001));
                add(Events.reference(queryId, null, "yes"), begin.plusMillis(9_001));
            }
        }
        add(Source.OUTPUTS, "garbage", null, begin);
    }

    private void output(String queryId, Provenance provenance, Duration begin) {
        int fate = random.nextInt(20);
        Duration at = begin.plusMillis(501 + random.nextInt(2_000));
        TaskOutput output = fate == 0
                ? Events.failure(queryId, provenance, FailureCode.MODEL_FAILURE)
                : Events.output(queryId, provenance, random.nextGaussian(), random.nextGaussian());
        if (fate != 1) {
            add(Source.OUTPUTS, queryId, output, at);
        }
        if (fate == 2) {
            TaskOutput again = Events.output(queryId, provenance, 5, 0);
            add(Source.OUTPUTS, queryId, again, at.plusMillis(1 + random.nextInt(5_000)));
        }
    }

    private void add(Source source, String key, @Nullable SpecificRecord event, Duration after) {
        entries.add(new Entry(source, key, event, Events.TIME.plus(after)));
    }

    private void add(Feedback feedback, Duration after) {
        add(Source.FEEDBACK, feedback.getQueryId(), feedback, after);
    }
}
