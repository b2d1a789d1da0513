// Proves: SE-4, ME-3
import { describe, expect, it } from 'vitest';
import { harness, KEY, type Harness } from '#tests/support/core/engine-harness.ts';
import { hangs, says } from '#tests/support/core/scripted-provider.ts';

/** A conversation of eight messages of which the first ones are summarised; gives the compaction's number. */
async function compacted({ ask, engine, providers, events }: Harness, summary = 'SHORT'): Promise<number> {
  for (let turn = 0; turn < 8; turn += 1) {
    providers.add(says('answer'));
    await ask(`message ${turn}`);
  }
  providers.add(says(summary));
  expect(await engine.sessions.compact(KEY)).toMatchObject({ compacted: true });
  return events().findLast((event) => event.type === 'compacted')?.seq ?? 0;
}

const lastRequest = ({ providers }: Harness): string => JSON.stringify(providers.requests.at(-1)?.messages);

describe('an undone compaction', () => {
  it('restores the full history for the model, even after a restart', async () => {
    const first = harness();
    const seq = await compacted(first);
    await first.engine.sessions.undoCompaction(KEY, seq);
    const { view } = await first.engine.queries.watch(KEY, 100);
    expect(view).toMatchObject({ keptFromSeq: 0 });
    expect(view.items.find((item) => item.seq === seq)).toMatchObject({
      what: 'compacted',
      undoneSeq: seq + 1,
      more: 'SHORT',
    });
    const second = harness([says('fine')], { store: first.store });
    await second.engine.recover();
    await second.ask('go on');
    expect(lastRequest(second)).toContain('message 0');
    expect(lastRequest(second)).not.toContain('SHORT');
  });

  it('restores the previous summary', async () => {
    const on = harness();
    const one = await compacted(on, 'FIRST SUMMARY');
    const two = await compacted(on, 'SECOND SUMMARY');
    await expect(on.engine.sessions.undoCompaction(KEY, one)).rejects.toThrow(/no longer in effect/);
    await on.engine.sessions.undoCompaction(KEY, two);
    on.providers.add(says('x'));
    await on.ask('go on');
    expect(lastRequest(on)).toContain('FIRST SUMMARY');
    expect(lastRequest(on)).not.toContain('SECOND SUMMARY');
    await on.engine.sessions.undoCompaction(KEY, one);
    on.providers.add(says('x'));
    await on.ask('go on');
    expect(lastRequest(on)).not.toContain('SUMMARY');
    await expect(on.engine.sessions.undoCompaction(KEY, one)).rejects.toThrow(/no longer in effect/);
  });

  it('is not repeated by the message count at the next message', async () => {
    const on = harness([], { limits: { compactAtMessages: 20 } });
    const turn = async (text: string) => {
      on.providers.add(says('answer'));
      await on.ask(text);
    };
    for (let count = 0; count < 10; count += 1) await turn(`message ${count}`);
    on.providers.add(says('SUM'));
    await turn('message 10');
    for (let count = 11; count < 13; count += 1) await turn(`message ${count}`);
    const seq = on.events().findLast((event) => event.type === 'compacted')?.seq ?? 0;
    expect(seq).toBeGreaterThan(0);
    await on.engine.sessions.undoCompaction(KEY, seq);
    await turn('after');
    expect(on.types().filter((type) => type === 'compacted')).toHaveLength(1);
    expect(lastRequest(on)).toContain('message 0');
  });

  it('is rejected during a run', async () => {
    const on = harness();
    const seq = await compacted(on);
    on.providers.add(hangs());
    await on.send('slow', { runId: 'slow' });
    await expect(on.engine.sessions.undoCompaction(KEY, seq)).rejects.toThrow(/active/);
    await on.engine.runs.abort(KEY);
    await on.engine.sessions.undoCompaction(KEY, seq);
  });
});

describe('an edited summary', () => {
  it('is sent to the model from then on', async () => {
    const on = harness();
    const seq = await compacted(on);
    await on.engine.sessions.editSummary(KEY, seq, ' The user prefers Italian. ');
    on.providers.add(says('x'));
    await on.ask('go on');
    expect(lastRequest(on)).toContain('The user prefers Italian.');
    expect(lastRequest(on)).not.toContain('SHORT');
    await expect(on.engine.sessions.editSummary(KEY, seq, '  ')).rejects.toThrow(/empty/);
    await expect(on.engine.sessions.editSummary(KEY, seq + 1, 'x')).rejects.toThrow(/no longer in effect/);
  });
});
