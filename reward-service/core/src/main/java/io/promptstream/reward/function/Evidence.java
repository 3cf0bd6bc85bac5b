package io.promptstream.reward.function;

import org.jspecify.annotations.Nullable;

/**
 * What an answer is judged by.
 *
 * @param reference the desired answer; null while unknown
 * @param rating a rating of the answer, higher is better; null while unknown
 */
public record Evidence(@Nullable String reference, @Nullable Double rating) {
    public static final Evidence NONE = new Evidence(null, null);
}
