package io.promptstream.policy.app.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.policy.app.tasks.PromotionRefusedException;
import io.promptstream.policy.round.CandidateSamples;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replays whose orders say that what they make is to be promoted. */
class ReplayerPromotionTest {
    private static final int ROUNDS = 12;

    private final ReplayerFixture kafka = new ReplayerFixture();

    @BeforeEach
    void recordRounds() {
        kafka.record(ROUNDS);
    }

    @AfterEach
    void close() {
        kafka.loop.close();
    }

    @Test
    void promotesOnceTheCandidateIsCommittedAndCountsAsDoneThen() throws InterruptedException {
        // Given a promotion that does not get through at first
        kafka.order(kafka.newOrder("other").setPromote(CandidateSamples.promotion("other")));
        kafka.promotions = (promotion, candidate) -> {
            throw new KafkaException("no answer");
        };
        assertThatThrownBy(() -> kafka.runUntil("other", ReplayStatus.DONE)).hasMessage("no answer");
        assertThat(kafka.state("other").orElseThrow().getStatus()).isEqualTo(ReplayStatus.RELEARNING);
        assertThat(kafka.candidate("other")).isPresent();

        // When
        kafka.loop.close();
        kafka.promotions =
                (promotion, candidate) -> kafka.promoted.add(promotion.getCandidate() + " " + candidate.getVersion());
        kafka.start();
        kafka.runUntil("other", ReplayStatus.DONE);

        // Then
        assertThat(kafka.promoted).containsExactly("other " + ROUNDS);
    }

    @Test
    void aPromotionThatIsRefusedFailsButKeepsTheCandidate() throws InterruptedException {
        // Given
        kafka.order(kafka.newOrder("other").setPromote(CandidateSamples.promotion("other")));
        kafka.promotions = (promotion, candidate) -> {
            throw new PromotionRefusedException("it does not fit");
        };

        // When
        ReplayState failed = kafka.runUntil("other", ReplayStatus.FAILED);

        // Then
        assertThat(failed.getMessage()).isEqualTo("the candidate was made but cannot be promoted: it does not fit");
        assertThat(kafka.candidate("other")).isPresent();
    }
}
