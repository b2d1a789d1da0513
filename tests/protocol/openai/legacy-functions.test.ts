// `functions` and `function_call`, the predecessors of tools, with OpenAI's own client.
// Proves: GW-12
import { describe, expect, it } from 'vitest';
import { lastToolResults } from '../../support/model-server.ts';
import { openAiGateway, says } from '../support/openai-gateway.ts';

const { openai, answer, lastBody } = openAiGateway();

const FUNCTIONS = [
  {
    name: 'weather',
    description: 'Tells the weather.',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
];
const QUESTION = { role: 'user', content: 'What is the weather in Oslo?' } as const;

describe('functions', () => {
  it('are offered to the model as tools, and its call is answered in the old form', async () => {
    answer(() => ({ steps: [{ call: 'weather', input: { city: 'Oslo' } }] }));
    const request = { model: 'gatehouse', messages: [QUESTION], functions: FUNCTIONS };
    const { choices } = await openai().chat.completions.create(request);
    expect(choices[0]).toMatchObject({
      finish_reason: 'function_call',
      message: { content: null, function_call: { name: 'weather', arguments: '{"city":"Oslo"}' } },
    });
    expect(choices[0]?.message.tool_calls).toBeUndefined();
    expect(JSON.stringify(lastBody()?.tools)).toContain('Tells the weather.');
    answer((asked) => says(`It is ${lastToolResults(asked)[0]?.text}.`));
    const call = choices[0]?.message.function_call ?? { name: '', arguments: '' };
    const after = await openai().chat.completions.create({
      ...request,
      messages: [
        QUESTION,
        { role: 'assistant', content: null, function_call: call },
        { role: 'function', name: 'weather', content: 'raining' },
      ],
    });
    expect(after.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: 'It is raining.' } });
  });

  it('are answered in the old form in a stream, too', async () => {
    answer(() => ({ steps: [{ say: 'Let me look. ' }, { call: 'weather', input: { city: 'Oslo' } }] }));
    const stream = await openai().chat.completions.create({
      model: 'gatehouse',
      messages: [QUESTION],
      functions: FUNCTIONS,
      stream: true,
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk.choices[0]);
    expect(chunks.map((chunk) => chunk?.delta.content ?? '').join('')).toBe('Let me look. ');
    expect(chunks.find((chunk) => chunk?.delta.function_call !== undefined)?.delta).toEqual({
      function_call: { name: 'weather', arguments: '{"city":"Oslo"}' },
    });
    expect(chunks.at(-1)?.finish_reason).toBe('function_call');
  });

  it('can be forced, and switched off', async () => {
    answer(() => says('ok'));
    const request = { model: 'gatehouse', messages: [QUESTION], functions: FUNCTIONS };
    await openai().chat.completions.create({ ...request, function_call: { name: 'weather' } });
    expect(JSON.stringify(lastBody())).toContain('Call the tool weather now.');
    await openai().chat.completions.create({ ...request, function_call: 'none' });
    expect(lastBody()?.tools?.map(({ name }) => name)).not.toContain('weather');
  });

  it('that are malformed are rejected by name', async () => {
    const broken = { model: 'gatehouse', messages: [QUESTION], functions: 'weather' as never };
    answer(() => says('ok'));
    await expect(openai().chat.completions.create(broken)).resolves.toBeDefined();
    await expect(
      openai().chat.completions.create({ ...broken, functions: [{ description: 'nameless' }] as never }),
    ).rejects.toMatchObject({ status: 400 });
  });
});
