package io.promptstream.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.promptstream.policy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule WHAT_COMPUTES_KNOWS_NEITHER_KAFKA_NOR_MICRONAUT = noClasses()
            .that()
            .resideInAnyPackage(
                    "..policy.learning..",
                    "..policy.round..",
                    "..policy.replay..",
                    "..policy.task..",
                    "..policy.check..",
                    "..policy.evaluation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "io.micronaut..",
                    "jakarta.inject..",
                    "io.promptstream.service..",
                    "io.promptstream.policy.kafka..",
                    "io.promptstream.policy.api..");

    @ArchTest
    static final ArchRule LEARNING_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage("..policy.learning..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..policy.round..", "..policy.task..", "..policy.metrics..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_OPENTELEMETRY =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.opentelemetry..");
}
