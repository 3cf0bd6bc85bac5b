package io.promptstream.reward.round;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps rounds in memory. A round of which a step fails is forgotten, since the step may have changed it. */
public final class RoundMemory implements RoundStore {
    private final Map<String, RoundState> rounds = new HashMap<>();

    @Override
    public @Nullable RoundState find(String id) {
        return rounds.get(id);
    }

    @Override
    public void with(String id, Supplier<RoundStep> work, Consumer<RoundStep> carryOut) {
        RoundState kept = null;
        try {
            RoundStep step = work.get();
            carryOut.accept(step);
            kept = step.state();
        } finally {
            if (kept == null) {
                rounds.remove(id);
            } else {
                rounds.put(id, kept);
            }
        }
    }

    @Override
    public void delete(String id) {
        rounds.remove(id);
    }
}
