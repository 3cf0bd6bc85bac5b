package io.promptstream.task.local;

import io.promptstream.event.FailureCode;
import io.promptstream.event.Label;
import io.promptstream.event.Task;
import io.promptstream.event.TaskProblem;
import io.promptstream.languagemodel.generation.Generated;
import io.promptstream.languagemodel.generation.GenerationRequest;
import io.promptstream.languagemodel.generation.Sampling;
import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.task.model.Answer;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.model.LabelScores;
import io.promptstream.task.model.TaskModel;
import io.promptstream.task.model.TokenAccount;
import io.promptstream.task.model.TokenUsage;
import io.promptstream.task.template.PromptPlace;
import io.promptstream.task.template.Rendering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A causal language model in this process. A label's logit is that of the first token of its verbalizer with a leading
 * space; text is generated greedily. Renderings with the same prefix are scored in one request, so that the prefix is
 * encoded once.
 */
public final class LocalModel implements TaskModel {
    private final String name;
    private final CausalModel model;
    private final TemplateEncoder encoder;
    private final EmbeddedPrompts embedded;

    public LocalModel(String name, CausalModel model) {
        this.name = name;
        this.model = model;
        this.encoder = new TemplateEncoder(model);
        this.embedded = new EmbeddedPrompts(name, model, encoder);
    }

    @Override
    public String id() {
        return name + "@" + model.fingerprint();
    }

    /**
     * What the task asks for that this model cannot do; empty if it can answer.
     *
     * @param policyEmbeddings what identifies the embeddings of the policies' language model; empty: not known
     */
    public List<TaskProblem> problems(Task task, Assignment assignment, String policyEmbeddings) {
        return new LocalModelCheck(name, model, encoder).problems(task, assignment, policyEmbeddings);
    }

    @Override
    public boolean waits() {
        return false;
    }

    /** Costs no tokens of any account. */
    @Override
    public List<Answer> answer(Assignment assignment, List<Rendering> renderings, TokenAccount account) {
        return switch (assignment) {
            case Assignment.Classification classification -> classify(classification.labels(), renderings);
            case Assignment.Generation generation -> generate(generation.maxTokens(), renderings);
        };
    }

    /** Suffixes that share a prefix, with their positions among the renderings. */
    private record Group(Tokens prefix, List<Integer> indexes, List<Tokens> suffixes) {}

    private List<Answer> classify(List<Label> labels, List<Rendering> renderings) {
        LabelTokens found = LabelTokens.of(labels, model, name);
        if (!found.problems().isEmpty()) {
            return nothing(renderings, found.problems());
        }
        Tokens candidates = found.tokens();
        @Nullable Answer[] answers = new Answer[renderings.size()];
        List<Group> groups = groups(renderings, answers);
        List<ScoringRequest> requests = groups.stream()
                .map(group -> new ScoringRequest(group.prefix(), group.suffixes(), candidates))
                .toList();
        List<float[][]> logits = requests.isEmpty() ? List.of() : model.score(requests);
        for (int g = 0; g < groups.size(); g++) {
            Group group = groups.get(g);
            for (int s = 0; s < group.suffixes().size(); s++) {
                int read = group.prefix().size() + group.suffixes().get(s).size();
                answers[group.indexes().get(s)] =
                        new Answer.Labelled(LabelScores.of(labels, widen(logits.get(g)[s])), new TokenUsage(read, 0));
            }
        }
        embedded.complete(labels, candidates, renderings, answers);
        return complete(answers);
    }

