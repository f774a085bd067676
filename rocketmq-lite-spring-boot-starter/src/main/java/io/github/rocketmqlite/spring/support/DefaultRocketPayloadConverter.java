package io.github.rocketmqlite.spring.support;

import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import io.github.rocketmqlite.InvalidMessageException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/**
 * Bytes stay as they are, text is encoded in UTF-8, everything else is JSON.
 * <p>
 * A text is read with the charset of the header {@code contentType} if there is one.
 * <p>
 * Threading: thread-safe.
 */
public class DefaultRocketPayloadConverter implements RocketPayloadConverter {

	private final JsonMapper jsonMapper;

	public DefaultRocketPayloadConverter(JsonMapper jsonMapper) {
		this.jsonMapper = jsonMapper;
	}

	@Override
	public byte[] toBody(Object payload) {
		if (payload instanceof byte[] bytes) {
			return bytes;
		}
		if (payload instanceof CharSequence text) {
			return text.toString().getBytes(StandardCharsets.UTF_8);
		}
		try {
			return this.jsonMapper.writeValueAsBytes(payload);
		}
		catch (JacksonException ex) {
			throw new InvalidMessageException(
					"A payload of " + payload.getClass().getTypeName() + " cannot be written as JSON", ex);
		}
	}

	@Override
	public Object fromBody(byte[] body, Type targetType, MessageHeaders headers) {
		if (targetType == byte[].class || targetType == Object.class) {
			return body;
		}
		if (targetType == String.class || targetType == CharSequence.class) {
			return new String(body, charset(headers));
		}
		return fromJson(body, targetType);
	}

	private Object fromJson(byte[] body, Type targetType) {
		JavaType javaType = this.jsonMapper.constructType(targetType);
		Object payload;
		try {
			payload = this.jsonMapper.readValue(body, javaType);
		}
		catch (JacksonException ex) {
			throw new MessageConversionException(
					"A body of " + body.length + " bytes cannot be read as JSON of type " + targetType.getTypeName(),
					ex);
		}
		if (payload == null) {
			throw new MessageConversionException("The body is JSON null, not a " + targetType.getTypeName());
		}
		return payload;
	}

	private static Charset charset(MessageHeaders headers) {
		Object contentType = headers.get(MessageHeaders.CONTENT_TYPE);
		if (contentType == null) {
			return StandardCharsets.UTF_8;
		}
		try {
			MimeType mimeType = (contentType instanceof MimeType type) ? type
					: MimeTypeUtils.parseMimeType(contentType.toString());
			return (mimeType.getCharset() != null) ? mimeType.getCharset() : StandardCharsets.UTF_8;
		}
		catch (IllegalArgumentException ex) {
			// what another client wrote there need not be a MIME type
			return StandardCharsets.UTF_8;
		}
	}

}
