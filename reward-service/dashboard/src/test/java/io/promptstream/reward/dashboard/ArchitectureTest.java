package io.promptstream.reward.dashboard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.promptstream.testsupport.ModuleRules;

@AnalyzeClasses(packages = "io.promptstream.reward.dashboard", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(ModuleRules.class);

    /** What a viewer sees is worked out without knowing where events come from or how it is sent. */
    @ArchTest
    static final ArchRule VIEWS_KNOW_NO_KAFKA = noClasses()
            .that()
            .resideInAPackage("io.promptstream.reward.dashboard")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.promptstream.kafka..", "..dashboard.kafka..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_A_FRAMEWORK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micronaut..", "jakarta..", "reactor..", "io.micrometer..", "io.opentelemetry..");
}
