package io.promptstream.service;

import io.promptstream.schemas.topic.TopicMismatchException;

/** What has to succeed before a service's components start. */
@FunctionalInterface
interface Preparation {
    /**
     * Returns when all is there that the components need.
     *
     * @throws TopicMismatchException if that can never be without an operator
     * @throws RuntimeException if it is not so now
     */
    void prepare();
}
