package io.promptstream.languagemodel.training;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One training run.
 *
 * @param recipe YAML file
 * @param data folder that the recipe's files are below
 * @param out folder for the model and, while it trains, its checkpoint
 * @param resume whether to continue from the checkpoint in {@code out}, if there is one
 * @param workers threads that compute gradients; part of what decides the result, bit for bit
 * @param budget shortens the recipe's phases so that training takes about this long
 */
public record TrainingRequest(
        Path recipe, Path data, Path out, boolean resume, int workers, Optional<Duration> budget) {

    public TrainingRequest {
        if (workers <= 0) {
            throw new IllegalArgumentException("workers: write a number above 0, not " + workers);
        }
        budget.filter(duration -> !duration.isPositive()).ifPresent(duration -> {
            throw new IllegalArgumentException("budget: write a positive duration, not " + duration);
        });
    }
}
