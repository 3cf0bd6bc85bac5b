package io.promptstream.simulation.node;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Reward;
import io.promptstream.reward.round.RoundEvent;
import io.promptstream.reward.round.RoundEvents;
import io.promptstream.simulation.log.LogRecord;
import java.util.List;

/** Sends what concerns a round to the round's partition, as the aggregation's topology does before it aggregates. */
final class RoutingBody extends TransactionalBody {
    RoutingBody(Surroundings around) {
        super(around, List.of(Topics.REWARDS, Topics.PROPOSALS));
    }

    @Override
    protected void handle(List<LogRecord> records, int most) {
        for (LogRecord record : records) {
            if (record.value() instanceof Reward reward) {
                RoundEvents.of(reward).ifPresent(this::send);
            }
            if (record.value() instanceof PromptProposal proposal) {
                RoundEvents.of(proposal).ifPresent(this::send);
            }
        }
    }

    private void send(RoundEvent event) {
        producer.send(Topics.ROUND_EVENTS, event.header().id(), event);
    }
}
