// Params of `connect`: the published schema, relaxed so that newer clients with additional fields can connect.
import type { TSchema } from 'typebox';
import { PUBLISHED_SCHEMAS } from '#contract/generated/published-schemas.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import { checkParams } from '../../server/dispatch/params-check.ts';

/** What a client sends with `connect`. */
export type ConnectParams = PublishedType<'ConnectParams'>;

const CONNECT_SCHEMA = opened(PUBLISHED_SCHEMAS.ConnectParams) as TSchema;

/** The params, or what is wrong with them. */
export async function readConnectParams(
  params: unknown,
): Promise<{ readonly params: ConnectParams } | { readonly violation: string }> {
  const violation = await checkParams(CONNECT_SCHEMA, params ?? {});
  if (violation !== undefined) return { violation };
  // The schema that was just checked is the type's own.
  const checked = params as ConnectParams;
  const field = Object.entries(checked.client).find(([, value]) => typeof value === 'string' && ACTING.test(value));
  return field === undefined
    ? { params: checked }
    : { violation: `at /client/${field[0]}: contains a control character` };
}

/** Control characters, line breaks and bidirectional controls: these names are shown to people. */
const ACTING = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u;

/** The schema without `additionalProperties: false`, at every level. */
function opened(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(opened);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(([name, value]) => name !== 'additionalProperties' || value !== false);
  return Object.fromEntries(entries.map(([name, value]) => [name, opened(value)]));
}
