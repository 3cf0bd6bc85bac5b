package io.promptstream.reward.app.score;

import io.promptstream.event.Reward;
import io.promptstream.event.ScoringNote;
import io.promptstream.schemas.trace.TraceContext;
import org.jspecify.annotations.Nullable;

/** Where what scoring says goes. */
interface Outlet {

    /**
     * Gives a reward.
     *
     * @param trace where the reward's record stands in a trace
     */
    void reward(Reward reward, @Nullable TraceContext trace, long now);

    void note(ScoringNote note, long now);
}
