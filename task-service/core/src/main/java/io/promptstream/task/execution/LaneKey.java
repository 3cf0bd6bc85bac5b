package io.promptstream.task.execution;

import java.net.URI;
import java.util.Optional;

/**
 * What a proposal waits for. Proposals of different lanes are answered independently of one another, so that the trouble
 * of one holds up nothing else.
 */
public sealed interface LaneKey {
    /** What people call it. */
    String title();

    /** A model that computes in this process. */
    record Local(String model) implements LaneKey {
        @Override
        public String title() {
            return "local model " + model;
        }
    }

    /** An HTTP endpoint under one key, whatever models it has: a rate limit concerns them all. */
    record Remote(URI url, Optional<String> apiKeyVariable) implements LaneKey {
        @Override
        public String title() {
            return "endpoint " + url
                    + apiKeyVariable.map(name -> " with " + name).orElse("");
        }
    }

    /** No model can be asked: the output is a failure. */
    record Unanswerable() implements LaneKey {
        @Override
        public String title() {
            return "tasks without a model";
        }
    }

    /** Whether others decide how long an answer takes. */
    default boolean waits() {
        return switch (this) {
            case Remote remote -> true;
            case Local local -> false;
            case Unanswerable unanswerable -> false;
        };
    }
}
