// Proves: GW-12
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { openAiGateway, refuses, says } from '../support/openai-gateway.ts';

const { openai, answer, lastBody, lastText } = openAiGateway();

describe('a response', () => {
  const tool = {
    type: 'function' as const,
    name: 'weather',
    description: 'Weather',
    strict: false,
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  };

  it('returns a complete response with usage', async () => {
    answer(() => says('hello there'));
    const response = await openai().responses.create({ model: 'openclaw', input: 'hi', instructions: 'Be kind.' });
    expect(response).toMatchObject({
      object: 'response',
      status: 'completed',
      output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'hello there' }] }],
      usage: { input_tokens: 108, output_tokens: 20, total_tokens: 128 },
    });
    expect(response.output_text).toBe('hello there');
    expect(JSON.stringify(lastBody()?.system)).toContain('Be kind.');
  });

  it('streams events in order', async () => {
    answer(() => says('one two', 2));
    const types: string[] = [];
    let text = '';
    for await (const event of await openai().responses.create({ model: 'openclaw', input: 'count', stream: true })) {
      if (event.type === 'response.output_text.delta') text += event.delta;
      if (event.type !== types.at(-1)) types.push(event.type);
    }
    expect(types).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(text).toBe('one two');
  });

  it('can be continued by its ID, but not by an unknown ID', async () => {
    answer(() => says('noted'));
    const first = await openai().responses.create({ model: 'openclaw', input: 'secret word: egret' });
    const second = await openai().responses.create({
      model: 'openclaw',
      input: 'which word?',
      previous_response_id: first.id,
    });
    expect(lastText()).toContain('egret');
    expect(second.id).not.toBe(first.id);
    await openai().responses.create({ model: 'openclaw', input: 'once more', previous_response_id: second.id });
    expect(lastText()).toContain('egret');
    for (const id of ['resp_1', `resp_${'0'.repeat(32)}_00000000`])
      await expect(
        openai().responses.create({ model: 'openclaw', input: 'x', previous_response_id: id }),
      ).rejects.toMatchObject({ status: 400, param: 'previous_response_id' });
    await expect(
      openai().responses.create({ model: 'openclaw', input: 'x', background: true }),
      'not supported',
    ).rejects.toMatchObject({ status: 400, param: 'background' });
  });

  it('returns calls of caller tools and accepts their outputs', async () => {
    answer(() => ({
      steps: [
        { call: 'weather', input: { city: 'Oslo' }, id: 'toolu_3' },
        { call: 'weather', input: { city: 'Rome' }, id: 'toolu_4' },
      ],
    }));
    const input: OpenAI.Responses.ResponseInputItem[] = [{ role: 'user', content: 'Weather in Oslo and Rome?' }];
    const stream = openai().responses.stream({ model: 'openclaw', input, tools: [tool] });
    const first = await stream.finalResponse();
    const calls = first.output.filter((item) => item.type === 'function_call');
    expect(calls.map(({ call_id: id, arguments: text }) => [id, text])).toEqual([
      ['toolu_3', '{"city":"Oslo"}'],
      ['toolu_4', '{"city":"Rome"}'],
    ]);
    answer(() => says('Rain and sun.'));
    const outputs = calls.map(({ call_id: id }, index) => ({
      type: 'function_call_output' as const,
      call_id: id,
      output: ['rain', 'sun'][index] ?? '',
    }));
    const again = calls.map(({ call_id: id, name, arguments: text }) => ({
      type: 'function_call' as const,
      call_id: id,
      name,
      arguments: text,
    }));
    const second = await openai().responses.create({
      model: 'openclaw',
      input: [...input, ...again, ...outputs],
      tools: [tool],
    });
    expect(second.output_text).toBe('Rain and sun.');
    const sent = lastBody()?.messages ?? [];
    expect(sent.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    const third = await openai().responses.create({
      model: 'openclaw',
      input: outputs,
      previous_response_id: first.id,
      tools: [tool],
    });
    expect(third.status).toBe('completed');
    expect(lastText()).toContain('Result of the tool');
  });

  it('ends with an error event on failure', async () => {
    answer(refuses);
    const types: string[] = [];
    for await (const event of await openai().responses.create({ model: 'openclaw', input: 'x', stream: true }))
      types.push(event.type);
    expect(types.at(-1)).toBe('response.failed');
    await expect(openai().responses.create({ model: 'openclaw', input: 'x' })).rejects.toBeInstanceOf(OpenAI.APIError);
  });
});
