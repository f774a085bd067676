package io.github.rocketmqlite.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * The dependencies that a pom states itself, with the scopes that its parents manage.
 * Enough of Maven for {@link DependencySizeTests}: the parents that matter here add no
 * dependencies of their own.
 */
final class Pom {

	private final Element project;

	private final Map<String, String> managedScopes = new HashMap<>();

	private Pom(Element project) {
		this.project = project;
	}

	static Pom read(Path file, Path repository) throws IOException {
		Pom pom = new Pom(parse(file));
		Element project = pom.project;
		while (project != null) {
			for (Element management : children(project, "dependencyManagement")) {
				dependencies(management).forEach((managed) -> pom.managedScopes.putIfAbsent(text(managed, "artifactId"),
						text(managed, "scope")));
			}
			project = parent(project, repository);
		}
		return pom;
	}

	private static @Nullable Element parent(Element project, Path repository) throws IOException {
		for (Element parent : children(project, "parent")) {
			String artifact = text(parent, "artifactId");
			String version = text(parent, "version");
			Path file = repository.resolve(text(parent, "groupId").replace('.', '/'))
				.resolve(artifact)
				.resolve(version)
				.resolve(artifact + "-" + version + ".pom");
			// our own parent is in no repository and manages no scope
			return Files.exists(file) ? parse(file) : null;
		}
		return null;
	}

	List<String> runtimeDependencies() {
		List<String> artifacts = new ArrayList<>();
		for (Element dependency : dependencies(this.project)) {
			String artifact = text(dependency, "artifactId");
			String scope = text(dependency, "scope");
			if (scope.isEmpty()) {
				scope = this.managedScopes.getOrDefault(artifact, "");
			}
			boolean runtime = scope.isEmpty() || scope.equals("compile") || scope.equals("runtime");
			if (runtime && !text(dependency, "optional").equals("true")) {
				artifacts.add(artifact);
			}
		}
		return artifacts;
	}

	private static List<Element> dependencies(Element parent) {
		return children(parent, "dependencies").stream()
			.flatMap((list) -> children(list, "dependency").stream())
			.toList();
	}

	private static String text(Element parent, String name) {
		return children(parent, name).stream().map((child) -> child.getTextContent().trim()).findFirst().orElse("");
	}

	private static List<Element> children(Element parent, String name) {
		List<Element> children = new ArrayList<>();
		for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node instanceof Element element && element.getTagName().equals(name)) {
				children.add(element);
			}
		}
		return children;
	}

	private static Element parse(Path file) throws IOException {
		try {
			return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()).getDocumentElement();
		}
		catch (SAXException | ParserConfigurationException ex) {
			throw new IOException("Not a pom: " + file, ex);
		}
	}

}
