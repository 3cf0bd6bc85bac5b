package io.promptstream.kafka;

/**
 * A part of a service that works in the background. the service starts every bean of this type once topics, registry
 * and tasks are there, and stops them in reverse order when the service ends.
 */
public interface ServiceComponent {
    /** Lower-case name for logs, threads and health. */
    String name();

    /** Starts the work and returns at once. Called at most once. */
    void start();

    /** Ends the work after what is in flight is finished and committed; returns when it has ended. */
    void stop();

    /** What keeps the component from working now. */
    ComponentHealth health();
}
