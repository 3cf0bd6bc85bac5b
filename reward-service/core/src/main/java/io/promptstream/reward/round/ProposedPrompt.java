package io.promptstream.reward.round;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.SamplerTruncation;

/** A prompt of a round and how it came to be proposed. */
record ProposedPrompt(
        Prompt prompt, PromptOrigin origin, double logProbability, SamplerTruncation truncation, long seed) {}
