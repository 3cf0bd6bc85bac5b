package io.promptstream.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.promptstream.testsupport.CoreRules;

@AnalyzeClasses(packages = "io.promptstream.policy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchTests RULES = ArchTests.in(CoreRules.class);

    @ArchTest
    static final ArchRule LEARNING_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage("..policy.learning..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..policy.round..", "..policy.task..", "..policy.metrics..");
}
