package io.github.rocketmqlite.migration;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the module may use: public packages of ours, and of rocketmq-spring what works
 * without the official client.
 */
class ArchitectureTests {

	private static final String CORE = "io.github.rocketmqlite";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(CORE + ".migration");

	@Test
	void onlyPublicPackagesAreUsed() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage(CORE + ".internal..", "io.netty..", CORE + ".spring.listener.adapter..")
			.check(CLASSES);
	}

	@Test
	void nothingOfTheOfficialClientIsUsed() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.apache.rocketmq.client..", "org.apache.rocketmq.common..",
					"org.apache.rocketmq.remoting..", "org.apache.rocketmq.acl..",
					"org.apache.rocketmq.spring.autoconfigure..")
			.check(CLASSES);
		noClasses().should()
			.dependOnClassesThat()
			.haveFullyQualifiedName("org.apache.rocketmq.spring.core.RocketMQTemplate")
			.check(CLASSES);
	}

	@Test
	void onlyTheAutoConfigurationIsPublic() {
		assertThat(CLASSES.stream()
			.filter((type) -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
			.map(JavaClass::getSimpleName)).containsExactly("RocketMigrationAutoConfiguration");
		assertThat(CLASSES.get(RocketMigrationAutoConfiguration.class).isAnnotatedWith(AutoConfiguration.class))
			.isTrue();
	}

}
