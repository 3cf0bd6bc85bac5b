package io.promptstream.testsupport;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a Kafka broker and a schema registry for the tests of a class, which get them as a parameter of type
 * {@link KafkaEnvironment} in a constructor, a life-cycle method or a test.
 *
 * <p>Both are started once per JVM, shared by all test classes in it, and ended with it. The system property
 * {@code promptstream.test.kafka} chooses the broker: {@code docker} (Testcontainers), {@code embedded} (in this JVM), or
 * {@code auto}: Docker where it answers and has the image, otherwise embedded. The registry is a process of this machine in
 * every case.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(KafkaExtension.class)
public @interface WithKafka {}
