package io.promptstream.task;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.promptstream.testsupport.CoreRules;

@AnalyzeClasses(packages = "io.promptstream.task", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(CoreRules.class);

    @ArchTest
    static final ArchRule MODELS_DO_NOT_KNOW_WHO_CALLS_THEM = noClasses()
            .that()
            .resideOutsideOfPackage("io.promptstream.task.execution..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.promptstream.task.execution..");
}
