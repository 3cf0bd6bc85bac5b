package io.promptstream.task.app.health;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.promptstream.task.app.answer.LaneState;
import io.promptstream.task.app.answer.LaneView;
import io.promptstream.task.app.configuration.TaskServiceConfiguration;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reactivestreams.Publisher;

/**
 * Down when proposals have been in flight for longer than they can be. An endpoint that fails every proposal is told of, but
 * does not make the service unhealthy: a restart of the service would not help.
 */
@Singleton
final class LaneHealth implements HealthIndicator {
    /** Slices of local models are made to take seconds; a large model on a busy machine may take a minute. */
    private static final Duration LONGEST_LOCAL_SLICE = Duration.ofMinutes(5);

    /** Beyond the time that the calls are given. */
    private static final Duration REMOTE_SLACK = Duration.ofMinutes(1);

    private final LaneView board;
    private final Duration longestRemoteSlice;

    LaneHealth(LaneView board, TaskServiceConfiguration configuration) {
        this.board = board;
        this.longestRemoteSlice = configuration.remoteBatchTimeout().plus(REMOTE_SLACK);
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.just(result(board.lanes()));
    }

    HealthResult result(List<LaneState> lanes) {
        Map<String, String> details = new TreeMap<>();
        boolean up = true;
        for (LaneState lane : lanes) {
            boolean late = lane.slice().compareTo(longest(lane)) > 0;
            up &= !late;
            details.put(lane.key().title(), detail(lane, late));
        }
        return HealthResult.builder("lanes", up ? HealthStatus.UP : HealthStatus.DOWN)
                .details(details)
                .build();
    }

    private Duration longest(LaneState lane) {
        return lane.key().waits() ? longestRemoteSlice : LONGEST_LOCAL_SLICE;
    }

    private String detail(LaneState lane, boolean late) {
        StringBuilder detail = new StringBuilder("%d waiting, %d in flight".formatted(lane.waiting(), lane.inFlight()));
        if (late) {
            detail.append(" for %s, which is longer than %s: restart the service if that does not end"
                    .formatted(lane.slice(), longest(lane)));
        }
        if (lane.lastFailure() != null) {
            detail.append(
                    lane.failuresInARow() > 0
                            ? "; the last %d failed: ".formatted(lane.failuresInARow())
                            : "; the last failure: ");
            detail.append(lane.lastFailure());
        }
        return detail.toString();
    }
}
