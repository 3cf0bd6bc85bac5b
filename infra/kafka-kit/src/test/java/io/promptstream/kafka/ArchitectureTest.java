package io.promptstream.kafka;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.promptstream.testsupport.ModuleRules;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

@AnalyzeClasses(packages = "io.promptstream.kafka", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(ModuleRules.class);

    @ArchTest
    static final ArchRule THE_KIT_KNOWS_NO_FRAMEWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micronaut..", "jakarta..", "io.promptstream.service..");

    /** Settings such as read_committed stand in one place. */
    @ArchTest
    static final ArchRule ONLY_KAFKA_CLIENTS_MAKES_KAFKA_CLIENTS = noClasses()
            .that()
            .doNotBelongToAnyOf(KafkaClients.class)
            .should()
            .callConstructorWhere(target(owner(assignableTo(Consumer.class).or(assignableTo(Producer.class)))))
            .orShould()
            .callMethodWhere(target(owner(assignableTo(Admin.class))).and(target(name("create"))));
}
