package io.promptstream.task.execution;

import io.promptstream.task.model.TokenAccount;
import io.promptstream.task.model.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tokens that this process may spend at HTTP endpoints, per task and UTC day.
 *
 * <p>What a call costs is known only when it is over, so each sets aside what it may cost: the larger of its own estimate
 * and what the task's dearest calls cost of late. Until one has shown that, only one is in flight. No call starts once the
 * tokens spent and those set aside reach the limit; what is overrun is at most what calls in flight cost beyond that. A day
 * ends by the clock; one that is set back begins no new day.
 */
public final class RemoteTokenBudget {
    /** Each call takes so small a part off what dear ones before it have cost. */
    private static final long FORGETTING = 8;

    private final long tokensPerDay;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition settled = lock.newCondition();
    private final Map<String, Ledger> ledgers = new HashMap<>();
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

    private static final class Ledger {
        private long spent;
        private long reserved;
        private long lately;
        private int inFlight;
    }

    boolean exhausted(String taskId, Instant now) {
        return tokensPerDay > 0 && spent(taskId, now) >= tokensPerDay;
    }

    /** Tokens that the task has spent on the day of {@code now}. */
    public long spent(String taskId, Instant now) {
        lock.lock();
        try {
            startDay(now);
            Ledger ledger = ledgers.get(taskId);
            return ledger == null ? 0 : ledger.spent;
        } finally {
            lock.unlock();
        }
    }

    /** The budget of each task; 0: no limit. */
    public long tokensPerDay() {
        return tokensPerDay;
    }

    /** What the task may spend, by the given clock. */
    TokenAccount account(String taskId, InstantSource clock) {
        return new TokenAccount() {
            @Override
            public Optional<Reservation> reserve(long expected, Duration patience) throws InterruptedException {
                return RemoteTokenBudget.this.reserve(taskId, expected, patience, clock);
            }

            @Override
            public boolean isUsedUp() {
                return exhausted(taskId, clock.instant());
            }

            @Override
            public String refusal() {
                return "task %s has used up today's %d tokens: raise PROMPTSTREAM_REMOTE_TOKENS_PER_DAY or wait for the next day (UTC)"
                        .formatted(taskId, tokensPerDay);
            }
        };
    }

    private Optional<TokenAccount.Reservation> reserve(
            String taskId, long expected, Duration patience, InstantSource clock) throws InterruptedException {
        long nanosLeft = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                startDay(clock.instant());
                Ledger ledger = ledgers.computeIfAbsent(taskId, id -> new Ledger());
                if (tokensPerDay == 0 || mayStart(ledger)) {
                    long tokens = Math.max(expected, ledger.lately);
                    ledger.reserved = sum(ledger.reserved, tokens);
                    ledger.inFlight++;
                    return Optional.of(spent -> settle(taskId, ledger, tokens, spent, clock));
                }
                if (ledger.spent >= tokensPerDay || nanosLeft <= 0) {
                    return Optional.empty();
                }
                nanosLeft = settled.awaitNanos(nanosLeft);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean mayStart(Ledger ledger) {
        boolean costIsKnown = ledger.lately > 0 || ledger.inFlight == 0;
        return costIsKnown && sum(ledger.spent, ledger.reserved) < tokensPerDay;
    }

    /** What was reserved is given back to the ledger it came from; what was spent belongs to the day that it is now. */
    private void settle(String taskId, Ledger reservedIn, long reserved, TokenUsage spent, InstantSource clock) {
        lock.lock();
        try {
            startDay(clock.instant());
            reservedIn.reserved -= reserved;
            reservedIn.inFlight--;
            Ledger ledger = ledgers.computeIfAbsent(taskId, id -> new Ledger());
            ledger.spent = sum(ledger.spent, spent.total());
            if (spent.total() > 0) {
                ledger.lately = Math.max(spent.total(), ledger.lately - ledger.lately / FORGETTING);
            }
            settled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void startDay(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (today.isAfter(day)) {
            day = today;
            ledgers.clear();
        }
    }

    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
