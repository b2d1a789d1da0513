import { expect, it } from 'vitest';
import { createBranchPoints } from './branch-points.ts';
import { scriptedClient, settled } from './testing/stand-ins.ts';

const point = { entryId: 'm2', after: false, siblings: [] };

it('makes no request while there is one branch, and reloads after each rewind', async () => {
  const { client, calls, emit } = scriptedClient(() => ({ points: [point] }));
  let branched = false;
  const points = createBranchPoints(client, 'a', () => branched);
  const stop = points.start();
  emit('session.event', { sessionKey: 'a', event: { type: 'message.accepted' } });
  await settled();
  expect([calls.length, points.store.getState().points.size]).toEqual([0, 0]);
  branched = true;
  emit('session.event', { sessionKey: 'b', event: { type: 'rewound' } });
  emit('session.event', { sessionKey: 'a', event: { type: 'message.completed' } });
  expect(calls).toHaveLength(0);
  emit('session.event', { sessionKey: 'a', event: { type: 'rewound' } });
  await settled();
  expect([...points.store.getState().points.keys()]).toEqual(['m2']);
  stop();
});
