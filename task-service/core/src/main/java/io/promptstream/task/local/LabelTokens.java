package io.promptstream.task.local;

import io.promptstream.event.Label;
import io.promptstream.event.TaskProblem;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The token that stands for each label of a task: the first of its verbalizer with a leading space. Labels can be told apart only
 * if these differ.
 */
final class LabelTokens {
    private final List<Integer> tokens = new ArrayList<>();
    private final List<TaskProblem> problems = new ArrayList<>();

    private LabelTokens() {}

    /** @param modelName for messages */
    static LabelTokens of(List<Label> labels, CausalModel model, String modelName) {
        LabelTokens found = new LabelTokens();
        Map<Integer, String> taken = new HashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            String verbalizer = labels.get(i).getVerbalizer();
            Tokens encoded = model.encode(" " + verbalizer);
            if (encoded.isEmpty()) {
                found.problem(
                        i,
                        "is \"%s\", of which model %s reads nothing; write a word that it knows"
                                .formatted(verbalizer, modelName));
                continue;
            }
            int first = encoded.get(0);
            String other = taken.putIfAbsent(first, verbalizer);
            if (other != null) {
                found.problem(
                        i,
                        "is \"%s\", which model %s cannot tell apart from \"%s\": both begin with %s; write verbalizers that begin differently"
                                .formatted(verbalizer, modelName, other, named(model.decode(Tokens.of(first)))));
            }
            found.tokens.add(first);
        }
        return found;
    }

    /** One per label, all different. Of use only where there are no {@link #problems()}. */
    Tokens tokens() {
        return Tokens.of(tokens.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Why the labels cannot be told apart; empty if they can. */
    List<TaskProblem> problems() {
        return List.copyOf(problems);
    }

    private void problem(int label, String message) {
        problems.add(new TaskProblem("labels[%d].verbalizer".formatted(label), message));
    }

    private static String named(String token) {
        return token.isBlank() || token.contains("\uFFFD")
                ? "the same token, which is only a part of a character"
                : "the token \"%s\"".formatted(token);
    }
}
