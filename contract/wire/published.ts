// Shapes taken from the protocol's own package: types at compile time, pruned JSON Schema at run time.
import { Type, type Static, type TObject, type TOptional, type TSchema } from 'typebox';
import type * as Published from '@openclaw/gateway-protocol/schema';
import { PUBLISHED_SCHEMAS } from '../generated/published-schemas.ts';

type PublishedModule = typeof Published;

/** Names of schemas that the published package exports, without the suffix `Schema`. */
export type PublishedName = keyof PublishedModule extends infer K ? (K extends `${infer N}Schema` ? N : never) : never;

/** The TypeScript type of a published schema. */
export type PublishedType<N extends PublishedName> = `${N}Schema` extends keyof PublishedModule
  ? PublishedModule[`${N}Schema`] extends TSchema
    ? Static<PublishedModule[`${N}Schema`]>
    : never
  : never;

/**
 * The published params schema of a method. Loading the whole package costs about 200 ms of start-up, so the JSON Schema comes
 * from `generated/`, which `npm run generate` derives from the package and a test compares with it.
 */
export function publishedParams<N extends PublishedName & keyof typeof PUBLISHED_SCHEMAS>(name: N) {
  return Type.Unsafe<PublishedType<N>>(PUBLISHED_SCHEMAS[name] as TSchema);
}

/**
 * The published result schema of a method, by name. Results are checked against the package's own validators in tests, not at
 * run time, so only the type is needed here; the generated protocol page looks the schema up by this name.
 */
export function publishedResult<N extends PublishedName>(name: N) {
  return Type.Unsafe<PublishedType<N>>({ $comment: `published:${name}` });
}

/** A published params schema with fields of our own besides, all of them optional. */
export function withOwnFields<S extends TSchema, P extends Readonly<Record<string, TOptional<TSchema>>>>(
  published: S,
  own: P,
) {
  const { properties = {} }: { readonly properties?: Readonly<Record<string, TSchema>> } = published;
  return Type.Unsafe<Static<S> & Static<TObject<P>>>({ ...published, properties: { ...properties, ...own } });
}
