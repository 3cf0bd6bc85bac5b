package io.promptstream.policy.replay;

import io.promptstream.event.ReplayState;
import io.promptstream.policy.learning.LearningOutcome;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a replay has dealt with. Belongs to one thread. */
public final class ReplayCounts {
    /** Prompts that another policy wrote: of another length, or of tokens that this policy does not use. */
    static final String FOREIGN = "foreign";

    /** Rounds of a task that had the id before. */
    static final String EARLIER_TASK = "earlier_task";

    /** Rounds that cannot be read or computed with. */
    static final String UNUSABLE = "unusable";

    private long records;
    private long learned;
    private long versionsCompared;
    private long lastCompared = -1;
    private final Map<String, Long> leftOut = new TreeMap<>();

    static ReplayCounts of(ReplayState state) {
        ReplayCounts counts = new ReplayCounts();
        counts.records = state.getRecordsRead();
        counts.learned = state.getRoundsLearned();
        counts.versionsCompared = state.getVersionsCompared();
        // What was compared last is the state's version, if anything was.
        counts.lastCompared = state.getVersionsCompared() == 0 ? -1 : state.getVersion();
        counts.leftOut.putAll(state.getLeftOut());
        return counts;
    }

    void record() {
        records++;
    }

    /** The digest of this version is as recorded; a version that is looked at twice counts once. */
    void compared(long version) {
        if (version != lastCompared) {
            versionsCompared++;
            lastCompared = version;
        }
    }

    void round(LearningOutcome outcome) {
        switch (outcome) {
            case LearningOutcome.Learned round -> learned++;
            case LearningOutcome.LeftOut round -> leftOut(round.reason().name().toLowerCase(Locale.ROOT));
            case LearningOutcome.Duplicate round -> {
                // It is in the counts already.
            }
        }
    }

    void leftOut(String reason) {
        leftOut.merge(reason, 1L, Long::sum);
    }

    /** Records of the range that were read, those of other tasks included. */
    public long records() {
        return records;
    }

    /** Rounds that were learned. */
    public long learned() {
        return learned;
    }

    /** Reasons with their numbers, for people. */
    String reasons() {
        return leftOut.isEmpty() ? "none was there" : leftOut.toString();
    }

    /** Rounds that were skipped. */
    public long leftOut() {
        return leftOut.values().stream().mapToLong(Long::longValue).sum();
    }

    void write(ReplayState.Builder state) {
        state.setRecordsRead(records)
                .setRoundsLearned(learned)
                .setRoundsLeftOut(leftOut())
                .setLeftOut(Map.copyOf(leftOut))
                .setVersionsCompared(versionsCompared);
    }
}
