package io.promptstream.languagemodel.training.optimisation;

/** Notified of the progress of a training run, on the thread that runs it. */
@FunctionalInterface
public interface ProgressListener {

    void progressed(TrainingProgress progress);
}
