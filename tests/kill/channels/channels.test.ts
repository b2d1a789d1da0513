// A few kills in every full test run; `npm run test:kill -- --channels` does 200.
// Proves: CN-1, CN-2, CN-3, CN-4, CN-5, SE-9
import { expect, it } from 'vitest';
import type { Network, NetworkPerson, ShownMessage } from '#tests/support/networks/network.ts';
import { runChannelKillTest } from './channel-kill-run.ts';
import { answerTo, checkChats, type ChatFindings, type Written } from './chat-ledger.ts';

const POINTS = 14;

it('loses no message of a chat, handles none twice, and keeps their order, whenever it is killed', async () => {
  const report = await runChannelKillTest({ points: POINTS, seed: 20_261_201 });
  const { lost, handledTwice, outOfOrder, stuck, networks } = report;
  expect({ lost, handledTwice, outOfOrder, stuck }).toEqual({ lost: [], handledTwice: [], outOfOrder: [], stuck: [] });
  for (const { title, messages, keys, duplicates } of networks) {
    expect(messages, title).toBeGreaterThan(2);
    // A kill can repeat the send that it interrupts.
    expect(duplicates.total, title).toBeLessThanOrEqual(keys ? 0 : POINTS);
  }
});

it('detects lost, repeated, and disordered answers', () => {
  const shown = ['m2', 'm1', 'm1'].map((token, at): ShownMessage => ({
    id: String(at),
    text: answerTo(token),
    buttons: [],
  }));
  const person = { id: '1', name: 'Ada', shown: () => shown } as unknown as NetworkPerson; // Only that is read.
  const network = { title: 'Test' } as Network;
  const written = ['m1', 'm2', 'm3'].map((token): Written => ({ network, person, token, atKill: 0 }));
  const findings: ChatFindings = { lost: [], handledTwice: [], outOfOrder: [], stuck: [] };
  expect(checkChats(written, findings).get('Test')).toEqual({ total: 1, most: 1 });
  expect(findings.lost).toEqual(['Test: m3 has no answer']);
  expect(findings.outOfOrder).toHaveLength(1);
});
