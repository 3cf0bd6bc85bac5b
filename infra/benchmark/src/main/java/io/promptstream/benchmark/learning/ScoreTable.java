package io.promptstream.benchmark.learning;

import io.promptstream.local.evaluation.LabelScores;
import io.promptstream.local.evaluation.MarginReward;
import io.promptstream.local.evaluation.Measures;
import io.promptstream.local.model.LabelledInput;
import io.promptstream.local.model.PromptScorer;
import io.promptstream.local.model.PromptScorer.Trial;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the task model said about prompts on inputs. It is asked once for each pair: it is frozen and greedy, so that a second
 * answer would be the same. Belongs to one thread.
 */
final class ScoreTable {
    private final PromptScorer scorer;
    private final Map<Trial, LabelScores> known = new HashMap<>();

    ScoreTable(PromptScorer scorer) {
        this.scorer = scorer;
    }

    /** Scores in the order of the trials. */
    List<LabelScores> scores(List<Trial> trials) {
        var missing = new LinkedHashSet<>(trials);
        missing.removeIf(known::containsKey);
        var asked = List.copyOf(missing);
        var answers = scorer.scores(asked);
        for (int at = 0; at < asked.size(); at++) {
            known.put(asked.get(at), answers.get(at));
        }
        return trials.stream()
                .map(trial -> Objects.requireNonNull(known.get(trial)))
                .toList();
    }

    /** How good a prompt is on the inputs. */
    Measures measure(String prompt, List<LabelledInput> inputs, MarginReward reward) {
        return Measures.of(scores(trials(prompt, inputs)), reward);
    }

    private static List<Trial> trials(String prompt, List<LabelledInput> inputs) {
        return inputs.stream().map(input -> new Trial(input, prompt)).toList();
    }
}
