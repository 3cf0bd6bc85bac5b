package io.promptstream.task.local;

import io.promptstream.event.FailureCode;
import io.promptstream.event.Label;
import io.promptstream.languagemodel.softprompt.PromptGradient;
import io.promptstream.languagemodel.softprompt.PromptSlot;
import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.task.model.Answer;
import io.promptstream.task.model.LabelScores;
import io.promptstream.task.model.TokenUsage;
import io.promptstream.task.template.PromptPlace;
import io.promptstream.task.template.Rendering;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Prompts that a model sees as embeddings: answers behind soft prompts, and gradients of the loss. The loss is the cross-entropy
 * of the right label's first token among those of all labels, before anything is taken off.
 */
final class EmbeddedPrompts {
    private final String modelName;
    private final CausalModel model;
    private final TemplateEncoder encoder;
    /** Made when a gradient of a text is first asked for; as large as the model's input layer. */
    private volatile float @Nullable [][] table;

    EmbeddedPrompts(String modelName, CausalModel model, TemplateEncoder encoder) {
        this.modelName = modelName;
        this.model = model;
        this.encoder = encoder;
    }

    private record Item(int index, PromptSlot slot, int label) {
        boolean isDifferentiated() {
            return label >= 0;
        }
    }

    /**
     * Answers what is soft, and adds gradients to the answers of what is text.
     *
     * @param answers by rendering; those of soft prompts are still missing
     */
    void complete(List<Label> labels, Tokens candidates, List<Rendering> renderings, @Nullable Answer[] answers) {
        Map<Integer, List<Item>> alike = new LinkedHashMap<>();
        for (int i = 0; i < answers.length; i++) {
            Optional<PromptPlace> place = renderings.get(i).place();
            if (place.isPresent() && (place.get().isSoft() || answers[i] instanceof Answer.Labelled)) {
                add(i, place.get(), labels, answers, alike);
            }
        }
        alike.values().forEach(items -> answer(items, labels, candidates, answers));
    }

    private void add(
            int index,
            PromptPlace place,
            List<Label> labels,
            @Nullable Answer[] answers,
            Map<Integer, List<Item>> alike) {
        Answer.Failed refusal = refusal(place);
        if (refusal == null) {
            int label = place.gradientLabel().map(name -> indexOf(name, labels)).orElse(-1);
            PromptSlot slot = slot((DifferentiableModel) model, place);
            int length = slot.before().size() + slot.behind().size() + slot.prompt().length / width();
            if (length <= model.positions()) {
                if (place.isSoft() || label >= 0) {
                    int kind = 2 * slot.prompt().length + (label >= 0 ? 1 : 0);
                    alike.computeIfAbsent(kind, numbers -> new ArrayList<>()).add(new Item(index, slot, label));
                }
            } else if (place.isSoft()) {
                answers[index] = LocalModel.tooLong(length, model.positions());
            }
        } else if (place.isSoft()) {
            answers[index] = refusal;
        }
    }

    /** Why the model cannot see this prompt as embeddings; null if it can. */
    private Answer.@Nullable Failed refusal(PromptPlace place) {
        if (!(model instanceof DifferentiableModel)) {
            return unsupported(
                    "policy.kind needs a model that takes embeddings, and model %s does not: write bayesian or rlprompt"
                            .formatted(modelName));
        }
        if (place.embedding().size() % width() != 0) {
            return unsupported(
                    "the soft prompt has %d numbers and model %s reads rows of %d: start the policy service with this model"
                            .formatted(place.embedding().size(), modelName, width()));
        }
        return null;
    }

    private static Answer.Failed unsupported(String message) {
        return new Answer.Failed(FailureCode.UNSUPPORTED_TASK, message);
    }

    private int width() {
        return ((DifferentiableModel) model).width();
    }

    private PromptSlot slot(DifferentiableModel open, PromptPlace place) {
        return new PromptSlot(
                encoder.encode(place.around().before()),
                place.isSoft() ? array(place.embedding()) : embeddings(open, model.encode(place.text())),
                encoder.encode(place.around().behind()));
    }

    private float[] embeddings(DifferentiableModel open, Tokens tokens) {
        float[][] rows = table;
        if (rows == null) {
            rows = open.embeddingTable();
            table = rows;
        }
        float[] joined = new float[tokens.size() * width()];
        for (int token = 0; token < tokens.size(); token++) {
            System.arraycopy(rows[tokens.get(token)], 0, joined, token * width(), width());
        }
        return joined;
    }

    private void answer(List<Item> items, List<Label> labels, Tokens candidates, @Nullable Answer[] answers) {
        DifferentiableModel open = (DifferentiableModel) model;
        List<PromptSlot> slots = items.stream().map(Item::slot).toList();
        if (!items.getFirst().isDifferentiated()) {
            float[][] logits = open.score(slots, candidates);
            for (int i = 0; i < items.size(); i++) {
                answers[items.get(i).index()] = answer(items.get(i), labels, logits[i], List.of());
            }
            return;
        }
        List<PromptGradient> gradients = open.promptGradients(
                slots, candidates, items.stream().mapToInt(Item::label).toArray());
        for (int i = 0; i < items.size(); i++) {
            int index = items.get(i).index();
            List<Float> gradient = list(gradients.get(i).gradient());
            answers[index] = answers[index] instanceof Answer.Labelled text
                    ? new Answer.Labelled(text.scores(), text.tokens(), gradient)
                    : answer(items.get(i), labels, gradients.get(i).logits(), gradient);
        }
    }

    private Answer answer(Item item, List<Label> labels, float[] logits, List<Float> gradient) {
        PromptSlot slot = item.slot();
        int read = slot.before().size()
                + slot.prompt().length / width()
                + slot.behind().size();
        return new Answer.Labelled(LabelScores.of(labels, LocalModel.widen(logits)), new TokenUsage(read, 0), gradient);
    }

    /** −1 where the task has no such label. */
    private static int indexOf(String name, List<Label> labels) {
        return IntStream.range(0, labels.size())
                .filter(label -> labels.get(label).getName().equals(name))
                .findFirst()
                .orElse(-1);
    }

    private static float[] array(List<Float> numbers) {
        float[] array = new float[numbers.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = numbers.get(i);
        }
        return array;
    }

    private static List<Float> list(float[] numbers) {
        List<Float> list = new ArrayList<>(numbers.length);
        for (float number : numbers) {
            list.add(number);
        }
        return list;
    }
}
