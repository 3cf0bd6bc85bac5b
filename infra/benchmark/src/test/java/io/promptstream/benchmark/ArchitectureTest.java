package io.promptstream.benchmark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.promptstream.testsupport.ModuleRules;

@AnalyzeClasses(packages = "io.promptstream.benchmark", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests MODULE = ArchTests.in(ModuleRules.class);

    /** Services are started as processes: nothing of an app, and no framework that would run one here, is called. */
    @ArchTest
    static final ArchRule DEPENDS_ON_NO_APP = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.promptstream.*.app..", "io.micronaut..", "org.apache.kafka.streams..");
}
