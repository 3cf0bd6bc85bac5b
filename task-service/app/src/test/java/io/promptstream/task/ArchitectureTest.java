package io.promptstream.task;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.promptstream.task", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

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
