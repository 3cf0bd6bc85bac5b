package io.promptstream.reward.statistics;

import io.promptstream.event.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Merges the partitions' summaries by task, window and role. */
public final class SummaryTable {
    private final Map<String, TreeMap<Instant, Map<Role, Summary>>> tasks = new TreeMap<>();

    public void add(SummaryKey key, Instant windowStart, Summary summary) {
        tasks.computeIfAbsent(key.taskId(), ignored -> new TreeMap<>())
                .computeIfAbsent(windowStart, ignored -> new EnumMap<>(Role.class))
                .merge(key.role(), summary, Summary::plus);
    }

    /** The windows of a task, oldest first; their length is that of the summaries or a multiple of it. */
    public List<StatisticsWindow> windows(String taskId, Duration length) {
        TreeMap<Instant, Map<Role, Summary>> merged = new TreeMap<>();
        tasks.getOrDefault(taskId, new TreeMap<>()).forEach((start, roles) -> {
            Instant from =
                    Instant.ofEpochMilli(Math.floorDiv(start.toEpochMilli(), length.toMillis()) * length.toMillis());
            Map<Role, Summary> window = merged.computeIfAbsent(from, ignored -> new EnumMap<>(Role.class));
            roles.forEach((role, summary) -> window.merge(role, summary, Summary::plus));
        });
        List<StatisticsWindow> windows = new ArrayList<>();
        merged.forEach((from, roles) ->
                windows.add(new StatisticsWindow(from, from.plus(length), all(roles.values()), figures(roles))));
        return windows;
    }

    public List<TaskTotal> totals() {
        List<TaskTotal> totals = new ArrayList<>();
        tasks.forEach((taskId, windows) -> {
            Map<Role, Summary> roles = new EnumMap<>(Role.class);
            windows.values()
                    .forEach(window -> window.forEach((role, summary) -> roles.merge(role, summary, Summary::plus)));
            totals.add(new TaskTotal(taskId, all(roles.values()), figures(roles)));
        });
        return totals;
    }

    private static RewardFigures all(Collection<Summary> summaries) {
        return RewardFigures.of(summaries.stream().reduce(Summary.EMPTY, Summary::plus));
    }

    private static Map<String, RewardFigures> figures(Map<Role, Summary> roles) {
        Map<String, RewardFigures> figures = new HashMap<>();
        roles.forEach((role, summary) -> figures.put(role.name(), RewardFigures.of(summary)));
        return figures;
    }
}
