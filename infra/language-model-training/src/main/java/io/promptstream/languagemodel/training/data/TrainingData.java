package io.promptstream.languagemodel.training.data;

import io.promptstream.languagemodel.training.data.Documents.Labelled;
import io.promptstream.languagemodel.training.data.PhraseSampler.Continuation;
import io.promptstream.languagemodel.training.recipe.LabelledSource;
import io.promptstream.languagemodel.training.recipe.PhraseNoise;
import io.promptstream.languagemodel.training.recipe.TrainingRecipe;
import io.promptstream.languagemodel.training.vocabulary.BytePairTrainer;
import io.promptstream.languagemodel.training.vocabulary.BytePairVocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The training text as tokens: one stream of documents, each ended by the end of text, and the labelled inputs. One in a
 * hundred of either is held out for validation.
 */
public final class TrainingData {

    private static final int HELD_OUT_EVERY = 100;
    private static final int FILLERS = 2000;

    private final BytePairVocabulary vocabulary;
    private final int positions;
    private final int[] stream;
    private final int[] heldOutStream;
    private final List<Input> inputs = new ArrayList<>();
    private final List<Input> heldOutInputs = new ArrayList<>();

    private record Input(Labelled labelled, PhraseSampler phrases) {}

    private TrainingData(BytePairVocabulary vocabulary, int positions, int[] stream, int[] heldOutStream) {
        this.vocabulary = vocabulary;
        this.positions = positions;
        this.stream = stream;
        this.heldOutStream = heldOutStream;
    }

    /** Learns the vocabulary from {@code corpus} and encodes it. */
    public static TrainingData of(TrainingRecipe recipe, Corpus corpus) {
        List<String> texts = corpus.texts();
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("text: the files hold no document; write one a line");
        }
        BytePairTrainer trainer = new BytePairTrainer();
        texts.forEach(trainer::add);
        for (int i = 0; i < recipe.labelled().size(); i++) {
            corpus.labelled().get(i).forEach(labelled -> trainer.add(labelled.input()));
            recipe.labelled().get(i).phrases().forEach(phrase -> trainer.add(" " + phrase.text()));
        }
        BytePairVocabulary vocabulary = trainer.train(recipe.shape().vocabulary(), recipe.labelWords());
        Shuffled order = new Shuffled(texts.size(), Seeds.mix(recipe.seed(), 1));
        List<int[]> kept = new ArrayList<>();
        List<int[]> heldOut = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            (i % HELD_OUT_EVERY == 0 ? heldOut : kept).add(vocabulary.encode(texts.get(order.at(i))));
        }
        TrainingData data = new TrainingData(
                vocabulary,
                recipe.shape().positions(),
                joined(kept, vocabulary.endOfText()),
                joined(heldOut, vocabulary.endOfText()));
        List<String> fillers = vocabulary.wholeWords(FILLERS);
        fillers.removeAll(recipe.labelWords());
        if (fillers.isEmpty() && !recipe.labelled().isEmpty()) {
            throw new IllegalArgumentException(
                    "shape.vocabulary: %d have no room for words that are no label words; write more"
                            .formatted(recipe.shape().vocabulary()));
        }
        for (int i = 0; i < recipe.labelled().size(); i++) {
            LabelledSource source = recipe.labelled().get(i);
            data.addInputs(source, corpus.labelled().get(i), new PhraseSampler(source, fillers));
        }
        return data;
    }

    private void addInputs(LabelledSource source, List<Labelled> all, PhraseSampler phrases) {
        for (int i = 0; i < all.size(); i++) {
            Input input = new Input(all.get(i), phrases);
            if (i % HELD_OUT_EVERY == 0) {
                heldOutInputs.add(input);
            } else {
                for (int copy = 0; copy < source.repeat(); copy++) {
                    inputs.add(input);
                }
            }
        }
    }

    private static int[] joined(List<int[]> documents, int endOfText) {
        int[] stream = new int[documents.stream().mapToInt(d -> d.length + 1).sum()];
        int next = 0;
        for (int[] document : documents) {
            System.arraycopy(document, 0, stream, next, document.length);
            next += document.length;
            stream[next++] = endOfText;
        }
        return stream;
    }

    public BytePairVocabulary vocabulary() {
        return vocabulary;
    }

    public long textTokens() {
        return stream.length;
    }

    public int labelledInputs() {
        return inputs.size();
    }

    int heldOutInputs() {
        return heldOutInputs.size();
    }

    /** Pieces of {@code window} tokens that the text holds when the first starts at {@code shift}. */
    public int windows(int window, int shift) {
        return Math.max(0, (stream.length - 1 - shift) / window);
    }

    public Example window(int index, int window, int shift) {
        return window(stream, index, window, shift);
    }

    /** All held-out pieces, at most {@code most}. */
    public List<Example> heldOutWindows(int window, int most) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < Math.min(most, (heldOutStream.length - 1) / window); i++) {
            examples.add(window(heldOutStream, i, window, 0));
        }
        return examples;
    }

    private static Example window(int[] stream, int index, int window, int shift) {
        int start = shift + index * window;
        return new Example(Arrays.copyOfRange(stream, start, start + window + 1), Example.NO_LABEL_WORD);
    }

    /** A labelled input with what {@code random} puts behind it. */
    public Example labelled(int index, PhraseNoise noise, RandomGenerator random) {
        return example(inputs.get(index), noise, random);
    }

    /** Held-out labelled inputs, the same ones with the same phrases whenever asked. */
    public List<Example> heldOutLabelled(int most, PhraseNoise noise) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < Math.min(most, heldOutInputs.size()); i++) {
            Input input =
                    heldOutInputs.get((int) ((long) i * heldOutInputs.size() / Math.min(most, heldOutInputs.size())));
            examples.add(example(input, noise, new SplittableRandom(i)));
        }
        return examples;
    }

    private Example example(Input input, PhraseNoise noise, RandomGenerator random) {
        Continuation continuation = input.phrases().sample(input.labelled().label(), noise, random);
        int[] text = vocabulary.encode(input.labelled().input());
        int[] phrase = continuation.phrase().isEmpty()
                ? new int[0]
                : vocabulary.encode(" " + continuation.phrase() + " " + continuation.labelWord());
        int room = positions - phrase.length;
        int kept = Math.min(text.length, room);
        int[] ids = new int[kept + phrase.length + 1];
        System.arraycopy(text, 0, ids, 0, kept);
        System.arraycopy(phrase, 0, ids, kept, phrase.length);
        ids[ids.length - 1] = vocabulary.endOfText();
        return new Example(ids, phrase.length == 0 ? Example.NO_LABEL_WORD : ids.length - 2);
    }
}
