package io.promptstream.task.execution;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * Tokens that this process may spend at HTTP endpoints, per task and UTC day. Spending is known only after an answer, so
 * the calls that are under way when the budget runs out exceed it.
 */
public final class RemoteTokenBudget {
    private final long tokensPerDay;
    private final Map<String, Long> spent = new HashMap<>();
    private LocalDate day = LocalDate.MIN;

    /** @param tokensPerDay 0: no limit */
    public RemoteTokenBudget(long tokensPerDay) {
        if (tokensPerDay < 0) {
            throw new IllegalArgumentException(
                    "PROMPTSTREAM_REMOTE_TOKENS_PER_DAY is %d; write a number from 1, or 0 for no limit"
                            .formatted(tokensPerDay));
        }
        this.tokensPerDay = tokensPerDay;
    }

    synchronized boolean exhausted(String taskId, Instant now) {
        return tokensPerDay > 0 && spent(taskId, now) >= tokensPerDay;
    }

    /** Tokens that the task has spent on the day of {@code now}. */
    public synchronized long spent(String taskId, Instant now) {
        startDay(now);
        return spent.getOrDefault(taskId, 0L);
    }

    synchronized void spend(String taskId, long tokens, Instant now) {
        startDay(now);
        spent.merge(taskId, tokens, Long::sum);
    }

    /** The budget of each task; 0: no limit. */
    public long tokensPerDay() {
        return tokensPerDay;
    }

    private void startDay(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (!today.equals(day)) {
            day = today;
            spent.clear();
        }
    }
}
