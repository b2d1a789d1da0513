import { describe, expect, it } from 'vitest';

import type { ModelEvent, ModelMessage, ModelRequest } from '#core/ports/provider.ts';
import { collect, sampleRequest } from '#tests/conformance/provider.ts';

import { createDemo } from './provider.ts';

const demo = createDemo(0);
const never = new AbortController().signal;
const TOOLS: ModelRequest['tools'] = [
  { name: 'list', description: '', input: { type: 'object', properties: {} } },
  { name: 'exec', description: '', input: { type: 'object', properties: { command: { type: 'string' } } } },
  {
    name: 'write',
    description: '',
    input: { type: 'object', properties: { path: { type: 'string' }, content: { type: 'string' } } },
  },
  {
    name: 'edit',
    description: '',
    input: {
      type: 'object',
      properties: { path: { type: 'string' }, oldText: { type: 'string' }, newText: { type: 'string' } },
    },
  },
];
const user = (text: string): ModelMessage => ({ role: 'user', content: [{ type: 'text', text }] });

async function answer(messages: readonly ModelMessage[]): Promise<Extract<ModelEvent, { type: 'done' }>> {
  const last = (await collect(demo.stream(sampleRequest({ messages, tools: TOOLS }), never))).at(-1);
  if (last?.type !== 'done') throw new Error('the demo failed');
  return last;
}

function afterTool(
  done: Extract<ModelEvent, { type: 'done' }>,
  text: string,
  isError = false,
): readonly ModelMessage[] {
  const call = done.content.find((block) => block.type === 'toolCall');
  if (call === undefined) throw new Error('no tool call');
  return [
    { role: 'assistant', content: done.content, provider: 'demo', model: 'script' },
    { role: 'tool', results: [{ callId: call.id, name: call.name, text, isError }] },
  ];
}

const readText = (done: Extract<ModelEvent, { type: 'done' }>): string =>
  done.content.map((block) => (block.type === 'text' ? block.text : '')).join('');

describe('demo', () => {
  it('says that it is not a language model and shows code', async () => {
    const greeting = readText(await answer([user('Hi')]));
    expect(greeting).toContain('not a language model');
    expect(greeting).toContain('```ts');
  });

  it('lists the files, asks to create a folder, and reports both', async () => {
    const history: ModelMessage[] = [user('Show me a command')];
    const listing = await answer(history);
    expect(listing.content.at(-1)).toMatchObject({ type: 'toolCall', name: 'exec', arguments: { command: 'ls -la' } });
    history.push(...afterTool(listing, 'total 0\nnotes.md'));
    const folder = await answer(history);
    expect(readText(folder)).toContain('notes.md');
    expect(folder.content.at(-1)).toMatchObject({ name: 'exec', arguments: { command: 'mkdir -p gatehouse-demo' } });
    history.push(...afterTool(folder, '(no output)'));
    const told = await answer(history);
    expect(told.stopReason).toBe('stop');
    expect(readText(told)).toContain('gatehouse-demo');
  });

  it('answers a first question about the folder with its content', async () => {
    const asked = await answer([user("What's in this folder?")]);
    expect(asked.content.at(-1)).toMatchObject({ type: 'toolCall', name: 'list' });
    const told = await answer([user("What's in this folder?"), ...afterTool(asked, 'src/\nnotes.md (4 bytes)')]);
    expect(readText(told)).toContain('notes.md (4 bytes)');
  });

  it('says about any other first question that it cannot answer it', async () => {
    expect(readText(await answer([user('Why is the sky blue?')]))).toContain('You asked: “Why is the sky blue?”');
    expect(readText(await answer([user('Hi there!')]))).not.toContain('You asked');
  });

  it('accepts a denial with its reason', async () => {
    const asked = await answer([user('Show me a command')]);
    const told = await answer([user('Show me a command'), ...afterTool(asked, 'Denied by the user: not today', true)]);
    expect(told.stopReason).toBe('stop');
    expect(readText(told)).toContain('not today');
  });

  it('writes and edits a file', async () => {
    const history: ModelMessage[] = [user('Write a file')];
    const write = await answer(history);
    expect(write.content.at(-1)).toMatchObject({ name: 'write', arguments: { path: 'gatehouse-demo.md' } });
    history.push(...afterTool(write, 'ok'));
    const edit = await answer(history);
    const input = edit.content.find((block) => block.type === 'toolCall')?.arguments;
    const written = write.content.find((block) => block.type === 'toolCall')?.arguments['content'];
    expect(written).toContain(input?.['oldText']);
    history.push(...afterTool(edit, 'ok'));
    expect((await answer(history)).stopReason).toBe('stop');
  });

  it('stops immediately on abort and keeps its text', async () => {
    const abort = new AbortController();
    const events: ModelEvent[] = [];
    for await (const event of createDemo(5).stream(sampleRequest({ messages: [user('Hi')] }), abort.signal)) {
      events.push(event);
      if (events.length === 3) abort.abort();
    }
    expect(events.at(-1)).toMatchObject({ type: 'failed', error: { code: 'aborted' } });
    expect(events).toHaveLength(4);
  });
});
