import { expect, it } from 'vitest';
import { createChangeCounts } from './change-counts.ts';
import { scriptedClient, settled } from './testing/stand-ins.ts';

it('counts the changed lines of a session once, and again when they change', async () => {
  let additions = 3;
  const { client, calls, emit } = scriptedClient(() => ({ additions, deletions: 1 }));
  const counts = createChangeCounts({ ...client, hello: () => ({ features: { methods: ['changes.list'] } }) as never });
  emit('changes.changed', { sessionKey: 'a', ts: 1 });
  expect(calls).toHaveLength(0);
  counts.want('a');
  counts.want('a');
  counts.want('b');
  await settled();
  expect(calls.map(({ params }) => params['sessionKey'])).toEqual(['a', 'b']);
  additions = 9;
  emit('changes.changed', { sessionKey: 'a', ts: 2 });
  await settled();
  expect(counts.store.getState().get('a')).toEqual({ additions: 9, deletions: 1 });
});
