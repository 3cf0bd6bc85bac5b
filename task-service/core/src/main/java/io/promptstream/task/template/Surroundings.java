package io.promptstream.task.template;

/** An input in its template, but for the prompt: what is read before the prompt and behind it; either may be empty. */
public record Surroundings(Rendering.Part before, Rendering.Part behind) {}
