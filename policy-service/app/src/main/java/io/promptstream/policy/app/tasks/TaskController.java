package io.promptstream.policy.app.tasks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.promptstream.policy.app.http.RequestBody;
import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.task.LearningObstacle;
import io.promptstream.policy.task.ParsedTask;
import io.promptstream.policy.task.TaskJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks over HTTP. */
@Controller("/tasks")
@ExecuteOn(TaskExecutors.BLOCKING)
final class TaskController {
    private final TaskStore store;
    private final CheckedTasks checked;

    TaskController(TaskStore store, CheckedTasks checked) {
        this.store = store;
        this.checked = checked;
    }

    @Get
    List<ObjectNode> list() {
        return store.all().stream()
                .map(TaskJson::of)
                .sorted(Comparator.comparing(task -> task.path("id").asText()))
                .toList();
    }

    @Get("/{id}")
    ObjectNode show(String id) {
        return TaskJson.of(store.get(id));
    }

    /**
     * Creates or changes a task, once the model that is to answer it has passed it; returns when this service serves it. A definition
     * that changes nothing publishes nothing. The answer's {@code warnings} say what is accepted all the same.
     * With {@code If-Match} only the named revision is changed.
     */
    @Put("/{id}")
    ObjectNode put(String id, @Body @Nullable String body, @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        return switch (store.parser().parse(id, RequestBody.parse(body))) {
            case ParsedTask.Invalid invalid -> throw RequestException.invalid(invalid.errors());
            case ParsedTask.Valid valid -> {
                Precondition condition = Precondition.of(ifMatch);
                store.requireAcceptable(valid.task(), condition);
                List<String> warnings = new ArrayList<>(checked.warnings(valid.task()));
                LearningObstacle.of(valid.task()).ifPresent(warnings::add);
                yield Warnings.with(warnings, TaskJson.of(store.put(valid.task(), condition)));
            }
        };
    }

    @Delete("/{id}")
    HttpResponse<Void> delete(String id, @Header(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        store.delete(id, Precondition.of(ifMatch));
        return HttpResponse.noContent();
    }
}
