package io.promptstream.simulation.node;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.reward.round.RoundEvent;
import io.promptstream.reward.round.RoundEvents;
import io.promptstream.simulation.log.LogRecord;
import java.util.List;

/** Sends what concerns a round to the round's partition, as the aggregation's topology does before it aggregates. */
final class RoutingBody extends Body {
    RoutingBody(Surroundings around) {
        super(around, List.of(Topics.REWARDS, Topics.PROPOSALS));
    }

    @Override
    protected void handle(List<LogRecord> records, int most) {
        for (LogRecord record : records) {
            if (record.value() instanceof Reward reward && explores(reward.getProvenance())) {
                send(RoundEvents.rewarded(reward));
            }
            if (record.value() instanceof PromptProposal proposal && isFirst(proposal.getProvenance())) {
                send(RoundEvents.opened(proposal));
            }
        }
    }

    private void send(RoundEvent event) {
        String key = event.header().taskId() + "/" + event.header().roundId();
        producer.send(Topics.ROUND_EVENTS, key, event);
    }

    private static boolean explores(Provenance provenance) {
        return provenance.getRole() == Role.EXPLORE && provenance.getRoundId().isPresent();
    }

    private static boolean isFirst(Provenance provenance) {
        return explores(provenance) && provenance.getPromptIndex() == 0 && provenance.getQueryIndex() == 0;
    }
}
