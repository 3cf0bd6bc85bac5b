package io.promptstream.reward.function;

import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.Excerpt;
import io.promptstream.sentences.SentenceEmbeddings;
import java.util.Map;
import java.util.Optional;

/** How alike the meanings of a generated text and the reference text are: cosine of their embeddings, in per cent. */
record EmbeddingSimilarity(SentenceEmbeddings embeddings) implements RewardFunction {

    @Override
    public Scoring score(TaskOutput output, Evidence evidence) {
        String reference = evidence.reference();
        if (reference == null) {
            return new Scoring.Unreferenced();
        }
        if (reference.isBlank()) {
            return new Scoring.UnusableReference(blank(reference));
        }
        double cosine = embeddings.similarity(output.getText().orElse(""), reference);
        return PerCent.scored(cosine, Map.of("cosine", cosine), null, reference);
    }

    @Override
    public Optional<String> objection(String reference, Task task) {
        return reference.isBlank() ? Optional.of(blank(reference)) : Optional.empty();
    }

    private static String blank(String reference) {
        return "the reference \"" + Excerpt.of(reference) + "\" is blank; write a text";
    }
}
