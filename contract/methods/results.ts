// Shorthand for schemas that the published package doesn't provide.
import { Type } from 'typebox';
import { unsafeType } from '../wire/unsafe-type.ts';

/** `{ok: true}`. */
export const Ok = Type.Object({ ok: Type.Literal(true) });
/** No parameters. Equivalent to a call without `params`. */
export const NoParams = Type.Object({}, { additionalProperties: false });
/** A session key, as written by a client. */
export const SessionKey = Type.String({ minLength: 1, maxLength: 512 });
/** An ID chosen by a client or returned by the gateway. */
export const Id = Type.String({ minLength: 1, maxLength: 200 });
/** The words of a rule. */
export const RuleWords = Type.Array(Type.String({ minLength: 1, maxLength: 1000 }), { minItems: 1, maxItems: 64 });
/** For writes that start work: a repeat with the same key gets the first response. */
export const IdempotencyKey = Type.Optional(Type.String({ minLength: 1, maxLength: 512 }));

/** A result whose type is declared in TypeScript. The protocol page shows `name`. */
export function resultType<T>(name: string) {
  return unsafeType<T>({ $comment: `type:${name}` });
}

/** An object without additional properties. */
export function closed<T extends Parameters<typeof Type.Object>[0]>(properties: T) {
  return Type.Object(properties, { additionalProperties: false });
}
