// Proves: GW-12
import type OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { ask, openAiGateway, says } from '../support/openai-gateway.ts';

const { openai, answer, lastBody, lastText } = openAiGateway();

const weather: OpenAI.ChatCompletionFunctionTool = {
  type: 'function',
  function: {
    name: 'weather',
    description: 'Weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
};

describe('tools of the caller', () => {
  it('are returned as calls, and their results continue the conversation', async () => {
    answer(() => ({ steps: [{ say: 'Looking.' }, { call: 'weather', input: { city: 'Oslo' }, id: 'toolu_1' }] }));
    const messages = ask('Weather in Oslo?');
    const first = await openai().chat.completions.create({ model: 'openclaw', messages, tools: [weather] });
    const choice = first.choices[0];
    expect(choice?.finish_reason).toBe('tool_calls');
    expect(choice?.message.tool_calls).toEqual([
      { id: 'toolu_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Oslo"}' } },
    ]);
    expect(lastBody()?.tools?.map(({ name }) => name)).toContain('weather');
    answer(() => says('Rain.'));
    if (choice === undefined) throw new Error('no choice');
    const second = await openai().chat.completions.create({
      model: 'openclaw',
      messages: [...messages, choice.message, { role: 'tool', tool_call_id: 'toolu_1', content: 'rain, 4 degrees' }],
      tools: [weather],
    });
    expect(second.choices[0]?.message.content).toBe('Rain.');
    expect(lastText()).toContain('rain, 4 degrees');
  });

  it('are also returned in a stream', async () => {
    answer(() => ({ steps: [{ call: 'weather', input: { city: 'Bergen' }, id: 'toolu_2' }] }));
    const runner = openai().chat.completions.stream({ model: 'openclaw', messages: ask('Weather?'), tools: [weather] });
    const completion = await runner.finalChatCompletion();
    expect(completion.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { tool_calls: [{ id: 'toolu_2', function: { name: 'weather', arguments: '{"city":"Bergen"}' } }] },
    });
  });

  it('are not offered if tool_choice is none', async () => {
    answer(() => says('no tools'));
    await openai().chat.completions.create({
      model: 'openclaw',
      messages: ask('x'),
      tools: [weather],
      tool_choice: 'none',
    });
    expect(lastBody()?.tools?.map(({ name }) => name)).not.toContain('weather');
  });
});

describe('tools of the agent', () => {
  it('are run by the agent before it answers', async () => {
    let calls = 0;
    answer(() => ((calls += 1) === 1 ? { steps: [{ call: 'list', input: { path: '.' } }] } : says('An empty folder.')));
    const completion = await openai().chat.completions.create({ model: 'openclaw', messages: ask('What is here?') });
    expect(completion.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'An empty folder.' } });
    expect(calls).toBe(2);
  });
});
