// How a key of the configuration is declared: its type, and what people are told of it.
import { Type, type TProperties, type TSchemaOptions } from 'typebox';

/** What a key says besides its type. `description` is shown to people; `x-reload` says when a change takes effect, `hot` when absent; `none`: the key has no effect. */
interface KeyFacts extends TSchemaOptions {
  readonly title: string;
  readonly description: string;
  readonly default?: unknown;
  readonly 'x-reload'?: 'hot' | 'restart' | 'none';
  readonly 'x-sensitive'?: true;
}

/** What people are told of a key. */
export const facts = (title: string, description: string, more: Partial<KeyFacts> = {}): KeyFacts => ({
  title,
  description,
  ...more,
});
/** A part of the file with keys of its own. */
export const section = <P extends TProperties>(title: string, description: string, properties: P) =>
  Type.Optional(Type.Object(properties, { additionalProperties: false, ...facts(title, description) }));

/** A whole number within a range. */
export const integer = (
  title: string,
  description: string,
  range: { readonly minimum: number; readonly maximum: number; readonly default: number },
) => Type.Optional(Type.Integer({ ...facts(title, description), ...range }));
