package io.promptstream.reward.app.streams;

import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.Set;

/** Names of the topics that the topologies read and write. */
public record RewardTopics(
        String queries,
        String proposals,
        String outputs,
        String feedback,
        String rewards,
        String notes,
        String roundResults) {

    public static RewardTopics of(TopicCatalogue catalogue) {
        return new RewardTopics(
                catalogue.queries().name(),
                catalogue.promptProposals().name(),
                catalogue.taskOutputs().name(),
                catalogue.feedback().name(),
                catalogue.rewards().name(),
                catalogue.scoringNotes().name(),
                catalogue.roundResults().name());
    }

    /** The topics that are read. */
    public Set<String> sources() {
        return Set.of(queries, proposals, outputs, feedback, rewards);
    }
}
