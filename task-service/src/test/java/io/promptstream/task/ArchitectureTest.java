package io.promptstream.task;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.promptstream.task", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule WHAT_COMPUTES_KNOWS_NEITHER_KAFKA_NOR_MICRONAUT = noClasses()
            .that()
            .resideInAnyPackage("io.promptstream.task.model..", "io.promptstream.task.execution..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..",
                    "io.micronaut..",
                    "io.promptstream.service..",
                    "io.promptstream.task",
                    "io.promptstream.task.kafka..");

    @ArchTest
    static final ArchRule MODELS_DO_NOT_KNOW_WHO_CALLS_THEM = noClasses()
            .that()
            .resideInAPackage("io.promptstream.task.model..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.promptstream.task.execution..");

    @ArchTest
    static final ArchRule KAFKA_KNOWS_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAPackage("io.promptstream.task.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micronaut..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_OPENTELEMETRY =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.opentelemetry..");
}
