package io.promptstream.reward.dashboard;

import io.promptstream.event.Role;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.statistics.Summary;
import java.util.Map;
import java.util.TreeMap;

/** What happened to a task in one second, as it is being counted. */
final class Second {
    /** Names of components that are told apart. */
    private static final int COMPONENTS = 40;

    private final long at;
    private final Map<String, Mean> components = new TreeMap<>();
    private final Mean latency = new Mean();
    private long queries;
    private long proposals;
    private long outputs;
    private long failures;
    private long rounds;
    private Summary serve = Summary.EMPTY;
    private Summary explore = Summary.EMPTY;
    private long changed;

    /** @param at since 1970 */
    Second(long at) {
        this.at = at;
    }

    Second changed(long tick) {
        changed = tick;
        return this;
    }

    long changed() {
        return changed;
    }

    void query() {
        queries++;
    }

    void proposal() {
        proposals++;
    }

    void round() {
        rounds++;
    }

    void output(TaskOutput output) {
        outputs++;
        if (output.getFailure().isPresent()) {
            failures++;
        } else if (output.getLatencyMicros() >= 0) {
            latency.add((double) output.getLatencyMicros());
        }
    }

    void reward(CountedReward reward) {
        if (reward.role() == Role.SERVE) {
            serve = serve.plus(reward.summary());
        } else {
            explore = explore.plus(reward.summary());
        }
        reward.components().forEach((name, value) -> {
            if (components.size() < COMPONENTS || components.containsKey(name)) {
                components.computeIfAbsent(name, ignored -> new Mean()).add(value);
            }
        });
    }

    /** Takes out a reward that was counted here, and another one takes the place of. */
    void withdraw(CountedReward reward) {
        if (reward.role() == Role.SERVE) {
            serve = serve.minus(reward.summary());
        } else {
            explore = explore.minus(reward.summary());
        }
        reward.components().forEach((name, value) -> {
            Mean mean = components.get(name);
            if (mean != null) {
                mean.remove(value);
            }
        });
    }

    long queries() {
        return queries;
    }

    long proposals() {
        return proposals;
    }

    long outputs() {
        return outputs;
    }

    long failures() {
        return failures;
    }

    long rounds() {
        return rounds;
    }

    Summary rewards() {
        return serve.plus(explore);
    }

    SecondRow row() {
        Map<String, Double> means = new TreeMap<>();
        components.forEach((name, mean) -> {
            Double value = mean.value();
            if (value != null) {
                means.put(name, value);
            }
        });
        Summary all = rewards();
        return new SecondRow(
                at,
                queries,
                proposals,
                outputs,
                failures,
                Figures.of(serve),
                Figures.of(explore),
                means,
                latency.value(),
                all.promptTokens(),
                all.completionTokens());
    }
}
