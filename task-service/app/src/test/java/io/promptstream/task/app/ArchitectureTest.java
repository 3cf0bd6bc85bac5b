package io.promptstream.task.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.promptstream.testsupport.ModuleRules;

@AnalyzeClasses(packages = "io.promptstream.task", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule LOOPS_KNOW_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAnyPackage("io.promptstream.task.app.answer..", "io.promptstream.task.app.check..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micronaut..");

    @ArchTest
    static final ArchTests MODULE = ArchTests.in(ModuleRules.class);

    @ArchTest
    static final ArchRule NOBODY_KNOWS_OPENTELEMETRY =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.opentelemetry..");
}
