package io.promptstream.reward.round;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event makes of a round.
 *
 * @param state what is kept of the round; null: nothing
 * @param changes what of it is new, for who keeps its parts apart
 * @param effects in order
 */
public record RoundStep(@Nullable RoundState state, List<RoundChange> changes, List<RoundEffect> effects) {
    public RoundStep {
        changes = List.copyOf(changes);
        effects = List.copyOf(effects);
    }
}
