package io.github.rocketmqlite.spring.support;

import java.lang.reflect.Type;

import org.springframework.messaging.MessageHeaders;

/**
 * Turns payloads into bodies and bodies into payloads. Declare a bean of this type to use
 * another format than JSON.
 * <p>
 * Threading: implementations are thread-safe.
 */
public interface RocketPayloadConverter {

	/**
	 * Writes a payload.
	 * @throws io.github.rocketmqlite.InvalidMessageException naming the payload's type
	 * when it cannot be written
	 */
	byte[] toBody(Object payload);

	/**
	 * Reads a body as what the receiver asks for. The type decides, not the headers: a
	 * sender's content type says how the body was written, not what a method wants.
	 * @throws org.springframework.messaging.converter.MessageConversionException naming
	 * the type when the body cannot be read as such
	 */
	Object fromBody(byte[] body, Type targetType, MessageHeaders headers);

}
