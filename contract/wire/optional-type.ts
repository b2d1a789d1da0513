// Marks a schema as optional.
import type { TOptional, TSchema } from 'typebox';

/** TypeBox's own function copies the whole schema twice, so the start would copy each part of the settings many times. */
export function optionalType<S extends TSchema>(schema: S): TOptional<S> {
  const mark = { value: true, configurable: true, writable: true, enumerable: false };
  // A copy of one level keeps the original as it is: its hidden properties say what it is.
  return Object.defineProperties(
    {},
    { ...Object.getOwnPropertyDescriptors(schema), '~optional': mark },
  ) as TOptional<S>;
}
