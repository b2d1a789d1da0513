// Result schemas that the published package leaves open, and shorthand for our own.
import { Type } from 'typebox';

/** `{ok: true}`. */
export const Ok = Type.Object({ ok: Type.Literal(true) });
/** No params; a call without `params` means the same. */
export const NoParams = Type.Object({}, { additionalProperties: false });
/** A session's key, as a client writes it. */
export const SessionKey = Type.String({ minLength: 1, maxLength: 512 });
/** An id that a client chose or got. */
export const Id = Type.String({ minLength: 1, maxLength: 200 });

/** A result whose type is declared in TypeScript; `name` leads the protocol page to it. */
export function resultOf<T>(name: string) {
  return Type.Unsafe<T>({ $comment: `type:${name}` });
}

/** An object without further fields. */
export function closed<T extends Parameters<typeof Type.Object>[0]>(properties: T) {
  return Type.Object(properties, { additionalProperties: false });
}
