package io.promptstream.reward.aggregation;

import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rewards of a round, in a table of prompts by queries. The first event for a place in the table counts; the result
 * depends on which events arrived and not on their order.
 */
final class Round {
    private final RoundHeader header;
    private final Instant openedAt;
    private final @Nullable ProposedPrompt[] prompts;
    private final Slot[] slots;
    private final double[] values;

    Round(RoundHeader header, Instant openedAt) {
        this.header = header;
        this.openedAt = openedAt;
        this.prompts = new ProposedPrompt[header.prompts()];
        this.slots = new Slot[header.expectedRewards()];
        this.values = new double[header.expectedRewards()];
        Arrays.fill(slots, Slot.MISSING);
    }

    RoundHeader header() {
        return header;
    }

    /** When the first event of the round was seen. */
    Instant openedAt() {
        return openedAt;
    }

    /** The prompt of that index, if any output of it arrived. */
    @Nullable ProposedPrompt prompt(int promptIndex) {
        return prompts[promptIndex];
    }

    Slot slot(int promptIndex, int queryIndex) {
        return slots[place(promptIndex, queryIndex)];
    }

    /** The raw reward; 0 where the slot has no value. */
    double value(int promptIndex, int queryIndex) {
        return values[place(promptIndex, queryIndex)];
    }

    /**
     * Takes a reward or a failure.
     *
     * @return false when the place is taken or outside the table; then nothing changed
     */
    boolean add(RoundEvent.Rewarded event) {
        if (!header.contains(event.promptIndex(), event.queryIndex())
                || slot(event.promptIndex(), event.queryIndex()) != Slot.MISSING) {
            return false;
        }
        Double value = event.value();
        put(event.promptIndex(), event.queryIndex(), Slot.of(event), value == null ? 0 : value);
        if (prompts[event.promptIndex()] == null) {
            prompts[event.promptIndex()] = event.prompt();
        }
        return true;
    }

    /** Restores a prompt that was kept. */
    void put(int promptIndex, ProposedPrompt prompt) {
        prompts[promptIndex] = prompt;
    }

    /** Restores a place of the table that was kept. */
    void put(int promptIndex, int queryIndex, Slot slot, double value) {
        int place = place(promptIndex, queryIndex);
        slots[place] = slot;
        values[place] = value;
    }

    /** Whether every place of the table is taken. */
    boolean complete() {
        for (Slot slot : slots) {
            if (slot == Slot.MISSING) {
                return false;
            }
        }
        return true;
    }

    /** The result, ordered by prompt and query. Prompts of which nothing arrived are left out under any rule. */
    RoundResult close(RoundClosing closing, MissingRewards rule, Instant closedAt) {
        List<PromptResult> results = new ArrayList<>();
        for (int p = 0; p < header.prompts(); p++) {
            ProposedPrompt prompt = prompts[p];
            List<QueryReward> rewards = rewards(p, rule);
            if (prompt != null && !rewards.isEmpty()) {
                results.add(new PromptResult(
                        prompt.prompt(),
                        p,
                        prompt.origin(),
                        prompt.logProbability(),
                        prompt.truncation(),
                        prompt.seed(),
                        rewards));
            }
        }
        return new RoundResult(
                header.roundId(),
                header.taskId(),
                header.taskRevision(),
                header.policyVersion(),
                closing,
                results,
                header.expectedRewards(),
                (int) Arrays.stream(slots).filter(Slot::hasValue).count(),
                (int) Arrays.stream(slots).filter(slot -> slot == Slot.FAILED).count(),
                openedAt,
                closedAt);
    }

    private List<QueryReward> rewards(int promptIndex, MissingRewards rule) {
        List<QueryReward> rewards = new ArrayList<>();
        for (int q = 0; q < header.queries(); q++) {
            Slot slot = slot(promptIndex, q);
            if (slot.hasValue()) {
                rewards.add(new QueryReward(q, value(promptIndex, q), slot.correct(), false));
            } else {
                switch (rule) {
                    case MissingRewards.LeaveOut ignored -> {}
                    case MissingRewards.Default standIn -> rewards.add(new QueryReward(q, standIn.value(), null, true));
                }
            }
        }
        return rewards;
    }

    private int place(int promptIndex, int queryIndex) {
        return promptIndex * header.queries() + queryIndex;
    }
}
