package io.promptstream.task.app.answer;

import io.promptstream.languagemodel.generation.Generated;
import io.promptstream.languagemodel.generation.GenerationRequest;
import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.tokenizer.Tokens;
import io.promptstream.task.local.CausalModel;
import io.promptstream.task.local.FakeCausalModel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A {@link FakeCausalModel} that answers nothing before it is opened. */
final class GatedModel implements CausalModel {
    private final CausalModel model = new FakeCausalModel(64);
    private final CountDownLatch gate = new CountDownLatch(1);
    private volatile @Nullable Error broken;

    void open() {
        gate.countDown();
    }

    /** Lets the model break down in a way that is no failure of a model. */
    void breakDown(Error error) {
        broken = error;
        open();
    }

    private void await() {
        try {
            gate.await();
            if (broken != null) {
                throw broken;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public String fingerprint() {
        return model.fingerprint();
    }

    @Override
    public int positions() {
        return model.positions();
    }

    @Override
    public Tokens encode(String text) {
        return model.encode(text);
    }

    @Override
    public String decode(Tokens tokens) {
        return model.decode(tokens);
    }

    @Override
    public List<float[][]> score(List<ScoringRequest> requests) {
        await();
        return model.score(requests);
    }

    @Override
    public List<Generated> generate(List<GenerationRequest> requests) {
        await();
        return model.generate(requests);
    }
}
