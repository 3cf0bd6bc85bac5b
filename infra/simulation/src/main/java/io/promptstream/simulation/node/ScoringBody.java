package io.promptstream.simulation.node;

import io.promptstream.event.Feedback;
import io.promptstream.event.Query;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.query.Answer;
import io.promptstream.reward.query.FeedbackState;
import io.promptstream.reward.query.KeptOutput;
import io.promptstream.reward.query.QueryKey;
import io.promptstream.reward.query.QueryScoring;
import io.promptstream.reward.query.QueryState;
import io.promptstream.reward.query.QueryStateFormat;
import io.promptstream.reward.query.QueryStore;
import io.promptstream.reward.query.ScoringEffect;
import io.promptstream.reward.query.ScoringEvent;
import io.promptstream.reward.query.ScoringSettings;
import io.promptstream.simulation.log.LogRecord;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Gives outputs their rewards, as the scoring's processor does. What it keeps of a query is in entries of three kinds. */
public class ScoringBody extends StatefulBody<Object> {
    private static final ScoringSettings SETTINGS =
            new ScoringSettings(Duration.ofSeconds(30), Duration.ofMillis(500), Duration.ofHours(1));
    private static final String QUERY = "query/";
    private static final String ANSWER = "answer/";
    private static final String FEEDBACK = "feedback/";
    /** Stands in no id here. */
    private static final String END = "/";

    private final Map<Integer, QueryScoring> scorings = new TreeMap<>();

    public ScoringBody(Surroundings around) {
        super(around, List.of(Topics.QUERIES, Topics.FEEDBACK, Topics.OUTPUTS), Topics.SCORING_STATE, Object.class);
    }

    @Override
    protected void handle(List<LogRecord> records, int most) {
        long now = around.time().steadyMillis();
        for (LogRecord record : records) {
            ScoringEvent event = event(Objects.requireNonNull(record.value()));
            carryOut(scoring(record.partition().partition()).apply(record.key(), event, record.offset(), null, now));
        }
        forEach((partition, key, entry) -> {
            if (key.startsWith(QUERY)) {
                String[] ids = key.split(END, -1);
                carryOut(scoring(partition).wake(new QueryKey(ids[1], ids[2]), now));
            }
        });
    }

    private static ScoringEvent event(Object value) {
        return switch (value) {
            case Query query ->
                new ScoringEvent.Asked(query.getTaskId(), query.getReference().orElse(null));
            case Feedback feedback -> new ScoringEvent.FeedbackGiven(feedback);
            case TaskOutput output -> new ScoringEvent.Answered(KeptOutput.of(output));
            default -> throw new IllegalStateException("the scorer reads no " + value);
        };
    }

    private QueryScoring scoring(int partition) {
        return scorings.computeIfAbsent(
                partition, added -> new QueryScoring(new Entries(added), around.tasks()::find, SETTINGS));
    }

    private void carryOut(List<ScoringEffect> effects) {
        for (ScoringEffect effect : effects) {
            switch (effect) {
                case ScoringEffect.Rewarded rewarded ->
                    producer.send(Topics.REWARDS, rewarded.reward().getQueryId(), rewarded.reward());
                case ScoringEffect.Noted noted ->
                    producer.send(Topics.NOTES, noted.note().getQueryId(), noted.note());
                case ScoringEffect.Unreferenced ignored -> {}
                case ScoringEffect.Repeated ignored -> {}
                case ScoringEffect.Unscorable ignored -> {}
                case ScoringEffect.Unusable ignored -> {}
                case ScoringEffect.Wake ignored -> {
                    // Every query is looked at in every pass.
                }
            }
        }
    }

    /** What tells the evidence of a query from that of all others. */
    protected String evidenceKey(QueryKey key) {
        return key(key);
    }

    private static String key(QueryKey key) {
        return key.taskId() + END + key.queryId() + END;
    }

    /** @param number how many answers of the query came before it */
    private record Kept(Answer answer, int number) {}

    private final class Entries implements QueryStore {
        private final int partition;

        private Entries(int partition) {
            this.partition = partition;
        }

        @Override
        public @Nullable QueryState find(QueryKey key) {
            Object state = ScoringBody.this.find(partition, QUERY + evidenceKey(key));
            return state == null ? null : QueryStateFormat.read((byte[]) state);
        }

        @Override
        public void put(QueryKey key, QueryState state) {
            ScoringBody.this.put(partition, QUERY + evidenceKey(key), QueryStateFormat.write(state));
        }

        @Override
        public @Nullable Answer answer(QueryKey key, String proposalId) {
            Kept kept = (Kept) ScoringBody.this.find(partition, ANSWER + key(key) + proposalId);
            return kept == null ? null : kept.answer();
        }

        @Override
        public void put(QueryKey key, String proposalId, Answer answer) {
            String entry = ANSWER + key(key) + proposalId;
            Kept before = (Kept) ScoringBody.this.find(partition, entry);
            int number = before == null ? entries(partition, ANSWER + key(key)).size() : before.number();
            ScoringBody.this.put(partition, entry, new Kept(answer, number));
        }

        @Override
        public List<String> open(QueryKey key) {
            String prefix = ANSWER + key(key);
            return entries(partition, prefix).entrySet().stream()
                    .filter(entry -> !(((Kept) entry.getValue()).answer() instanceof Answer.Closed))
                    .sorted(Comparator.comparingInt(entry -> ((Kept) entry.getValue()).number()))
                    .map(entry -> entry.getKey().substring(prefix.length()))
                    .toList();
        }

        @Override
        public @Nullable FeedbackState feedback(QueryKey key, @Nullable String proposalId) {
            return (FeedbackState) ScoringBody.this.find(partition, about(key, proposalId));
        }

        @Override
        public void put(QueryKey key, @Nullable String proposalId, FeedbackState feedback) {
            ScoringBody.this.put(partition, about(key, proposalId), feedback);
        }

        private static String about(QueryKey key, @Nullable String proposalId) {
            return FEEDBACK + key(key) + (proposalId == null ? "" : "=" + proposalId);
        }

        @Override
        public void forgetFeedback(QueryKey key) {
            deleteAll(FEEDBACK + key(key));
        }

        @Override
        public void forget(QueryKey key) {
            deleteAll(ANSWER + key(key));
            forgetFeedback(key);
            delete(partition, QUERY + evidenceKey(key));
        }

        private void deleteAll(String prefix) {
            List.copyOf(entries(partition, prefix).keySet()).forEach(entry -> delete(partition, entry));
        }
    }
}
