package io.promptstream.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.promptstream.local", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule measuresKnowNoTransport = noClasses()
            .that()
            .resideInAPackage("..evaluation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.kafka..", "picocli..", "ai.djl..", "io.promptstream.event..", "com.fasterxml..");

    @ArchTest
    static final ArchRule theSystemKnowsNoCommand = noClasses()
            .that()
            .resideInAPackage("..local.system..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..", "..local.display..", "..local.connection..");

    @ArchTest
    static final ArchRule packagesHaveNoCycle =
            slices().matching("io.promptstream.local.(*)..").should().beFreeOfCycles();
}
