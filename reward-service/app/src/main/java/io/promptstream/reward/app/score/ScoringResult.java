package io.promptstream.reward.app.score;

import io.promptstream.event.Reward;
import io.promptstream.event.ScoringNote;

/** What scoring publishes. */
sealed interface ScoringResult {

    /** An answer has its reward, or a corrected one. */
    record Rewarded(Reward reward) implements ScoringResult {}

    /** Why something has no reward, or was not used. */
    record Noted(ScoringNote note) implements ScoringResult {}
}
