package io.promptstream.policy.task;

/**
 * One thing that is wrong with a request.
 *
 * @param field path of the field, such as {@code policy.topK} or {@code labels[2].name}; empty for the whole
 * @param message what is wrong and what to write instead
 */
public record FieldError(String field, String message) {}
