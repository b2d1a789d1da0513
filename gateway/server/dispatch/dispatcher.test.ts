import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from 'typebox';
import { expect, it } from 'vitest';
import { defineMethod } from '#contract/methods/define-method.ts';
import type { MethodName } from '#contract/methods/registry.ts';
import type { LogLine } from '#contract/types/logs.ts';
import { startFamilyHost } from '#tests/families/family-host.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { METHOD_ENTRIES } from '../../methods/registry.ts';
import type { Call, MethodEntry } from './handler.ts';

const NAME = 'sample.abort';

/** A host with a method that fails as `run` says. */
async function startHost(run: (call: Call) => Promise<never>) {
  const method: MethodEntry = {
    declaration: defineMethod({
      summary: 'Fails.',
      scope: 'operator.read',
      params: Type.Object({}),
      result: Type.Object({}),
    }),
    handler: (_params, call) => run(call),
  };
  const { client, home } = await startFamilyHost({ methods: new Map([...METHOD_ENTRIES, [NAME, method]]) });
  return {
    client,
    // The typed client only knows the declared methods.
    call: () => client.request(NAME as MethodName, {} as never),
    /** The error lines of the call, once it has ended. */
    errors: async () => {
      const lines = () => readLog(join(home, 'logs'));
      await waitUntil('the end of the call', () =>
        lines().some(({ message, fields }) => message === 'Request rejected.' && fields?.['method'] === NAME),
      );
      return lines().filter(({ level }) => level === 'error');
    },
  };
}

function readLog(folder: string): readonly LogLine[] {
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  return texts.flatMap((text) => text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)])));
}

it('logs no error when a call is aborted because its client has disconnected', async () => {
  const started = Promise.withResolvers<void>();
  const { client, call, errors } = await startHost(async ({ signal }) => {
    const aborted = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => aborted.reject(signal.reason));
    started.resolve();
    return aborted.promise;
  });
  const lost = expect(call()).rejects.toThrow();
  await started.promise;
  client.stop();
  await lost;
  expect(await errors()).toEqual([]);
});

it('logs an error when a call of a connected client is aborted', async () => {
  const { call, errors } = await startHost(async () => AbortSignal.abort().throwIfAborted() as never);
  await expect(call()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await errors()).toMatchObject([{ part: 'gateway', message: `${NAME} failed` }]);
});

it('logs an error when a call fails for another reason after its client has disconnected', async () => {
  const started = Promise.withResolvers<void>();
  const { client, call, errors } = await startHost(async ({ signal }) => {
    const aborted = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => aborted.reject(new Error('The disk is full.')));
    started.resolve();
    return aborted.promise;
  });
  const lost = expect(call()).rejects.toThrow();
  await started.promise;
  client.stop();
  await lost;
  expect(await errors()).toMatchObject([{ part: 'gateway', message: `${NAME} failed` }]);
});
