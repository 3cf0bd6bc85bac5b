package io.promptstream.schemas.serde;

/** Confluent's TopicNameStrategy. */
public final class Subjects {

    private Subjects() {}

    /** Subject of a topic's values. */
    public static String ofValues(String topic) {
        return of(topic, false);
    }

    static String of(String topic, boolean isKey) {
        return topic + (isKey ? "-key" : "-value");
    }
}
