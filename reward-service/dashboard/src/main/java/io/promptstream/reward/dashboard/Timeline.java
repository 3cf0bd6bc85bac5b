package io.promptstream.reward.dashboard;

import io.promptstream.reward.dashboard.TaskRow.Earnings;
import io.promptstream.reward.dashboard.TaskRow.Rates;
import io.promptstream.reward.statistics.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A task's seconds, those of the past that is kept. */
final class Timeline {
    /** Rates are taken over so many whole seconds. */
    private static final int RATE_SECONDS = 10;
    /** What "now" and "at the start" mean for rewards, in seconds. */
    private static final int EARNING_SECONDS = 30;

    private static final int SPARKS = 60;
    private static final int SPARK_SECONDS = 5;

    private final IntSupplier most;
    private final NavigableMap<Long, Second> seconds = new TreeMap<>();
    private Summary start = Summary.EMPTY;
    private long startedAt = Long.MAX_VALUE;

    /** @param most seconds that are kept */
    Timeline(IntSupplier most) {
        this.most = most;
    }

    /** The second of the time, stamped as changed. */
    Second at(Instant time, long tick) {
        Second second = seconds.computeIfAbsent(time.getEpochSecond(), Second::new);
        if (seconds.size() > most.getAsInt()) {
            seconds.pollFirstEntry();
        }
        return second.changed(tick);
    }

    /** Counts a reward, also for what was earned at the start, whether or not its second is kept. */
    void rewarded(CountedReward reward, long tick) {
        at(reward.at(), tick).reward(reward);
        long time = reward.at().getEpochSecond();
        if (startedAt > time && start.count() + start.failed() == 0) {
            startedAt = time;
        }
        if (isStart(time)) {
            start = start.plus(reward.summary());
        }
    }

    /** Takes out a reward that was counted. */
    void withdraw(CountedReward reward, long tick) {
        long time = reward.at().getEpochSecond();
        Second second = seconds.get(time);
        if (second != null) {
            second.changed(tick).withdraw(reward);
        }
        if (isStart(time)) {
            start = start.minus(reward.summary());
        }
    }

    private boolean isStart(long second) {
        return startedAt != Long.MAX_VALUE && second < startedAt + EARNING_SECONDS;
    }

    void forgetBefore(Instant time) {
        seconds.headMap(time.getEpochSecond()).clear();
        while (seconds.size() > most.getAsInt()) {
            seconds.pollFirstEntry();
        }
    }

    List<SecondRow> rowsSince(long tick) {
        return seconds.values().stream()
                .filter(second -> second.changed() > tick)
                .map(Second::row)
                .toList();
    }

    long sum(ToLongFunction<Second> count) {
        return sum(seconds.values(), count);
    }

    Summary rewards() {
        return rewards(seconds.values());
    }

    Rates rates(Instant now) {
        long end = now.getEpochSecond();
        Collection<Second> recent = between(end - RATE_SECONDS, end);
        return new Rates(
                rate(recent, Second::queries),
                rate(recent, Second::proposals),
                rate(recent, Second::outputs),
                rate(
                        recent,
                        second -> second.rewards().count() + second.rewards().failed()),
                rate(recent, Second::rounds));
    }

    /** Nothing counts as of now once the last reward is older than the seconds that "now" means. */
    Earnings earnings(Instant time) {
        Summary now = Summary.EMPTY;
        Long last = lastRewarded();
        if (last != null && last > time.getEpochSecond() - EARNING_SECONDS) {
            now = rewards(between(last - EARNING_SECONDS + 1, last + 1));
        }
        return new Earnings(
                Figures.mean(now),
                Figures.mean(start),
                Figures.accuracy(now),
                Figures.accuracy(start),
                startedAt == Long.MAX_VALUE ? null : Instant.ofEpochSecond(startedAt));
    }

    List<@Nullable Double> sparkline(Instant now) {
        List<@Nullable Double> means = new ArrayList<>();
        // Whole steps of the clock, so that a mean stays the same from one look to the next.
        long end = (now.getEpochSecond() / SPARK_SECONDS + 1) * SPARK_SECONDS;
        for (int spark = SPARKS; spark > 0; spark--) {
            long from = end - (long) spark * SPARK_SECONDS;
            means.add(Figures.mean(rewards(between(from, from + SPARK_SECONDS))));
        }
        return means;
    }

    private @Nullable Long lastRewarded() {
        for (var entry : seconds.descendingMap().entrySet()) {
            if (entry.getValue().rewards().count() > 0) {
                return entry.getKey();
            }
        }
        return null;
    }

    private Collection<Second> between(long from, long to) {
        return seconds.subMap(from, to).values();
    }

    private static double rate(Collection<Second> recent, ToLongFunction<Second> count) {
        return (double) sum(recent, count) / RATE_SECONDS;
    }

    private static long sum(Collection<Second> some, ToLongFunction<Second> count) {
        return some.stream().mapToLong(count).sum();
    }

    private static Summary rewards(Collection<Second> some) {
        return some.stream().map(Second::rewards).reduce(Summary.EMPTY, Summary::plus);
    }
}
