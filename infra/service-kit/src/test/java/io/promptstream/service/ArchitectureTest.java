package io.promptstream.service;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Factory;
import io.promptstream.testsupport.ModuleRules;
import jakarta.inject.Singleton;

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

    @ArchTest
    static final ArchTests MODULE = ArchTests.in(ModuleRules.class);
}
