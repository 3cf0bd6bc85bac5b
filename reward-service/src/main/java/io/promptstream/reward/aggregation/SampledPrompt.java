package io.promptstream.reward.aggregation;

import io.promptstream.event.Prompt;
import io.promptstream.event.SamplerTruncation;

/** A prompt of a round and how it was drawn. */
record SampledPrompt(Prompt prompt, double logProbability, SamplerTruncation truncation, long seed) {}
