package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.reward.Events;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Rounds whose outputs the service gets in parts and perhaps twice, and what must come of them, on topics of their own. */
final class RoundsOfOutputs implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final int PROMPTS = 8;
    private static final int QUERIES = 4;

    private final KafkaEnvironment kafka;
    private final TopicCatalogue topics;
    private final EventTopics events;
    private final int rounds;

    /** Creates the topics, and a task whose rounds are never closed before they are complete. */
    RoundsOfOutputs(KafkaEnvironment kafka, int rounds) {
        this.kafka = kafka;
        this.events = new EventTopics(kafka, "rounds");
        this.topics = events.catalogue();
        this.rounds = rounds;
        RewardDefinition patient = RewardDefinition.newBuilder(
                        Events.reward(RewardKind.LABEL_MARGIN, MissingRewardRule.LEAVE_OUT))
                .setWindowMillis(PATIENCE.multipliedBy(4).toMillis())
                .build();
        kafka.produce(List.of(events.record(topics.tasks(), Events.TASK, Events.task(patient))));
    }

    TopicCatalogue topics() {
        return topics;
    }

    int outputs() {
        return rounds * PROMPTS * QUERIES;
    }

    /** Writes the outputs of some rounds, each query's with its reference. */
    void write(int firstRound, int endRound) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (int r = firstRound; r < endRound; r++) {
            UUID round = new UUID(5, r);
            for (int q = 0; q < QUERIES; q++) {
                String queryId = "query-" + r + "-" + q;
                records.add(events.record(topics.queries(), queryId, Events.query(queryId, "yes")));
                for (int p = 0; p < PROMPTS; p++) {
                    Provenance provenance = Events.explore(round, PROMPTS, QUERIES, p, q);
                    records.add(events.record(
                            topics.taskOutputs(), queryId, Events.output(queryId, provenance, p * 0.3, q)));
                }
            }
        }
        kafka.produce(records);
    }

    /** Returns when the rewards topic holds something. */
    void awaitFirstReward() {
        kafka.consume(topics.rewards().name(), 1, PATIENCE);
    }

    int rewardsNow() {
        return kafka.consumeAll(topics.rewards().name()).size();
    }

    /** Returns when every round has a result. */
    void awaitResults() {
        kafka.consume(topics.roundResults().name(), rounds, PATIENCE);
    }

    /** Each output has one reward, and each round one result, which is complete. */
    void assertRewardedOnce() {
        assertThat(events.events(topics.rewards(), Reward.class))
                .hasSize(outputs())
                .extracting(Reward::getProposalId)
                .doesNotHaveDuplicates();
        List<RoundResult> results = events.events(topics.roundResults(), RoundResult.class);
        assertThat(results).hasSize(rounds).extracting(RoundResult::getRoundId).doesNotHaveDuplicates();
        assertThat(results).allSatisfy(result -> {
            assertThat(result.getClosing()).isEqualTo(RoundClosing.COMPLETE);
            assertThat(result.getReceivedRewards()).isEqualTo(PROMPTS * QUERIES);
            assertThat(result.getPrompts()).isEqualTo(results.getFirst().getPrompts());
        });
    }

    @Override
    public void close() {
        events.close();
    }
}
