package io.promptstream.reward.app.rescore;

import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.reward.app.rescore.OrderBook.Entry;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What rescorings have left. What cannot be deleted now is tried again, and holds up no other rescoring. */
final class Remains {
    private static final Logger log = LoggerFactory.getLogger(Remains.class);

    private final SideResources resources;
    private final TopicCatalogue catalogue;
    /** Rescorings that have ended and of which nothing but the results is left. */
    private final Set<UUID> tidy = new HashSet<>();
    /** Those of which something could not be deleted, so that it is told once. */
    private final Set<UUID> obstinate = new HashSet<>();

    Remains(SideResources resources, TopicCatalogue catalogue) {
        this.resources = resources;
        this.catalogue = catalogue;
    }

    /** Deletes everything but the results of the rescorings that have ended. */
    void tidyUp(List<Entry<Rescoring>> rescorings) {
        for (Entry<Rescoring> rescoring : rescorings) {
            UUID replayId = rescoring.event().getReplayId();
            if (rescoring.event().getStatus() != RescoringStatus.RUNNING
                    && !tidy.contains(replayId)
                    && deleted(rescoring, names -> isTidy(rescoring, names) || resources.deleteInternal(names))) {
                tidy.add(replayId);
            }
        }
    }

    /** One that is done has its topics until the last of it is deleted; one that failed may have lost them before. */
    private boolean isTidy(Entry<Rescoring> rescoring, SideNames names) {
        return rescoring.event().getStatus() == RescoringStatus.DONE && !resources.leftovers(names);
    }

    /** Deletes all of a rescoring; false while that is not possible. */
    boolean deletedAll(Entry<Rescoring> rescoring) {
        return deleted(rescoring, resources::deleteAll);
    }

    private boolean deleted(Entry<Rescoring> rescoring, Predicate<SideNames> deletion) {
        UUID replayId = rescoring.event().getReplayId();
        try {
            return deletion.test(SideNames.of(catalogue, rescoring.event()));
        } catch (RuntimeException e) {
            if (Attempts.concernsTheLoop(e)) {
                throw e;
            }
            if (obstinate.add(replayId)) {
                log.warn("What the rescoring {} has left cannot be deleted; trying again", rescoring.key(), e);
            }
            return false;
        }
    }
}
