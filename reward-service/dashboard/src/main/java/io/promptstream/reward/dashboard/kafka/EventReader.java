package io.promptstream.reward.dashboard.kafka;

import io.promptstream.event.Feedback;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.TaskOutput;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.TopicReader;
import io.promptstream.reward.dashboard.LoopView;
import io.promptstream.reward.dashboard.Traffic;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the loop's committed events to the view: those of the recent past, and then those that come. */
public final class EventReader implements LoopBody {
    private static final Logger log = LoggerFactory.getLogger(EventReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long FORGETTING_NANOS = Duration.ofSeconds(1).toNanos();

    private final TopicReader reader;
    private final EventCodec codec;
    private final LoopView loop;
    private final Map<String, Consumer<ConsumerRecord<String, byte[]>>> handlers = new HashMap<>();
    private final DeadLetterRows letters;
    private final Backfill past;
    private boolean seekDue = true;
    private long forgottenNanos = System.nanoTime();

    /** @param consumer without a group; closed with this loop */
    public EventReader(
            org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer,
            EventCodec codec,
            TopicCatalogue topics,
            LoopView loop) {
        this.codec = codec;
        this.loop = loop;
        Traffic traffic = new Traffic();
        handle(topics.queries(), Query.class, traffic::includes, (query, record) -> loop.asked(query, traceId(record)));
        handle(
                topics.promptProposals(),
                PromptProposal.class,
                traffic::includes,
                (proposal, record) -> loop.proposed(proposal, traceId(record)));
        handle(topics.taskOutputs(), TaskOutput.class, traffic::includes, (output, record) -> loop.answered(output));
        handle(topics.feedback(), Feedback.class, traffic::includes, (feedback, record) -> loop.judged(feedback));
        handle(topics.rewards(), Reward.class, traffic::includes, (reward, record) -> loop.rewarded(reward));
        handle(topics.scoringNotes(), ScoringNote.class, traffic::includes, (note, record) -> loop.noted(note));
        handle(topics.roundResults(), RoundResult.class, round -> true, (round, record) -> loop.closed(round));
        handle(topics.policyHistory(), PolicyEvent.class, event -> true, (event, record) -> loop.stepped(event));
        this.letters = new DeadLetterRows(codec, topics);
        List<String> deadLetters = topics.events().keySet().stream()
                .map(topics::deadLetters)
                .map(Topic::name)
                .toList();
        deadLetters.forEach(topic -> handlers.put(topic, this::deadLetter));
        this.reader = TopicReader.fromBeginning(consumer, handlers.keySet().toArray(String[]::new));
        this.past = new Backfill(reader, topics.policyHistory().name(), deadLetters);
    }

    @Override
    public void runOnce() {
        if (seekDue) {
            // Another tap may have failed half-way; what it showed is read again.
            loop.clear();
            past.seek(loop.since()).forEach(loop::olderDeadLetters);
            seekDue = false;
        }
        for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
            show(record);
        }
        loop.readingBack(past.share());
        if (System.nanoTime() - forgottenNanos > FORGETTING_NANOS) {
            forgottenNanos = System.nanoTime();
            loop.forget();
        }
    }

    /** A record that cannot be shown hides none of the others. */
    private void show(ConsumerRecord<String, byte[]> record) {
        try {
            Objects.requireNonNull(handlers.get(record.topic())).accept(record);
        } catch (KafkaException e) {
            // The registry is away: the record may be good, and is read again.
            throw e;
        } catch (RuntimeException e) {
            log.warn("Not shown: {}-{}@{}", record.topic(), record.partition(), record.offset(), e);
        }
    }

    @Override
    public void wakeup() {
        reader.wakeup();
    }

    @Override
    public void close() {
        reader.close();
    }

    private void deadLetter(ConsumerRecord<String, byte[]> record) {
        Long republished = DeadLetterRows.republishedOffset(record);
        if (republished == null) {
            loop.deadLetter(letters.row(record));
        } else {
            loop.republished(record.topic(), record.partition(), republished, Instant.ofEpochMilli(record.timestamp()));
        }
    }

    private static @Nullable String traceId(ConsumerRecord<?, ?> record) {
        TraceContext context = TraceContext.of(record.headers());
        return context == null ? null : context.traceId();
    }

    /** What holds no such event is skipped: the service that works with it makes a dead letter of it. */
    private <T extends SpecificRecord> void handle(
            Topic topic, Class<T> type, Predicate<T> shown, BiConsumer<T, ConsumerRecord<String, byte[]>> showing) {
        handlers.put(topic.name(), record -> {
            if (codec.decode(record.topic(), record.value(), type) instanceof Decoded.Event<T> decoded
                    && shown.test(decoded.event())) {
                showing.accept(decoded.event(), record);
            }
        });
    }
}
