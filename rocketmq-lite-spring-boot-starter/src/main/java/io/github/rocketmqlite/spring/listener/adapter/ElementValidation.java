package io.github.rocketmqlite.spring.listener.adapter;

import java.lang.annotation.Annotation;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.ValidationAnnotationUtils;

/**
 * Checks the elements of a batch one by one, when the list is annotated with
 * {@code @Valid} or {@code @Validated}.
 * <p>
 * Threading: immutable.
 *
 * @param validator checks
 * @param hints the groups of constraints
 */
record ElementValidation(Validator validator, List<Object> hints) {

	/** The checks that a parameter asks for, or {@code null}. */
	static @Nullable ElementValidation of(MethodParameter list, @Nullable Validator validator) {
		if (validator == null) {
			return null;
		}
		for (Annotation annotation : list.getParameterAnnotations()) {
			Object[] hints = ValidationAnnotationUtils.determineValidationHints(annotation);
			if (hints != null) {
				return new ElementValidation(validator, List.of(hints));
			}
		}
		return null;
	}

	void check(Object element) {
		BeanPropertyBindingResult result = new BeanPropertyBindingResult(element, "payload");
		if (this.validator instanceof SmartValidator smart && !this.hints.isEmpty()) {
			smart.validate(element, result, this.hints.toArray());
		}
		else if (this.validator.supports(element.getClass())) {
			this.validator.validate(element, result);
		}
		if (result.hasErrors()) {
			throw new IllegalArgumentException("The payload is not valid: " + result.getAllErrors());
		}
	}

}
