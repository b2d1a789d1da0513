import { Type } from 'typebox';
import { expect, it } from 'vitest';
import { defineMethod } from '#contract/methods/define-method.ts';
import type { MethodName } from '#contract/methods/registry.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { METHOD_ENTRIES } from '#gateway/methods/registry.ts';
import type { MethodEntry } from '#gateway/server/dispatch/handler.ts';
import { startFamilyHost } from './family-host.ts';

const NAME = 'sample.reverse';
const sample: MethodEntry = {
  declaration: defineMethod({
    summary: 'Reverses a text.',
    scope: 'operator.read',
    params: Type.Object({ text: Type.String() }, { additionalProperties: false }),
    result: Type.Object({ text: Type.String() }),
  }),
  handler: (params) => ({ text: [...(params as { text: string }).text].reverse().join('') }),
};

it('announces a method added to the table, validates its params, and returns its result', async () => {
  const { client } = await startFamilyHost({ methods: new Map([...METHOD_ENTRIES, [NAME, sample]]) });
  expect(await call(client, { text: 'abc' })).toEqual({ text: 'cba' });
  expect(client.hello()?.features.methods).toContain(NAME);
  await expect(call(client, { text: 1 })).rejects.toThrow(`invalid ${NAME} params`);
});

/** The typed client only knows the declared methods. */
function call(client: GatewayClient, params: unknown): Promise<unknown> {
  return client.request(NAME as MethodName, params as never);
}
