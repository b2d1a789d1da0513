// Declares configuration keys: type, title, description, and default.
import { Type, type Static, type TProperties, type TSchema } from 'typebox';
import { optionalType } from '../wire/optional-type.ts';

/** Metadata of a key besides its title and description. */
export interface KeyMetadata {
  /** When a change takes effect: `hot` by default; `none` if the key has no effect. */
  readonly 'x-reload'?: 'hot' | 'restart' | 'none';
  readonly 'x-sensitive'?: true;
  /** Shown in the example file: a value, or a name in a map. */
  readonly 'x-sample'?: string;
}

/** The values of a section after its defaults are filled in. Keys without a default stay optional. */
export type Filled<S> = S extends { readonly properties: infer P }
  ? { readonly [K in keyof P as HasValue<P[K]> extends true ? K : never]: Filled<P[K]> } & {
      readonly [K in keyof P as HasValue<P[K]> extends true ? never : K]?: P[K] extends TSchema ? Static<P[K]> : never;
    }
  : S extends TSchema
    ? Static<S>
    : never;
type HasValue<S> = S extends { readonly default: unknown } | { readonly properties: object } ? true : false;

/** Letters, digits, `_`, `-`, `.`: valid in a session key and a file name. */
export const ID = '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$';

/** Any key: a schema with its title and description. */
export const key = <S extends TSchema>(title: string, description: string, schema: S, facts: KeyMetadata = {}) =>
  Object.assign(optionalType(schema), facts, { title, description });

const defaulted = <S extends TSchema>(title: string, description: string, schema: S, fallback: Static<S>) =>
  Object.assign(key(title, description, schema), { default: fallback });

/** A section of the file. */
export const section = <P extends TProperties>(title: string, description: string, properties: P) =>
  key(title, description, Type.Object(properties, { additionalProperties: false }));

/** A map by names that the user chooses. It is empty by default. */
export const map = <S extends TSchema>(title: string, description: string, names: string, value: S, sample: string) =>
  defaulted(
    title,
    description,
    Type.Record(Type.String({ pattern: names }), value, { additionalProperties: false, 'x-sample': sample }),
    {},
  );

/** A switch. */
export const flag = (title: string, description: string, fallback: boolean) =>
  defaulted(title, description, Type.Boolean(), fallback);

/** One of a few words. */
export const choice = <const V extends string[]>(
  title: string,
  description: string,
  values: readonly [...V],
  fallback: V[number],
) => defaulted(title, description, Type.Enum(values), fallback);

type Range = readonly [minimum: number, maximum: number];

/** An integer within a range. */
export const integer = (title: string, description: string, fallback: number, [minimum, maximum]: Range) =>
  defaulted(title, description, Type.Integer({ minimum, maximum }), fallback);

/** A number within a range. */
export const fraction = (title: string, description: string, fallback: number, [minimum, maximum]: Range) =>
  defaulted(title, description, Type.Number({ minimum, maximum }), fallback);

/** A text without a default. */
export const text = (
  title: string,
  description: string,
  {
    minLength = 1,
    ...facts
  }: KeyMetadata & { readonly pattern?: string; readonly minLength?: number; readonly maxLength: number },
) => key(title, description, Type.String({ minLength, ...facts }));

/** A text with a default. */
export const textOr = (
  title: string,
  description: string,
  fallback: string,
  limits: { readonly pattern?: string; readonly maxLength?: number },
) => defaulted(title, description, Type.String(limits), fallback);

/** A list of texts, empty by default. */
export const list = (
  title: string,
  description: string,
  maxItems: number,
  item: { readonly pattern?: string; readonly maxLength: number },
) => defaulted(title, description, Type.Array(Type.String(item), { maxItems }), []);
