package io.promptstream.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.display.ProgressBar;
import io.promptstream.local.display.Screen;
import io.promptstream.local.display.Sparkline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Shows a running loop: drawn over on a terminal, a plain line every few seconds elsewhere. */
final class LiveDisplay {

    private static final long PLAIN_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long RATE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int SPARKS = 48;
    private static final int AVERAGED = 8;

    private final Screen screen;
    private final String task;
    private final Duration time;
    /** What was shown in the last seconds, oldest first: rates are taken over all of it. */
    private final Deque<Shown> shown = new ArrayDeque<>();

    private long printedNanos;

    private record Shown(LoopCounts counts, long nanos) {}

    LiveDisplay(Screen screen, String task, Duration time, LoopCounts start, long nanos) {
        this.screen = screen;
        this.task = task;
        this.time = time;
        this.shown.add(new Shown(start, nanos));
        this.printedNanos = nanos;
    }

    /**
     * Shows the present state.
     *
     * @param policy the policy service's answer
     * @param passed time since the first query
     * @param state what is going on
     */
    void show(LoopCounts now, JsonNode policy, Duration passed, String state, long nanos) {
        while (shown.size() > 1 && nanos - shown.getFirst().nanos() > RATE_NANOS) {
            shown.removeFirst();
        }
        var before = shown.getFirst().counts();
        double seconds = Math.max(1, nanos - shown.getFirst().nanos()) / 1e9;
        var left = time.minus(passed);
        var clock = left.isNegative()
                ? "0:00"
                : left.toMinutes() + String.format(Locale.ROOT, ":%02d", left.toSecondsPart());
        var rates = rate("queries", now.queries(), before.queries(), seconds)
                + rate("proposals", now.proposals(), before.proposals(), seconds)
                + rate("outputs", now.outputs(), before.outputs(), seconds)
                + rate("rewards", now.rewards(), before.rewards(), seconds);
        var version = policy.path("version").asLong();
        if (screen.isLive()) {
            screen.draw(List.of(
                    "",
                    "  " + task + "  ·  " + state + "  ·  " + clock + " left",
                    "  " + ProgressBar.of(Math.min(passed.toSeconds(), time.toSeconds()), time.toSeconds()),
                    "",
                    "  " + rates,
                    "  rounds " + now.rounds() + "  ·  policy version " + version + "  ·  lag "
                            + policy.at("/lag/last").asText("-") + "  ·  dead letters " + now.deadLetters(),
                    "",
                    "  mean reward  " + reward(now.roundRewards()) + "  "
                            + Sparkline.of(averaged(now.roundRewards()), SPARKS),
                    "  best prompt so far  " + best(policy),
                    "  greedy prompt  \"" + policy.path("greedyPrompt").asText("") + "\"",
                    ""));
        } else if (nanos - printedNanos >= PLAIN_NANOS) {
            printedNanos = nanos;
            screen.print(state + ", " + clock + " left: " + rates + "rounds " + now.rounds() + ", policy version "
                    + version + ", mean reward " + reward(now.roundRewards()) + ", best prompt so far " + best(policy));
        }
        shown.addLast(new Shown(now, nanos));
    }

    private static String rate(String name, long now, long before, double seconds) {
        return String.format(Locale.ROOT, "%s %d (%.0f/s)   ", name, now, (now - before) / seconds);
    }

    /** The prompt that serves, with its mean reward where it is a champion that was compared. */
    private static String best(JsonNode policy) {
        var text = "\"" + policy.path("servedPrompt").asText("") + "\"";
        var champion = policy.path("champion");
        return champion.path("queries").asLong() == 0
                ? text
                : String.format(
                        Locale.ROOT,
                        "%s (%.1f in %d queries)",
                        text,
                        champion.path("meanReward").asDouble(),
                        champion.path("queries").asLong());
    }

    private static String reward(List<Double> rewards) {
        var last = averaged(rewards);
        return last.isEmpty() ? "-" : String.format(Locale.ROOT, "%.1f", last.getLast());
    }

    /** Means of neighbouring rounds: single rounds are noisy. */
    private static List<Double> averaged(List<Double> rewards) {
        int step = Math.max(1, Math.min(AVERAGED, rewards.size() / SPARKS + 1));
        var means = new ArrayList<Double>();
        for (int to = rewards.size(); to > 0; to -= step) {
            var part = rewards.subList(Math.max(0, to - step), to);
            means.addFirst(
                    part.stream().mapToDouble(Double::doubleValue).average().orElse(0));
        }
        return means;
    }
}
