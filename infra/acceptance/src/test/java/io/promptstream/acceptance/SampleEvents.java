package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.promptstream.event.Feedback;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.local.connection.NewestEvents;
import io.promptstream.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.awaitility.Awaitility;

/** One event of each topic that is read all the time, made by a running system where it makes some. */
record SampleEvents(RunningSystem system, Topics topics) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * Waits until each topic holds one.
     *
     * @param replay name of the replay that is ordered, so that the topics of orders and their progress hold something too
     */
    Map<Topic, SpecificRecord> await(String replay) {
        orderReplay(replay);
        var samples = new LinkedHashMap<Topic, SpecificRecord>();
        var catalogue = system.kafka().topics();
        catalogue.events().forEach((topic, type) -> {
            // Read only where a replay or a request asks for it.
            if (topic.equals(catalogue.policyHistory())) {
                return;
            }
            samples.put(topic, sample(topic, type));
        });
        assertThat(new NewestEvents(system.kafka()).snapshot(system.task().getTaskId()))
                .isPresent();
        return samples;
    }

    /** What people and mistakes bring is made here. */
    private SpecificRecord sample(Topic topic, Class<? extends SpecificRecord> type) {
        if (type == Feedback.class) {
            return feedback();
        }
        return type == ScoringNote.class ? note() : first(topic, type);
    }

    private <T extends SpecificRecord> T first(Topic topic, Class<T> type) {
        return Awaitility.await()
                .alias(topic.name())
                .atMost(PATIENCE)
                .until(() -> topics.events(topic, type), events -> !events.isEmpty())
                .getFirst();
    }

    /** Rescores what was recorded. Its range ends now, and must hold something to learn. */
    private void orderReplay(String name) {
        first(system.kafka().topics().roundResults(), RoundResult.class);
        var order = JsonNodeFactory.instance.objectNode();
        order.putObject("reward").put("kind", "label-margin").put("correctScale", 100);
        system.orderReplay(name, order);
    }

    private Feedback feedback() {
        return Feedback.newBuilder()
                .setFeedbackId("feedback")
                .setQueryId(system.query(0).getQueryId())
                .setTaskId(system.task().getTaskId())
                .setRating(1.0)
                .setGivenAt(Instant.EPOCH)
                .build();
    }

    private ScoringNote note() {
        return ScoringNote.newBuilder()
                .setQueryId(system.query(0).getQueryId())
                .setTaskId(system.task().getTaskId())
                .setProposalId("proposal")
                .setFeedbackId("feedback")
                .setReason(ScoringNoteReason.LATE)
                .setMessage("too late")
                .setNotedAt(Instant.EPOCH)
                .build();
    }
}
