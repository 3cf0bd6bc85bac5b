package io.promptstream.task.app.answer;

import io.promptstream.task.execution.LaneKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Proposals that wait for the same thing, answered slice by slice, one slice at a time; those that serve go first. Safe for
 * use by several threads.
 */
final class Lane {
    private static final Duration SLICE = Duration.ofSeconds(2);
    /** Slices beyond that gain nothing, and their texts are in memory several times while they are answered. */
    private static final long SLICE_BYTES = 4L << 20;

    /** Answers the proposals of one slice together, one outcome for each. */
    @FunctionalInterface
    interface Answering {
        SliceAnswering.Answers answer(LaneKey lane, List<PendingProposal> slice) throws InterruptedException;
    }

    private final LaneKey key;
    private final LaneLimits limits;
    private final Answering answering;
    private final OutcomeQueue outcomes;
    private final LongSupplier nanoTime;
    private final Deque<PendingProposal> serving = new ArrayDeque<>();
    private final Deque<PendingProposal> exploring = new ArrayDeque<>();
    private final SliceSize sliceSize = new SliceSize(SLICE);
    private long bytes;
    private int inFlight;
    private long sliceBegan;
    private boolean refusing;
    private boolean running;
    private int failuresInARow;
    private @Nullable String lastFailure;

    Lane(LaneKey key, LaneLimits limits, Answering answering, OutcomeQueue outcomes, LongSupplier nanoTime) {
        this.key = key;
        this.limits = limits;
        this.answering = answering;
        this.outcomes = outcomes;
        this.nanoTime = nanoTime;
    }

    /** Takes the work, and has a thread begin with it if none is at it. */
    synchronized void add(PendingProposal work, Executor threads) {
        (work.serves() ? serving : exploring).add(work);
        bytes += work.bytes();
        if (!running) {
            running = true;
            threads.execute(this::runUntilEmpty);
        }
    }

    /** As {@link #add}, but refuses where that is too much; from then on it refuses everything until {@link #reopen}. */
    synchronized boolean offer(PendingProposal work, Executor threads) {
        refusing |= isFull();
        if (refusing) {
            return false;
        }
        add(work, threads);
        return true;
    }

    synchronized void refuse() {
        refusing = true;
    }

    /** Ends the refusing if there was any and there is room again. */
    synchronized boolean reopen() {
        boolean reopened = refusing && waiting() <= limits.records() / 2 && bytes <= limits.bytes() / 2;
        refusing &= !reopened;
        return reopened;
    }

    synchronized boolean isFull() {
        return waiting() >= limits.records() || bytes >= limits.bytes();
    }

    /** Size of what waits and of what is in flight. */
    synchronized long bytes() {
        return bytes;
    }

    /** Forgets what waits and has gone elsewhere. */
    synchronized void forget(Predicate<PendingProposal> gone) {
        for (Deque<PendingProposal> queue : List.of(serving, exploring)) {
            queue.removeIf(work -> {
                boolean forgotten = gone.test(work);
                bytes -= forgotten ? work.bytes() : 0;
                return forgotten;
            });
        }
    }

    /** Begins nothing more; what is in flight is finished. */
    synchronized void stop() {
        serving.clear();
        exploring.clear();
    }

    synchronized LaneState state() {
        Duration slice = inFlight == 0 ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - sliceBegan);
        return new LaneState(key, waiting(), inFlight, slice, failuresInARow, lastFailure);
    }

    /** For how long there has been nothing to do. */
    synchronized Duration idle() {
        return running || refusing ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - sliceBegan);
    }

    private int waiting() {
        return serving.size() + exploring.size();
    }

    private void runUntilEmpty() {
        for (List<PendingProposal> slice = begin(); !slice.isEmpty(); slice = begin()) {
            try {
                SliceAnswering.Answers answers = answering.answer(key, slice);
                end(slice, answers);
                outcomes.add(answers.outcomes());
            } catch (InterruptedException e) {
                // The loop that this lane belongs to has ended; the records are read again.
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                outcomes.add(List.of(new Outcome.Broken(e)));
                return;
            } catch (Error e) {
                // Nobody else would learn of it: the thread belongs to nobody.
                outcomes.add(List.of(new Outcome.Broken(new IllegalStateException(key.title() + " broke down", e))));
                return;
            }
        }
    }

    private synchronized List<PendingProposal> begin() {
        List<PendingProposal> slice = new ArrayList<>();
        long sliceBytes = 0;
        while (slice.size() < sliceSize.current() && sliceBytes < SLICE_BYTES && waiting() > 0) {
            // One that explores goes along, or none would ever be finished where queries come as fast as they are
            // answered.
            boolean last = slice.size() + 1 >= sliceSize.current();
            boolean explores = serving.isEmpty() || (last && !exploring.isEmpty());
            PendingProposal work = explores ? exploring.removeFirst() : serving.removeFirst();
            sliceBytes += work.bytes();
            slice.add(work);
        }
        inFlight = slice.size();
        sliceBegan = nanoTime.getAsLong();
        running = !slice.isEmpty();
        return slice;
    }

    private synchronized void end(List<PendingProposal> slice, SliceAnswering.Answers answers) {
        sliceSize.took(slice.size(), Duration.ofNanos(nanoTime.getAsLong() - sliceBegan));
        slice.forEach(work -> bytes -= work.bytes());
        inFlight = 0;
        lastFailure = answers.lastFailure();
        failuresInARow = answers.answered() > 0 || lastFailure == null ? 0 : failuresInARow + answers.failed();
    }
}
