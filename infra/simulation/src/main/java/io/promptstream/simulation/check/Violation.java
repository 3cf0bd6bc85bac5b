package io.promptstream.simulation.check;

/**
 * Something that must not be.
 *
 * @param promise which promise is broken; the same one makes two violations alike
 */
public record Violation(String promise, String detail) {
    @Override
    public String toString() {
        return promise + ": " + detail;
    }
}
