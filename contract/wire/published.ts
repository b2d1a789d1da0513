// Schemas from the published protocol package: types at compile time, pruned JSON Schema at run time.
import type { Static, TObject, TOptional, TSchema } from 'typebox';
import type * as Published from '@openclaw/gateway-protocol/schema';
import { unsafeType } from './unsafe-type.ts';
import { PUBLISHED_SCHEMAS } from '../generated/published-schemas.ts';

type PublishedModule = typeof Published;

/** Names of schemas exported by the published package, without the suffix `Schema`. */
export type PublishedName = keyof PublishedModule extends infer K ? (K extends `${infer N}Schema` ? N : never) : never;

/** A JSON type that nothing can be changed in. */
type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** The TypeScript type of a published schema. */
export type PublishedType<N extends PublishedName> = `${N}Schema` extends keyof PublishedModule
  ? PublishedModule[`${N}Schema`] extends TSchema
    ? DeepReadonly<Static<PublishedModule[`${N}Schema`]>>
    : never
  : never;

/**
 * The published params schema of a method. Loading the whole package takes about 200 ms, so the JSON Schema comes from
 * `generated/`, which `npm run generate` derives from the package. A test compares the two.
 */
export function publishedParams<N extends PublishedName & keyof typeof PUBLISHED_SCHEMAS>(name: N) {
  return unsafeType<PublishedType<N>>(PUBLISHED_SCHEMAS[name]);
}

/**
 * The published result schema of a method, by name. Results are validated against the package in tests, not at run time, so only
 * the type is needed here. The protocol page shows the name.
 */
export function publishedResult<N extends PublishedName>(name: N) {
  return unsafeType<PublishedType<N>>({ $comment: `published:${name}` });
}

type PairName = {
  [N in keyof typeof PUBLISHED_SCHEMAS]: N extends `${infer M}Params`
    ? `${M}Result` extends PublishedName
      ? M
      : never
    : never;
}[keyof typeof PUBLISHED_SCHEMAS];

/** The published schemas of a method whose params and result are called `<name>Params` and `<name>Result`. */
export function published<N extends PairName>(name: N) {
  return { params: publishedParams(`${name}Params`), result: publishedResult(`${name}Result`) };
}

/** The options of a params schema except the `supported` ones. */
export function optionsExcept<S extends TSchema>(params: S, supported: readonly (keyof Static<S>)[]) {
  const { properties = {} }: { readonly properties?: object } = params;
  const known: ReadonlySet<unknown> = new Set(supported);
  return Object.keys(properties).filter((option) => !known.has(option));
}

interface ObjectOrUnion extends TSchema {
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly anyOf?: readonly ObjectOrUnion[];
}

/** A published params schema with additional optional fields. Of a union, each member gets them. */
export function withOwnFields<S extends TSchema, P extends Readonly<Record<string, TOptional<TSchema>>>>(
  published: S,
  own: P,
) {
  const extend = (schema: ObjectOrUnion): TSchema =>
    schema.anyOf === undefined
      ? { ...schema, properties: { ...schema.properties, ...own } }
      : { ...schema, anyOf: schema.anyOf.map(extend) };
  return unsafeType<Static<S> & Static<TObject<P>>>(extend(published));
}
