package io.promptstream.task.local;

import io.promptstream.event.PolicyKind;
import io.promptstream.event.Task;
import io.promptstream.event.TaskProblem;
import io.promptstream.languagemodel.EmbeddingFingerprint;
import io.promptstream.schemas.GradientPolicies;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.template.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a task asks of a causal language model: words that it can tell apart, and room for the input. */
final class LocalModelCheck {
    /** A model that can read no more of an input answers nothing but {@code INPUT_TOO_LONG}. */
    private static final int LEAST_INPUT = 8;

    private static final Pattern SPECIAL_TOKEN = Pattern.compile("<\\|[^\\s|<>]{1,100}\\|>");

    private final String modelName;
    private final CausalModel model;
    private final TemplateEncoder encoder;

    LocalModelCheck(String modelName, CausalModel model, TemplateEncoder encoder) {
        this.modelName = modelName;
        this.model = model;
        this.encoder = encoder;
    }

    List<TaskProblem> problems(Task task, Assignment assignment, String policyEmbeddings) {
        List<TaskProblem> problems = new ArrayList<>(unknownTokens(task.getTemplate()));
        problems.addAll(gradients(task.getPolicy().getKind(), policyEmbeddings));
        switch (assignment) {
            case Assignment.Classification classification -> {
                problems.addAll(LabelTokens.of(classification.labels(), model, modelName)
                        .problems());
                problems.addAll(room(task, 0));
            }
            case Assignment.Generation generation -> problems.addAll(room(task, generation.maxTokens()));
        }
        return List.copyOf(problems);
    }

    /** A policy that works by gradients writes embeddings of its own language model, or searches among them. */
    private List<TaskProblem> gradients(PolicyKind kind, String policyEmbeddings) {
        if (!GradientPolicies.include(kind)) {
            return List.of();
        }
        String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (!(model instanceof DifferentiableModel open)) {
            return List.of(new TaskProblem(
                    "policy.kind",
                    "is %s, and model %s neither gives gradients nor takes embeddings; write bayesian or rlprompt"
                            .formatted(name, modelName)));
        }
        if (!policyEmbeddings.isEmpty() && !policyEmbeddings.equals(EmbeddingFingerprint.of(open.embeddingTable()))) {
            return List.of(new TaskProblem(
                    "policy.kind",
                    "is %s, which needs the task model's embeddings, and the policy service has loaded another model than %s; name that one in taskModel.name, load this one there (PROMPTSTREAM_MODEL_DIR), or write bayesian or rlprompt"
                            .formatted(name, modelName)));
        }
        return List.of();
    }

    /** What has the form of a special token and is none of this model's would be read as a row of punctuation. */
    private List<TaskProblem> unknownTokens(String template) {
        return SPECIAL_TOKEN
                .matcher(template)
                .results()
                .map(MatchResult::group)
                .filter(name -> !model.specialTokens().containsKey(name))
                .distinct()
                .map(name -> new TaskProblem(
                        "template",
                        "holds %s, which is no special token of model %s; write one of %s, or plain words"
                                .formatted(
                                        name,
                                        modelName,
                                        new TreeSet<>(model.specialTokens().keySet()))))
                .toList();
    }

    /** What does not leave room for an input behind it; the first of template, prompts and answer that is too much. */
    private List<TaskProblem> room(Task task, int answer) {
        List<TaskProblem> problems = new ArrayList<>();
        int prompt = task.getPolicy().getPromptLength();
        int left = model.positions() - LEAST_INPUT - tokensOfTemplate(task.getTemplate());
        if (left < prompt) {
            return List.of(new TaskProblem(
                    left < 0 ? "template" : "policy.promptLength",
                    "takes too much: template and prompt need %d tokens, model %s reads %d, and the input needs some; write a shorter one, or choose a model with a longer context"
                            .formatted(model.positions() - LEAST_INPUT - left + prompt, modelName, model.positions())));
        }
        int longest = prompt;
        for (int i = 0; i < task.getHandWrittenPrompts().size(); i++) {
            int size = model.encode(task.getHandWrittenPrompts().get(i)).size();
            if (size > left) {
                problems.add(new TaskProblem(
                        "handWrittenPrompts[%d]".formatted(i),
                        "has %d tokens, but behind template and input model %s has room for %d; write a shorter one"
                                .formatted(size, modelName, left)));
            } else {
                longest = Math.max(longest, size);
            }
        }
        if (left - longest < answer) {
            problems.add(new TaskProblem(
                    "taskModel.maxTokens",
                    "is %d, but model %s reads and writes %d tokens together and has room for %d behind template, prompt and input; write at most %d"
                            .formatted(
                                    answer,
                                    modelName,
                                    model.positions(),
                                    left - longest,
                                    Math.max(1, left - longest))));
        }
        return problems;
    }

    private int tokensOfTemplate(String template) {
        String text = template.replace("{input}", "").replace("{prompt}", "");
        return encoder.encode(new Rendering.Part(text, List.of(new Rendering.Range(0, text.length()))))
                .size();
    }
}
