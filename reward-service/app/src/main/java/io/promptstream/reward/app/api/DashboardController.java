package io.promptstream.reward.app.api;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.promptstream.reward.dashboard.DeadLetterRow;
import io.promptstream.reward.dashboard.Feed;
import io.promptstream.reward.dashboard.LoopView;
import io.promptstream.reward.dashboard.TaskFailures;
import io.promptstream.reward.dashboard.Update;
import io.promptstream.reward.dashboard.View;
import io.promptstream.reward.dashboard.kafka.DeadLetterStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** What the page reads: a stream of updates, and single things in full. */
@Controller("/dashboard")
@Requires(bean = LoopView.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class DashboardController {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final LoopView loop;
    private final Feed.Source feeds;
    private final DeadLetterStore shelf;
    private final Clock clock;

    DashboardController(LoopView loop, Feed.Source feeds, DeadLetterStore shelf, Clock clock) {
        this.loop = loop;
        this.feeds = feeds;
        this.shelf = shelf;
        this.clock = clock;
    }

    /**
     * One update a second, until the viewer leaves. A viewer that comes back with the id of its last update is told what it
     * missed; one that reads slowly gets fewer updates, not less.
     */
    @Get(value = "/events", produces = MediaType.TEXT_EVENT_STREAM)
    Publisher<Event<Update>> events(
            @QueryValue(defaultValue = "overview") String view,
            @Nullable @QueryValue String task,
            @Nullable @Header("Last-Event-ID") String lastEventId) {
        View shown = View.parse(view)
                .orElseThrow(() -> new RefusedRequestException(
                        HttpStatus.BAD_REQUEST, "view", "is \"" + view + "\"; write one of " + View.names()));
        if (shown.ofTask() && task == null) {
            throw new RefusedRequestException(
                    HttpStatus.BAD_REQUEST, "task", "is missing; the view " + view + " is about one task");
        }
        if (task != null && !loop.knows(task)) {
            throw notFound("task", "there is no task \"" + task + "\"");
        }
        Feed feed = feeds.open(shown, task, lastEventId);
        return Flux.interval(Duration.ZERO, EVERY).onBackpressureDrop().map(ignored -> {
            Update update = feed.next();
            return Event.of(update).name("update").id(feed.id(update));
        });
    }

    @Get("/tasks/{task}/prompts/{id}")
    HttpResponse<?> prompt(String task, String id) {
        return found(loop.prompt(task, id), "id", "this prompt of task \"" + task + "\" is not remembered");
    }

    @Get("/tasks/{task}/queries/{id}")
    HttpResponse<?> query(String task, String id) {
        return found(loop.query(task, id), "id", "query \"" + id + "\" of task \"" + task + "\" is not remembered");
    }

    /** As {@link #query}, for an id that a path cannot hold, such as one with a slash. */
    @Get("/query")
    HttpResponse<?> queryById(@QueryValue String task, @QueryValue String id) {
        return query(task, id);
    }

    /** What failed of a task, and how it does. */
    @Get("/tasks/{task}/failures")
    HttpResponse<?> failures(String task) {
        return found(loop.failures(task), "task", "there is no task \"" + task + "\"");
    }

    /** What failed of each task. */
    @Get("/failures")
    List<TaskFailures> failures() {
        return loop.failures();
    }

    @Get("/dead-letters/{topic}/{partition}/{offset}")
    HttpResponse<?> deadLetter(String topic, int partition, long offset) {
        return found(shelf.find(topic, partition, offset), "offset", "there is no dead letter at this place");
    }

    /** A JSON body is demanded, since a page of another origin cannot send one unasked. */
    @Post(value = "/dead-letters/{topic}/{partition}/{offset}/republish", consumes = MediaType.APPLICATION_JSON)
    HttpResponse<?> republish(String topic, int partition, long offset, @Body Map<String, Object> order) {
        DeadLetterRow letter = shelf.find(topic, partition, offset)
                .orElseThrow(() -> notFound("offset", "there is no dead letter at this place"))
                .row();
        if (!letter.whole()) {
            throw new RefusedRequestException(
                    HttpStatus.UNPROCESSABLE_ENTITY,
                    "offset",
                    "the dead letter is without its value; send the record again from where it came");
        }
        boolean already = loop.deadLetter(topic, partition, offset)
                .map(DeadLetterRow::republishedAt)
                .isPresent();
        if (already && !Boolean.TRUE.equals(order.get("again"))) {
            throw new RefusedRequestException(
                    HttpStatus.CONFLICT, "again", "it was republished before; write true to do it once more");
        }
        Optional<DeadLetterStore.Place> place = shelf.republish(letter);
        place.ifPresent(done -> loop.republished(topic, partition, offset, clock.instant()));
        return found(place, "offset", "there is no dead letter at this place");
    }

    @Error
    HttpResponse<ErrorReport> refused(RefusedRequestException e) {
        return HttpResponse.<ErrorReport>status(e.status()).body(ErrorReport.of(e.field(), e.problem()));
    }

    private static HttpResponse<?> found(Optional<?> thing, String field, String otherwise) {
        return HttpResponse.ok(thing.orElseThrow(() -> notFound(field, otherwise)));
    }

    private static RefusedRequestException notFound(String field, String problem) {
        return new RefusedRequestException(HttpStatus.NOT_FOUND, field, problem);
    }
}
