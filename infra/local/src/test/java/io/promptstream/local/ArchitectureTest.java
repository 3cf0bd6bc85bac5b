package io.promptstream.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.promptstream.testsupport.ModuleRules;

@AnalyzeClasses(packages = "io.promptstream.local", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests MODULE = ArchTests.in(ModuleRules.class);

    /** Services are started as processes; what is used of them here are their cores. */
    @ArchTest
    static final ArchRule theCommandKnowsNoApplication = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.promptstream.*.app..", "io.promptstream.service..", "io.micronaut..");

    @ArchTest
    static final ArchRule theSystemKnowsNoCommand = noClasses()
            .that()
            .resideInAPackage("..local.system..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "..local.display..", "..local.connection..");
}
