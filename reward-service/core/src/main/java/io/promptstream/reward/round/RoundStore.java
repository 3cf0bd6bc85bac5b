package io.promptstream.reward.round;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is kept of rounds, by their ids. {@link RoundMemory} is one in memory. */
public interface RoundStore {
    @Nullable RoundState find(String id);

    /**
     * Does one step of a round and keeps what it changed.
     *
     * @param carryOut does what else follows; if it fails, nothing of the step is kept
     */
    void with(String id, Supplier<RoundStep> work, Consumer<RoundStep> carryOut);

    /** Leaves nothing of the round. */
    void delete(String id);
}
