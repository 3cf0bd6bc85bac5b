package io.promptstream.task.execution;

import io.promptstream.event.FailureCode;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Role;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.schemas.Excerpt;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.model.ModelUnavailableException;
import io.promptstream.task.model.TaskModel;
import io.promptstream.task.template.PromptTemplate;
import io.promptstream.task.template.Rendering;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which model calls a task's proposals need, and which proposals can have none. */
final class Planner {
    private static final Logger log = LoggerFactory.getLogger(Planner.class);

    /** Fewer proposals leave the matrix products of a small model half empty. */
    private static final int SMALLEST_UNIT = 64;

    /** A whole round; more gains nothing and costs memory. */
    private static final int LARGEST_UNIT = 256;

    private final TaskModels models;
    private final RemoteTokenBudget budget;
    private final InstantSource clock;
    private final int workers;

    /** @param workers how many units of a local model run at the same time */
    Planner(TaskModels models, RemoteTokenBudget budget, InstantSource clock, int workers) {
        this.models = models;
        this.budget = budget;
        this.workers = workers;
        this.clock = clock;
    }

    /** Whom the task's proposals wait for. */
    LaneKey lane(Task task) {
        TaskModelDefinition model = task.getTaskModel();
        return switch (model.getKind()) {
            case LOCAL ->
                models.hasLocal(model.getName()) ? new LaneKey.Local(model.getName()) : new LaneKey.Unanswerable();
            case OPENAI_COMPATIBLE ->
                models.endpoint(model)
                        .<LaneKey>map(url -> new LaneKey.Remote(url, model.getApiKeyVariable()))
                        .orElseGet(LaneKey.Unanswerable::new);
            case UNKNOWN -> new LaneKey.Unanswerable();
        };
    }

    /** Together units and failures cover each of the given proposals once. */
    record Plan(List<WorkUnit> units, List<Result> failures) {}

    /**
     * @param proposals a whole batch
     * @param indexes positions of this task's proposals in it
     */
    Plan plan(TaskState state, String taskId, List<PromptProposal> proposals, List<Integer> indexes) {
        return switch (state) {
            case TaskState.Known known -> {
                try {
                    yield plan(known.task(), proposals, indexes);
                } catch (RuntimeException e) {
                    log.debug("Task {} cannot be planned", taskId, e);
                    yield refuse(indexes, FailureCode.UNSUPPORTED_TASK, "the task cannot be carried out: " + e);
                }
            }
            case TaskState.Deleted deleted ->
                refuse(indexes, FailureCode.TASK_DELETED, "task %s was deleted".formatted(taskId));
            case TaskState.Unknown unknown ->
                refuse(indexes, FailureCode.UNKNOWN_TASK, "there is no task %s: put it first".formatted(taskId));
        };
    }

    private Plan plan(Task task, List<PromptProposal> proposals, List<Integer> indexes) {
        PromptTemplate template;
        Assignment assignment;
        TaskModel model;
        try {
            template = new PromptTemplate(task.getTemplate());
            assignment = Assignment.of(task);
            model = models.find(task.getTaskModel());
        } catch (IllegalArgumentException e) {
            return refuse(indexes, FailureCode.UNSUPPORTED_TASK, String.valueOf(e.getMessage()));
        } catch (ModelUnavailableException e) {
            return refuse(indexes, FailureCode.MODEL_UNAVAILABLE, String.valueOf(e.getMessage()));
        }
        List<WorkUnit.Item> items = new ArrayList<>(indexes.size());
        List<Result> failures = new ArrayList<>();
        Map<String, String> prefixes = new HashMap<>();
        Instant now = clock.instant();
        for (int index : indexes) {
            PromptProposal proposal = proposals.get(index);
            try {
                if (roundIsOver(task, proposal.getProvenance(), now)) {
                    failures.add(Result.failed(index, FailureCode.BUDGET_EXHAUSTED, overdue(task)));
                } else {
                    requireFinite(
                            "provenance.labelShift", proposal.getProvenance().getLabelShift());
                    requireFinite("embedding", proposal.getEmbedding());
                    items.add(new WorkUnit.Item(index, shared(render(template, proposal), prefixes)));
                }
            } catch (RuntimeException e) {
                failures.add(Result.failed(index, FailureCode.MODEL_FAILURE, String.valueOf(e.getMessage())));
            }
        }
        String taskId = task.getTaskId();
        if (!model.waits()) {
            return new Plan(WorkUnit.cut(taskId, model, assignment, items, unitSize(items.size())), failures);
        }
        if (budget.exhausted(taskId, now)) {
            return refuse(
                    indexes,
                    FailureCode.BUDGET_EXHAUSTED,
                    budget.account(taskId, clock).refusal());
        }
        return new Plan(
                items.isEmpty() ? List.of() : List.of(new WorkUnit(taskId, model, assignment, items)), failures);
    }

    private static void requireFinite(String field, List<Float> numbers) {
        if (!numbers.stream().allMatch(Float::isFinite)) {
            throw new IllegalArgumentException(
                    "%s is %s: write finite numbers".formatted(field, Excerpt.of(numbers.toString())));
        }
    }

    private static Rendering render(PromptTemplate template, PromptProposal proposal) {
        String prompt = proposal.getProvenance().getPrompt().getText();
        return proposal.getEmbedding().isEmpty() && proposal.getGradientLabel().isEmpty()
                ? template.render(proposal.getInput(), proposal.getContext(), prompt)
                : template.render(
                        proposal.getInput(),
                        proposal.getContext(),
                        prompt,
                        proposal.getEmbedding(),
                        proposal.getGradientLabel());
    }

    /** The rendering with the first of all equal prefixes: the input of many prompts is in memory once. */
    private static Rendering shared(Rendering rendering, Map<String, String> prefixes) {
        return rendering.sharing(prefixes.computeIfAbsent(rendering.prefix(), first -> first));
    }

    /**
     * Whether the answer would come after its round was closed. A backlog longer than the window would otherwise cost every
     * model call and teach nothing, for ever.
     */
    private static boolean roundIsOver(Task task, Provenance provenance, Instant now) {
        return provenance.getRole() == Role.EXPLORE
                && provenance.getProposedAt().plus(window(task)).isBefore(now);
    }

    private static String overdue(Task task) {
        return "the round is closed, its window of %s is over: write a longer reward.window or a smaller policy.roundsInFlight into task %s, or run more workers"
                .formatted(window(task), task.getTaskId());
    }

    private static Duration window(Task task) {
        return Duration.ofMillis(task.getReward().getWindowMillis());
    }

    private int unitSize(int proposals) {
        return Math.clamp(Math.ceilDiv(proposals, workers), SMALLEST_UNIT, LARGEST_UNIT);
    }

    private static Plan refuse(List<Integer> indexes, FailureCode code, String message) {
        return new Plan(
                List.of(),
                indexes.stream()
                        .map(index -> Result.failed(index, code, message))
                        .toList());
    }
}
