package io.promptstream.policy.evaluation;

import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.policy.learning.WrittenPrompt;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;

/**
 * Takes from round results what evaluation needs, and counts what it leaves out. Rewards that a rule stands in for are
 * left out one by one: they say what the rule says, not what the prompt earned.
 */
public final class RoundLog {
    /** A round that is delivered again within so many is recognised. */
    private static final int REMEMBERED = 10_000;

    private final Set<UUID> seen = new LinkedHashSet<>();
    private final Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
    private final Set<Long> taskRevisions = new HashSet<>();
    private long read;

    /** The round, as far as it can be used. */
    public Optional<LoggedRound> take(RoundResult result) {
        read++;
        if (!seen.add(result.getRoundId())) {
            leftOut.merge(LeftOut.DUPLICATE, 1L, Long::sum);
            return Optional.empty();
        }
        if (seen.size() > REMEMBERED) {
            seen.remove(seen.iterator().next());
        }
        taskRevisions.add(result.getTaskRevision());
        List<LoggedPrompt> drawn = new ArrayList<>();
        List<LoggedPrompt> chosen = new ArrayList<>();
        boolean truncated = false;
        boolean unmeasured = false;
        for (PromptResult prompt : result.getPrompts()) {
            OptionalDouble reward = reward(prompt);
            if (isDrawn(prompt)) {
                truncated |= isTruncated(prompt.getTruncation());
                unmeasured |= reward.isEmpty();
                reward.ifPresent(value -> drawn.add(logged(prompt, prompt.getLogProbability(), value)));
            } else if (isChosen(prompt.getOrigin())) {
                reward.ifPresent(value -> chosen.add(logged(prompt, 0, value)));
            }
        }
        if (truncated || drawn.isEmpty()) {
            LeftOut reason = truncated ? LeftOut.TRUNCATED : unmeasured ? LeftOut.NO_REWARDS : LeftOut.NOTHING_DRAWN;
            leftOut.merge(reason, 1L, Long::sum);
            drawn.clear();
        }
        return Optional.of(new LoggedRound(drawn, chosen));
    }

    /** Round results so far. */
    public long read() {
        return read;
    }

    /** Rounds whose drawn prompts were left out so far. */
    public Map<LeftOut, Long> leftOut() {
        return new EnumMap<>(leftOut);
    }

    /** Revisions of the task under which the rounds were proposed. */
    public int taskRevisions() {
        return taskRevisions.size();
    }

    private static LoggedPrompt logged(PromptResult prompt, double logPropensity, double reward) {
        return new LoggedPrompt(
                new WrittenPrompt(
                        prompt.getPrompt().getText(), prompt.getPrompt().getTokens()),
                // Rounding may put the logarithm of a certainty a little above 0.
                Math.min(0, logPropensity),
                reward);
    }

    private static boolean isDrawn(PromptResult prompt) {
        return prompt.getOrigin() == PromptOrigin.SAMPLED && Double.isFinite(prompt.getLogProbability());
    }

    private static boolean isChosen(PromptOrigin origin) {
        return switch (origin) {
            case CHAMPION, CONTENDER, GREEDY -> true;
            case SAMPLED, UNKNOWN -> false;
        };
    }

    /** The fluency limit is no cut: the logged probability is that of the limited policy. */
    private static boolean isTruncated(SamplerTruncation truncation) {
        return truncation.getTopK() > 0 && truncation.getTopK() < truncation.getCandidates();
    }

    private static OptionalDouble reward(PromptResult prompt) {
        OptionalDouble mean = prompt.getRewards().stream()
                .filter(reward -> !reward.getImputed())
                .mapToDouble(QueryReward::getValue)
                .filter(Double::isFinite)
                .average();
        return mean.isPresent() && Double.isFinite(mean.getAsDouble()) ? mean : OptionalDouble.empty();
    }
}
