// Proves: OB-6
import { describe, expect, it } from 'vitest';
import { KEY, harness } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { copyOf } from '#tests/support/core/memory-store.ts';
import { calls, fails, says } from '#tests/support/core/scripted-provider.ts';

const todo = calls([{ id: 'c1', name: 'todo', input: { steps: [{ text: 'Sow', status: 'pending' }] } }]);

describe('the timeline of a run', () => {
  it('has each model request, retry, and tool call in order, with durations and tokens', async () => {
    const h = harness([fails({ code: 'overloaded', message: 'busy' }), todo, says('done')]);
    await h.send('go', { runId: 'run' });
    await settle();
    await h.clock.advance(1_000);
    await settle();
    const timeline = await h.engine.timelines.describe('run');
    expect(timeline).toMatchObject({ runId: 'run', sessionKey: KEY, status: 'done', modelCalls: 2, model: 'one' });
    expect(timeline.steps.map((step) => step.kind)).toEqual(['request', 'retry', 'request', 'tool', 'request']);
    expect(timeline.steps[0]).toMatchObject({ attempt: 1, error: { code: 'overloaded', message: 'busy' } });
    expect(timeline.steps[1]).toMatchObject({ durationMs: 500 });
    expect(timeline.steps[2]).toMatchObject({ attempt: 2, usage: { input: 10, output: 5 } });
    expect(timeline.steps[3]).toMatchObject({ name: 'todo', title: '', isError: true });
    expect((await h.engine.timelines.list(KEY, 5)).map(({ runId }) => runId)).toEqual(['run']);
  });

  it('shows what a person was waited for', async () => {
    const h = harness([calls([{ id: 'c1', name: 'ask', input: question() }]), says('done')]);
    await h.send('go', { runId: 'run' });
    await settle();
    const waiting = await h.engine.timelines.describe('run');
    expect(waiting.status).toBe('running');
    expect(waiting.steps.at(-1)).toMatchObject({ kind: 'question' });
    expect(waiting.steps.at(-1)).not.toHaveProperty('durationMs');
    await h.engine.runs.abort(KEY);
    expect((await h.engine.timelines.describe('run')).status).toBe('aborted');
  });

  it('is not found under an unknown ID', async () => {
    const { engine } = harness();
    await expect(engine.timelines.describe('none')).rejects.toThrow('No run has the ID "none".');
    await expect(engine.timelines.readRequest('none')).rejects.toThrow('No stored model request has this ID.');
  });
});

describe('a model request', () => {
  it('can be read later exactly as it was sent, also after a restart and further turns', async () => {
    const first = harness([todo, says('one')], { agent: { instructions: 'Be kind.' } });
    await first.ask('A question', { runId: 'run' });
    const h = harness([says('two')], { store: copyOf(first.store), agent: { instructions: 'Be kind.' } });
    await h.ask('Another question');
    const { steps } = await h.engine.timelines.describe('run');
    const sent = first.providers.requests;
    const requests = steps.filter((step) => step.kind === 'request');
    expect(requests).toHaveLength(2);
    for (const [index, { requestId = '' }] of requests.entries()) {
      const { text, isExact } = await h.engine.timelines.readRequest(requestId);
      const { system, messages, tools, maxOutput, thinking, model } = sent[index] ?? {};
      expect(JSON.parse(text)).toEqual({ model, maxOutput, thinking, system, tools, messages });
      expect(isExact).toBe(true);
    }
    // System prompt and tools are stored once.
    expect(h.store.tables.modelRequests.requests.size).toBe(3);
    expect(h.store.tables.modelRequests.parts.size).toBe(2);
  });

  it('contains no secrets, and describes images instead of containing them', async () => {
    const token = 'ghp_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8';
    const h = harness([says('ok')]);
    const data = Buffer.alloc(300).toString('base64');
    const images = [{ type: 'image', mimeType: 'image/png', data } as const];
    await h.ask(`My token is ${token}`, { runId: 'run', images, allowsSecrets: true });
    const { steps } = await h.engine.timelines.describe('run');
    const request = steps.find((step) => step.kind === 'request');
    const { text } = await h.engine.timelines.readRequest(request?.requestId ?? '');
    expect(text).not.toContain(token);
    expect(text).toContain(`(${data.length} characters of base64)`);
  });

  it('for a summary is part of the timeline, too', async () => {
    const h = harness([...Array.from({ length: 14 }, (_, index) => says(`answer ${index}`)), says('The summary')]);
    for (let index = 0; index < 14; index += 1) await h.ask(`message ${index}`);
    expect(await h.engine.sessions.compact(KEY)).toMatchObject({ compacted: true });
    const summary = [...h.store.tables.modelRequests.requests.values()].find(({ purpose }) => purpose === 'summary');
    const { text, isExact } = await h.engine.timelines.readRequest(summary?.id ?? '');
    expect(text).toContain('message 0');
    expect(isExact).toBe(true);
  });
});

function question() {
  return { questions: [{ question: 'Which beans?', options: [{ label: 'Runner beans' }, { label: 'Broad beans' }] }] };
}
