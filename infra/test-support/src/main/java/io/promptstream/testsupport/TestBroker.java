package io.promptstream.testsupport;

/** A running broker that a test run owns. */
sealed interface TestBroker extends AutoCloseable permits EmbeddedBroker, ContainerBroker {

    String bootstrapServers();

    @Override
    void close();
}
