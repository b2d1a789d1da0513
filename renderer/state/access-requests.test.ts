import { expect, it } from 'vitest';
import { createAccessRequests } from './access-requests.ts';
import { refusal, scriptedClient, settled } from './testing/stand-ins.ts';

const atOnce = (_ms: number, run: () => void) => {
  run();
  return () => undefined;
};

/** A gateway on which a phone, a node and a call wait. */
function gateway() {
  const open = new Set(['d1', 'n1', 'p1']);
  const scripted = scriptedClient((method, params) => {
    if (method === 'device.pair.list')
      return { paired: [], pending: open.has('d1') ? [{ requestId: 'd1', ts: 2 }] : [] };
    if (method === 'node.pair.list') return { paired: [], pending: open.has('n1') ? [{ requestId: 'n1', ts: 3 }] : [] };
    if (method === 'proof.list') return { pending: open.has('p1') ? [{ id: 'p1', createdAtMs: 1 }] : [] };
    open.delete(String(params['requestId'] ?? params['id']));
    return {};
  });
  return { ...scripted, open };
}

it('lists devices, nodes, and sensitive calls, oldest first', async () => {
  const { client, open, emit } = gateway();
  const requests = createAccessRequests(client, { now: () => 0, after: atOnce });
  await settled();
  const ids = () => requests.store.getState().pending.map(({ id }) => id);
  expect(ids()).toEqual(['p1', 'd1', 'n1']);
  open.delete('d1');
  emit('device.pair.resolved', {});
  await settled();
  expect(ids()).toEqual(['p1', 'n1']);
});

it('answers each with its own method, and only once on a double click', async () => {
  const { client, calls } = gateway();
  let time = 0;
  const requests = createAccessRequests(client, { now: () => time, after: atOnce });
  await settled();
  const [proof, device, node] = requests.store.getState().pending;
  if (proof === undefined || device === undefined || node === undefined) throw new Error('three wait');
  await requests.answer(device, true);
  time = 200;
  await requests.answer(node, true);
  await requests.answer(proof, false);
  time = 700;
  await requests.answer(node, true);
  const answers = calls.filter(({ method }) => !method.endsWith('.list')).map(({ method }) => method);
  expect(answers).toEqual(['device.pair.approve', 'proof.deny', 'node.pair.approve']);
  expect(requests.store.getState().pending).toEqual([]);
});

it('shows only requests that its scopes allow', async () => {
  const { client } = scriptedClient((method) => {
    if (method === 'device.pair.list') return { paired: [], pending: [{ requestId: 'd', ts: 1 }] };
    throw refusal('missing scope');
  });
  const requests = createAccessRequests(client, { now: () => 0, after: atOnce });
  await settled();
  expect(requests.store.getState().pending).toHaveLength(1);
});
