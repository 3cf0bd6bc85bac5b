package io.promptstream.benchmark.rivals;

import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.task.local.FakeCausalModel;

/** The fake task model as a policy's language model. All words that it has read are equally frequent. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FakeLanguage(FakeCausalModel model, float[][] outputEmbedding) implements FrozenLanguageModel {

    FakeLanguage(FakeCausalModel model) {
        this(model, model.embeddingTable());
    }

    @Override
    public int width() {
        return model.width();
    }

    @Override
    public int vocabularySize() {
        return outputEmbedding.length;
    }

    @Override
    public int endOfTextToken() {
        return 0;
    }

    @Override
    public float[][][] hiddenStates(int[][] sequences) {
        return new float[sequences.length][sequences[0].length][width()];
    }

    @Override
    public double[] tokenFrequencies(long seed) {
        return new double[vocabularySize()];
    }

    @Override
    public int[] tokens(String text) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String text(int... tokens) {
        return model.decode(Tokens.of(tokens));
    }

    @Override
    public String fingerprint() {
        return model.fingerprint();
    }
}
