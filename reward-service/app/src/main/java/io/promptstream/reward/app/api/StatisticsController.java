package io.promptstream.reward.app.api;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.promptstream.reward.Tasks;
import io.promptstream.reward.app.statistics.Statistics;
import io.promptstream.reward.app.statistics.StatisticsUnavailableException;
import io.promptstream.reward.statistics.StatisticsWindow;
import io.promptstream.reward.statistics.TaskTotal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Serves the statistics as JSON. Times are ISO-8601 instants; without them the last hour is shown. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class StatisticsController {
    private final Statistics statistics;
    private final Tasks tasks;
    private final Clock clock;

    StatisticsController(Statistics statistics, Tasks tasks, Clock clock) {
        this.statistics = statistics;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** The windows of one task; 404 when there is neither such a task nor any reward of it. */
    @Get("/tasks/{id}/statistics")
    HttpResponse<?> ofTask(
            String id,
            @Nullable @QueryValue String from,
            @Nullable @QueryValue String to,
            @Nullable @QueryValue String step) {
        TimeRange range = TimeRange.parse(from, to, clock.instant());
        List<StatisticsWindow> windows = statistics.windows(id, range.from(), range.to(), TimeRange.step(step));
        if (windows.isEmpty() && tasks.find(id).isEmpty()) {
            return HttpResponse.notFound(ErrorReport.of("id", "there is no task \"" + id + "\""));
        }
        return HttpResponse.ok(new TaskStatistics(id, range.from(), range.to(), windows));
    }

    /** The totals of all tasks. */
    @Get("/statistics")
    AllStatistics all(@Nullable @QueryValue String from, @Nullable @QueryValue String to) {
        TimeRange range = TimeRange.parse(from, to, clock.instant());
        return new AllStatistics(range.from(), range.to(), statistics.totals(range.from(), range.to()));
    }

    @Error
    HttpResponse<ErrorReport> badTime(TimeRange.InvalidTimeException e) {
        return HttpResponse.badRequest(ErrorReport.of(e.field(), e.problem()));
    }

    @Error
    HttpResponse<ErrorReport> unavailable(StatisticsUnavailableException e) {
        return HttpResponse.<ErrorReport>status(HttpStatus.SERVICE_UNAVAILABLE)
                .body(ErrorReport.of("statistics", String.valueOf(e.getMessage())));
    }

    /** Answer to a question about one task. */
    record TaskStatistics(String taskId, Instant from, Instant to, List<StatisticsWindow> windows) {}

    /** Answer to a question about all tasks. */
    record AllStatistics(Instant from, Instant to, List<TaskTotal> tasks) {}
}
