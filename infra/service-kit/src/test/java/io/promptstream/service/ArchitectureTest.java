package io.promptstream.service;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Factory;
import io.promptstream.kafka.TransactionalProducer;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

@AnalyzeClasses(packages = "io.promptstream.service", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** Bean definitions that Micronaut's annotation processor writes. */
    private static final String GENERATED = ".*\\.\\$.*";

    /** Loops and what they read run without a container, as the tests of the services use them. */
    @ArchTest
    static final ArchRule ONLY_BEANS_AND_CONFIGURATIONS_KNOW_THE_FRAMEWORK = noClasses()
            .that()
            .areNotAnnotatedWith(Singleton.class)
            .and()
            .areNotAnnotatedWith(Factory.class)
            .and()
            .areNotAnnotatedWith(ConfigurationProperties.class)
            .and()
            .doNotBelongToAnyOf(DeclaredVariables.class, ServiceProcess.class)
            .and()
            .haveNameNotMatching(GENERATED)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micronaut..", "jakarta..");

    /** Settings such as read_committed stand in one place. */
    @ArchTest
    static final ArchRule ONLY_KAFKA_CLIENTS_MAKES_KAFKA_CLIENTS = noClasses()
            .that()
            .doNotBelongToAnyOf(KafkaClients.class, TransactionalProducer.class)
            .should()
            .callConstructorWhere(target(owner(assignableTo(Consumer.class).or(assignableTo(Producer.class)))))
            .orShould()
            .callMethodWhere(target(owner(assignableTo(Admin.class))).and(target(name("create"))));

    @ArchTest
    static final ArchRule ONLY_TRACING_KNOWS_OPENTELEMETRY = noClasses()
            .that()
            .resideOutsideOfPackage("io.promptstream.service.tracing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");
}
