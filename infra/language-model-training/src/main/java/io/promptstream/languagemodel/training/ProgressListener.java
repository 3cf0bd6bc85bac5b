package io.promptstream.languagemodel.training;

/** Told how a training run goes on, on the thread that runs it. */
@FunctionalInterface
public interface ProgressListener {

    void progressed(TrainingProgress progress);
}
