// Tool inputs: declared once, as a JSON Schema for the model and as a parser for us.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';

/** Invalid input from a model; the message is for the model. */
export class InputProblem extends Error {}

/** One field of an input. */
export interface Field<T> {
  readonly schema: JsonObject;
  readonly isOptional?: true;
  read(value: unknown, name: string): T;
}

interface Range {
  readonly min: number;
  readonly max: number;
}

/** The fields of an input, by name. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The parsed value of a set of fields. */
export type InputValue<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** Longest text in an input, characters. */
const MAX_TEXT = 2_000_000;

/** A string. */
export function text(description: string): Field<string> {
  return {
    schema: { type: 'string', description },
    read(value, name) {
      if (typeof value !== 'string') throw new InputProblem(`"${name}" must be a string.`);
      if (value.length > MAX_TEXT) throw new InputProblem(`"${name}" is too long.`);
      return value;
    },
  };
}

/** An integer; numeric strings are accepted too because models send them. */
export function integer(description: string, range: Range): Field<number> {
  return {
    schema: { type: 'integer', description, minimum: range.min, maximum: range.max },
    read(value, name) {
      const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isInteger(number))
        throw new InputProblem(`"${name}" must be an integer.`);
      if (number < range.min || number > range.max)
        throw new InputProblem(`"${name}" must be between ${range.min} and ${range.max}.`);
      return number;
    },
  };
}

/** A boolean. */
export function flag(description: string): Field<boolean> {
  return {
    schema: { type: 'boolean', description },
    read(value, name) {
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return false;
      throw new InputProblem(`"${name}" must be true or false.`);
    },
  };
}

/** One of a fixed set of values. */
export function choice<const T extends string>(description: string, words: readonly T[]): Field<T> {
  return {
    schema: { type: 'string', description, enum: words },
    read(value, name) {
      const found = words.find((word) => word === value);
      if (found === undefined) throw new InputProblem(`"${name}" must be one of: ${words.join(', ')}.`);
      return found;
    },
  };
}

/** A list of objects with their own fields. */
export function list<F extends Fields>(description: string, fields: F, range: Range): Field<readonly InputValue<F>[]> {
  return {
    schema: { type: 'array', description, items: toSchema(fields), minItems: range.min, maxItems: range.max },
    read(value, name) {
      if (!Array.isArray(value)) throw new InputProblem(`"${name}" must be a list.`);
      if (value.length < range.min || value.length > range.max)
        throw new InputProblem(`"${name}" must have ${range.min} to ${range.max} entries.`);
      return value.map((entry: unknown, index) => {
        if (!isJsonObject(entry)) throw new InputProblem(`Entry ${index + 1} of "${name}" must be an object.`);
        return readInput(fields, entry);
      });
    },
  };
}

/** An optional field. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return {
    ...field,
    isOptional: true,
    read: (value, name) => (value === undefined || value === null ? undefined : field.read(value, name)),
  };
}

/** JSON Schema of an input. */
export function toSchema(fields: Fields): JsonObject {
  const entries = Object.entries(fields);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, field]) => [name, field.schema])),
    required: entries.filter(([, field]) => field.isOptional !== true).map(([name]) => name),
    additionalProperties: false,
  };
}

/** Reads an input. @throws {InputProblem} */
export function readInput<F extends Fields>(fields: F, raw: JsonObject): InputValue<F> {
  const values = Object.entries(fields).map(([name, field]) => {
    const value = Object.hasOwn(raw, name) ? raw[name] : undefined;
    if (field.isOptional !== true && (value === undefined || value === null))
      throw new InputProblem(`"${name}" is missing.`);
    return [name, field.read(value, name)];
  });
  // Each value was read by the field of its name.
  return Object.fromEntries(values) as InputValue<F>;
}
