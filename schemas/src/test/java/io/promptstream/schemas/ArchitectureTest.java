package io.promptstream.schemas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.promptstream.schemas", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule PACKAGES_FORM_NO_CYCLE =
            slices().matching("io.promptstream.schemas.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_REGISTRY_CLIENT_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage("..registry..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..serde..", "..topic..", "..deadletter..");

    @ArchTest
    static final ArchRule NO_FRAMEWORK =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.micronaut..");
}
