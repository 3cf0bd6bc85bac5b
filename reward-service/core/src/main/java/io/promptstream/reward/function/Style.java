package io.promptstream.reward.function;

import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.sentences.SentenceEmbeddings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a generated text is in the style of examples: the probability that a classifier fitted to the task's examples and
 * counter-examples gives it, in per cent. A text is correct where that is above one half; a blank one has no style.
 */
record Style(SentenceEmbeddings embeddings, LogisticRegression classifier) implements RewardFunction {

    Style(SentenceEmbeddings embeddings, List<String> examples, List<String> counterExamples) {
        this(
                embeddings,
                LogisticRegression.fitted(
                        examples.stream().map(embeddings::of).toList(),
                        counterExamples.stream().map(embeddings::of).toList()));
    }

    @Override
    public Scoring score(TaskOutput output, Evidence evidence) {
        String text = output.getText().orElse("");
        double probability = text.isBlank() ? 0 : classifier.probability(embeddings.of(text));
        return PerCent.scored(probability, Map.of("probability", probability), probability > 0.5, null);
    }

    @Override
    public Optional<String> objection(String reference, Task task) {
        return Optional.empty();
    }
}
