package io.promptstream.task.local;

import io.promptstream.event.Task;
import io.promptstream.event.TaskProblem;
import io.promptstream.languagemodel.softprompt.PromptSlot;
import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.task.model.Answer;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.model.LabelScores;
import io.promptstream.task.model.TokenUsage;
import io.promptstream.task.template.PromptTemplate;
import io.promptstream.task.template.Surroundings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A classification task on a model that is seen through: with embeddings in the prompt's place, and gradients of the loss. The loss
 * is the mean cross-entropy of the labels' first tokens behind the prompted input, among the labels. For methods that tune
 * prompts by gradients; a task's answers never depend on it.
 */
public final class WhiteBox {
    private final DifferentiableModel model;
    private final TemplateEncoder encoder;
    private final PromptTemplate template;
    private final Assignment.Classification assignment;
    private final Tokens candidates;
    private final float[][] table;

    /** @throws IllegalArgumentException if the task is no classification, or its labels cannot be told apart by the model */
    public WhiteBox(Task task, DifferentiableModel model) {
        this.model = model;
        this.encoder = new TemplateEncoder(model);
        this.template = new PromptTemplate(task.getTemplate());
        this.assignment = switch (Assignment.of(task)) {
            case Assignment.Classification classification -> classification;
            case Assignment.Generation ignored ->
                throw new IllegalArgumentException(
                        "task %s writes text, whose loss has no gradient here: take one with labels"
                                .formatted(task.getTaskId()));
        };
        LabelTokens found =
                LabelTokens.of(assignment.labels(), model, task.getTaskModel().getName());
        if (!found.problems().isEmpty()) {
            throw new IllegalArgumentException(
                    found.problems().stream().map(TaskProblem::getMessage).collect(Collectors.joining("; ")));
        }
        this.candidates = found.tokens();
        this.table = model.embeddingTable();
    }

    /** An input in the task's template, but for the prompt. */
    public record Slot(Tokens before, Tokens behind) {
        private PromptSlot with(float[][] prompt) {
            float[] joined = new float[prompt.length * prompt[0].length];
            for (int row = 0; row < prompt.length; row++) {
                System.arraycopy(prompt[row], 0, joined, row * prompt[row].length, prompt[row].length);
            }
            return new PromptSlot(before, joined, behind);
        }
    }

    /**
     * Of the mean loss.
     *
     * @param logits {@code [slot][label]}
     * @param gradient {@code [length][width]}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Gradient(float[][] logits, float[][] gradient) {}

    /** An input in the task's template. */
    public Slot slot(String input, List<String> context) {
        Surroundings around = template.around(input, context);
        return new Slot(encoder.encode(around.before()), encoder.encode(around.behind()));
    }

    /** What the model reads of a prompt in the task's template. */
    public Tokens tokens(String prompt) {
        return model.encode(template.separator() + prompt);
    }

    /** The prompt that the model reads as these tokens in the task's template; empty if it reads none so. */
    public Optional<String> text(Tokens tokens) {
        String decoded = model.decode(tokens);
        if (!decoded.startsWith(template.separator())) {
            return Optional.empty();
        }
        String prompt = decoded.substring(template.separator().length());
        return tokens(prompt).equals(tokens) ? Optional.of(prompt) : Optional.empty();
    }

    /** The text of a token, with its leading space if it has one. */
    public String text(int token) {
        return model.decode(Tokens.of(token));
    }

    public Map<String, Integer> specialTokens() {
        return model.specialTokens();
    }

    public int vocabularySize() {
        return table.length;
    }

    /** Of a token, without position; not to be changed. */
    public float[] embedding(int token) {
        return table[token];
    }

    /** {@code [token][width]}, the caller's own. */
    public float[][] embeddings(Tokens tokens) {
        return tokens.stream().mapToObj(token -> table[token].clone()).toArray(float[][]::new);
    }

    /**
     * The answer behind each slot.
     *
     * @param prompt embeddings without positions, {@code [length][width]}
     */
    public List<Answer.Labelled> answers(float[][] prompt, List<Slot> slots) {
        return answers(model.score(slots.stream().map(slot -> slot.with(prompt)).toList(), candidates));
    }

    /** The answers that logits {@code [slot][label]} amount to. */
    public List<Answer.Labelled> answers(float[][] logits) {
        return Arrays.stream(logits)
                .map(row -> new Answer.Labelled(
                        LabelScores.of(assignment.labels(), LocalModel.widen(row)), TokenUsage.NONE))
                .toList();
    }

    /**
     * The gradient of the mean loss with respect to the prompt's embeddings.
     *
     * @param labels for each slot the index of the right one among the task's labels
     */
    public Gradient gradient(float[][] prompt, List<Slot> slots, int[] labels) {
        var each = model.promptGradients(
                slots.stream().map(slot -> slot.with(prompt)).toList(), candidates, labels);
        int width = prompt[0].length;
        float[][] mean = new float[prompt.length][width];
        each.forEach(one -> {
            for (int i = 0; i < one.gradient().length; i++) {
                mean[i / width][i % width] += one.gradient()[i] / slots.size();
            }
        });
        return new Gradient(each.stream().map(one -> one.logits()).toArray(float[][]::new), mean);
    }
}
