package io.promptstream.reward.dashboard;

import io.promptstream.event.Reward;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The prompts of a task, ranked by what they have shown that they earn at least. */
final class PromptBoard {
    /** Shown. */
    static final int BEST = 200;
    /** Kept; beyond it those go that are not among the best and were not seen for longest. */
    private static final int MOST = 2_000;
    /** Forgetting is done for so many at once, since it ranks all. */
    private static final int SLACK = 200;

    private final TokenTexts texts;
    private final Map<String, PromptRecord> prompts = new HashMap<>();

    PromptBoard(TokenTexts texts) {
        this.texts = texts;
    }

    void earned(Reward reward, long tick) {
        var prompt = reward.getProvenance().getPrompt();
        prompts.computeIfAbsent(prompt.getText(), text -> new PromptRecord(texts.of(prompt), reward))
                .earned(reward, tick);
        if (prompts.size() > MOST + SLACK) {
            rank(tick);
            prompts.values().stream()
                    .filter(candidate -> candidate.rank() == null)
                    .sorted(Comparator.comparing(PromptRecord::lastSeen))
                    .limit(prompts.size() - MOST)
                    .map(PromptRecord::text)
                    .toList()
                    .forEach(prompts::remove);
        }
    }

    /**
     * Rows of the best, and of those that were among them before, as far as they have changed.
     *
     * @param tick now
     * @param served text of the prompt that is served
     */
    List<PromptRow> rowsSince(long since, long tick, @Nullable String served) {
        rank(tick);
        return prompts.values().stream()
                .filter(prompt -> prompt.isNews(since))
                .filter(prompt -> prompt.rank() != null || since > 0)
                .map(prompt -> prompt.row(prompt.text().equals(served)))
                .toList();
    }

    /** Marks a prompt as changed that is served from now on, or no longer. */
    void touch(@Nullable String text, long tick) {
        PromptRecord prompt = text == null ? null : prompts.get(text);
        if (prompt != null) {
            prompt.touch(tick);
        }
    }

    Optional<PromptRecord> find(String id) {
        return prompts.values().stream()
                .filter(prompt -> prompt.id().equals(id))
                .findAny();
    }

    private void rank(long tick) {
        List<PromptRecord> ranked = prompts.values().stream()
                .sorted(Comparator.comparingDouble(PromptRecord::lower)
                        .reversed()
                        .thenComparing(PromptRecord::text))
                .toList();
        for (int place = 0; place < ranked.size(); place++) {
            ranked.get(place).rank(place < BEST ? place + 1 : null, tick);
        }
    }
}
