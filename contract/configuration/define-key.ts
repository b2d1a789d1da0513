// Declares configuration keys: type, title, description, and default.
import { Type, type TProperties, type TSchemaOptions } from 'typebox';

/** Metadata of a key. `description` is shown in the settings form. `x-reload` says when a change takes effect: `hot` by default; `none` if the key has no effect. */
interface KeyFacts extends TSchemaOptions {
  readonly title: string;
  readonly description: string;
  readonly default?: unknown;
  readonly 'x-reload'?: 'hot' | 'restart' | 'none';
  readonly 'x-sensitive'?: true;
}

/** Title, description, and more metadata of a key. */
export const facts = (title: string, description: string, more: Partial<KeyFacts> = {}): KeyFacts => ({
  title,
  description,
  ...more,
});
/** A section of the file. */
export const section = <P extends TProperties>(title: string, description: string, properties: P) =>
  Type.Optional(Type.Object(properties, { additionalProperties: false, ...facts(title, description) }));

/** An integer within a range. */
export const integer = (
  title: string,
  description: string,
  range: { readonly minimum: number; readonly maximum: number; readonly default: number },
) => Type.Optional(Type.Integer({ ...facts(title, description), ...range }));
