package io.promptstream.reward.dashboard;

import io.promptstream.event.Provenance;
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
    /** Forgetting is done for a tenth at once, since it ranks all. */
    private static final double SLACK = 1.1;

    private final TokenTexts texts;
    private final Memory memory;
    private final Map<String, PromptRecord> prompts = new HashMap<>();
    private long bytes;

    PromptBoard(TokenTexts texts, Memory memory) {
        this.texts = texts;
        this.memory = memory;
    }

    void earned(Provenance provenance, CountedReward reward, long tick) {
        PromptRecord prompt = prompts.get(reward.promptId());
        if (prompt == null) {
            prompt = new PromptRecord(reward.promptId(), texts.of(provenance.getPrompt()), provenance, reward.at());
            prompts.put(reward.promptId(), prompt);
            bytes += prompt.bytes();
        }
        prompt.earned(reward, provenance.getPolicyVersion(), tick);
        if (prompts.size() > memory.prompts() * SLACK || bytes > memory.promptBytes() * SLACK) {
            forget(tick);
        }
    }

    /** Takes out a reward that another one takes the place of. */
    void withdraw(CountedReward reward, long tick) {
        PromptRecord prompt = prompts.get(reward.promptId());
        if (prompt != null) {
            prompt.withdraw(reward, tick);
        }
    }

    /** Keeps the best, and of the others those that were seen last, as far as there is room. */
    void forget(long tick) {
        if (prompts.size() <= memory.prompts() && bytes <= memory.promptBytes()) {
            return;
        }
        rank(tick);
        List<PromptRecord> kept = prompts.values().stream()
                .sorted(Comparator.comparingInt(PromptBoard::place)
                        .thenComparing(PromptRecord::lastSeen, Comparator.reverseOrder()))
                .limit(memory.prompts())
                .toList();
        prompts.clear();
        bytes = 0;
        for (PromptRecord prompt : kept) {
            if (bytes + prompt.bytes() <= memory.promptBytes()) {
                prompts.put(prompt.id(), prompt);
                bytes += prompt.bytes();
            }
        }
    }

    /**
     * Rows of the best, and of those that were among them before, as far as they have changed.
     *
     * @param tick now
     * @param served id of the prompt that is served
     */
    List<PromptRow> rowsSince(long since, long tick, @Nullable String served) {
        rank(tick);
        return prompts.values().stream()
                .filter(prompt -> prompt.isNews(since))
                .filter(prompt -> prompt.rank() != null || since > 0)
                .map(prompt -> prompt.row(prompt.id().equals(served)))
                .toList();
    }

    /** Marks a prompt as changed that is served from now on, or no longer. */
    void touch(@Nullable String id, long tick) {
        PromptRecord prompt = id == null ? null : prompts.get(id);
        if (prompt != null) {
            prompt.touch(tick);
        }
    }

    Optional<PromptRecord> find(String id) {
        return Optional.ofNullable(prompts.get(id));
    }

    private static int place(PromptRecord prompt) {
        Integer rank = prompt.rank();
        return rank == null ? Integer.MAX_VALUE : rank;
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
