package io.promptstream.reward.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a viewer is told at once. Lists hold what has changed since its last update, whole rows by their keys, so that an
 * update that is applied twice does no harm; lists that are not of its view are null.
 *
 * @param failures what failed of the task, all of it where some of it has changed
 * @param tick to be named by a viewer that comes back
 * @param reset whether what the viewer has is to be forgotten: this is everything
 * @param readingBack share of the past that has been read since the start; null once all of it was
 * @param historySince what happened before is not shown by time
 * @param readSince what happened before was not read, and is not in what prompts have earned
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Update(
        Instant at,
        long tick,
        boolean reset,
        @Nullable Double readingBack,
        Instant historySince,
        Instant readSince,
        SystemState system,
        List<TaskRow> tasks,
        @Nullable List<SecondRow> buckets,
        @Nullable List<VersionRow> versions,
        @Nullable List<FailureRow> failures,
        @Nullable List<PromptRow> prompts,
        @Nullable List<JourneyRow> journeys,
        @Nullable List<DeadLetterRow> deadLetters) {}
