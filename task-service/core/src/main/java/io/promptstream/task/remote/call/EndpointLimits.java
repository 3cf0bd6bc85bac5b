package io.promptstream.task.remote.call;

import io.promptstream.task.remote.request.Capabilities;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What all tasks share that call the same model at the same endpoint: how many calls may be in flight, how fast they may
 * start, and what the model was found to accept.
 */
public record EndpointLimits(Semaphore slots, CallPace pace, AtomicReference<Capabilities> capabilities) {

    public EndpointLimits(int concurrency, CallPace pace) {
        this(new Semaphore(concurrency), pace, new AtomicReference<>(Capabilities.ALL));
    }

    /** What the model accepts as far as is known. */
    Capabilities able() {
        return Objects.requireNonNull(capabilities.get());
    }

    /** Keeps in mind what the model does not accept. */
    void learn(Capabilities left) {
        capabilities.accumulateAndGet(left, Capabilities::and);
    }
}