    private List<Group> groups(List<Rendering> renderings, @Nullable Answer[] answers) {
        Map<Rendering.Part, Tokens> encoded = new HashMap<>();
        Map<Tokens, Group> groups = new LinkedHashMap<>();
        for (int i = 0; i < renderings.size(); i++) {
            if (isSurelyTooLong(renderings.get(i))) {
                answers[i] = surelyTooLong(renderings.get(i));
                continue;
            }
            if (isSoft(renderings.get(i))) {
                continue;
            }
            Tokens prefix = encoded.computeIfAbsent(renderings.get(i).prefixPart(), encoder::encode);
            Tokens suffix = encoded.computeIfAbsent(renderings.get(i).suffixPart(), encoder::encode);
            int length = prefix.size() + suffix.size();
            if (length > model.positions()) {
                answers[i] = tooLong(length, model.positions());
                continue;
            }
            Group group = groups.computeIfAbsent(prefix, read -> new Group(read, new ArrayList<>(), new ArrayList<>()));
            group.indexes().add(i);
            group.suffixes().add(suffix);
        }
        return List.copyOf(groups.values());
    }

    private List<Answer> generate(int maxTokens, List<Rendering> renderings) {
        @Nullable Answer[] answers = new Answer[renderings.size()];
        List<Integer> indexes = new ArrayList<>();
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < renderings.size(); i++) {
            if (isSurelyTooLong(renderings.get(i))) {
                answers[i] = surelyTooLong(renderings.get(i));
                continue;
            }
            if (isSoft(renderings.get(i))) {
                answers[i] = new Answer.Failed(
                        FailureCode.UNSUPPORTED_TASK,
                        "policy.kind is soft-prompt, and the task writes text: write bayesian or rlprompt");
                continue;
            }
            Tokens prompt = encoder.encode(renderings.get(i).prefixPart())
                    .concat(encoder.encode(renderings.get(i).suffixPart()));
            int room = model.positions() - prompt.size();
            if (room < 1) {
                answers[i] = tooLong(prompt.size() + 1, model.positions());
            } else {
                indexes.add(i);
                requests.add(new GenerationRequest(prompt, Math.min(maxTokens, room), new Sampling.Greedy()));
            }
        }
        List<Generated> generated = requests.isEmpty() ? List.of() : model.generate(requests);
        for (int i = 0; i < generated.size(); i++) {
            Tokens written = generated.get(i).tokens();
            answers[indexes.get(i)] = new Answer.Written(
                    model.decode(written).strip(),
                    new TokenUsage(requests.get(i).prompt().size(), written.size()));
        }
        return complete(answers);
    }

    private static List<Answer> complete(@Nullable Answer[] answers) {
        List<Answer> all = new ArrayList<>(answers.length);
        for (int i = 0; i < answers.length; i++) {
            Answer answer = answers[i];
            if (answer == null) {
                throw new IllegalStateException("the model returned nothing for rendering %d".formatted(i));
            }
            all.add(answer);
        }
        return all;
    }

    /** Encoding a pasted log takes a hundred times its size in memory, only to find that it is too long. */
    private boolean isSurelyTooLong(Rendering rendering) {
        return fewestTokens(rendering) > model.positions();
    }

    private long fewestTokens(Rendering rendering) {
        return (long) model.fewestTokens(rendering.prefix()) + model.fewestTokens(rendering.suffix());
    }

    private Answer surelyTooLong(Rendering rendering) {
        return new Answer.Failed(
                FailureCode.INPUT_TOO_LONG,
                "input and prompt need more than %d tokens and the model has %d positions: shorten the input or choose a larger model"
                        .formatted(fewestTokens(rendering) - 1, model.positions()));
    }

    private static boolean isSoft(Rendering rendering) {
        return rendering.place().filter(PromptPlace::isSoft).isPresent();
    }

    static Answer tooLong(int tokens, int positions) {
        return new Answer.Failed(
                FailureCode.INPUT_TOO_LONG,
                "input and prompt need %d tokens and the model has %d positions: shorten the input or choose a larger model"
                        .formatted(tokens, positions));
    }

    private static List<Answer> nothing(List<Rendering> renderings, List<TaskProblem> problems) {
        String message = problems.stream()
                .map(problem -> problem.getField() + " " + problem.getMessage())
                .collect(Collectors.joining("; "));
        return renderings.stream()
                .<Answer>map(rendering -> new Answer.Failed(FailureCode.UNSUPPORTED_TASK, message))
                .toList();
    }

    static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
