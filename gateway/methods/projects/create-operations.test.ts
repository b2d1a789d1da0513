import { expect, it } from 'vitest';
import { clientPrincipal } from '#core/principal.ts';
import { makeCreateOperations } from './create-operations.ts';

const { signal } = new AbortController();
const ada = clientPrincipal({ kind: 'client', name: 'app' }, [], 'device-a');
const key = clientPrincipal({ kind: 'api-key', name: 'script' }, []);

it('is canceled only by the client that started it', async () => {
  const operations = makeCreateOperations();
  const start = (by: typeof ada) =>
    operations.run(
      { id: '1', by },
      signal,
      (stop) => new Promise((_, reject) => (stop.onabort = () => reject(stop.reason))),
    );
  const created = start(ada);
  expect(operations.cancel('1', key)).toBe(false);
  await expect(start(ada)).rejects.toMatchObject({ extras: { details: { code: 'OPERATION_TAKEN' } } });
  const other = start(key);
  expect(operations.cancel('1', ada)).toBe(true);
  await expect(created).rejects.toMatchObject({ extras: { details: { code: 'CANCELED' } } });
  expect(operations.cancel('1', ada)).toBe(false);
  operations.close();
  await expect(other).rejects.toMatchObject({ extras: { details: { code: 'CANCELED' } } });
});
