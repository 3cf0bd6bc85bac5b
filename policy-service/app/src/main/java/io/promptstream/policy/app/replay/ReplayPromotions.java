package io.promptstream.policy.app.replay;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Promotion;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.policy.app.tasks.PromotionRefusedException;
import io.promptstream.policy.replay.ReplayJob.Checkpoint;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Has what a replay has made promoted where its order says so. Belongs to one thread. */
final class ReplayPromotions {
    private final ReplayLedger ledger;
    private final BiConsumer<Promotion, PolicySnapshot> promotions;

    /** @param promotions has a candidate promoted; an order that was given before is not given again */
    ReplayPromotions(ReplayLedger ledger, BiConsumer<Promotion, PolicySnapshot> promotions) {
        this.ledger = ledger;
        this.promotions = promotions;
    }

    /**
     * The last checkpoint of a replay that has come to its end. It counts as done only when the promotion was ordered; the
     * candidate has to be there before.
     */
    Checkpoint promoted(Replay order, Checkpoint done) {
        Optional<Promotion> promotion = order.getPromote();
        if (promotion.isEmpty() || done.candidate().isEmpty()) {
            return done;
        }
        ReplayState almostDone = ReplayState.newBuilder(done.state())
                .setStatus(ReplayStatus.RELEARNING)
                .setEndedAt(null)
                .build();
        ledger.commit(new Checkpoint(almostDone, done.candidate()));
        try {
            promotions.accept(promotion.get(), done.candidate().get());
            return done;
        } catch (PromotionRefusedException e) {
            ReplayState failed = ReplayState.newBuilder(done.state())
                    .setStatus(ReplayStatus.FAILED)
                    .setMessage("the candidate was made but cannot be promoted: " + e.getMessage())
                    .build();
            return new Checkpoint(failed, done.candidate());
        }
    }
}
