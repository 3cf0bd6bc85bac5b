package io.promptstream.languagemodel.training.optimisation;

/**
 * Linear warm-up, then half a cosine down to a share of the peak.
 *
 * @param peak learning rate after the warm-up
 * @param warmUpSteps steps until then
 * @param steps in all
 * @param finalShare of the peak at the last step
 */
record LearningRateSchedule(double peak, int warmUpSteps, long steps, double finalShare) {

    /** @param step counted from 0 */
    double at(long step) {
        if (step < warmUpSteps) {
            return peak * (step + 1) / warmUpSteps;
        }
        double progress = Math.min(1, (step - warmUpSteps) / (double) Math.max(1, steps - 1 - warmUpSteps));
        return peak * (finalShare + (1 - finalShare) * 0.5 * (1 + Math.cos(Math.PI * progress)));
    }
}
