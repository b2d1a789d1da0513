// `functions` and `function_call`, the predecessors of tools. OpenAI's own client marks them as deprecated, so this uses HTTP.
// Proves: GW-12
import { describe, expect, it } from 'vitest';
import { lastToolResults } from '../../support/model-server.ts';
import { TOKEN } from '../support/protocol-host.ts';
import { openAiGateway, says } from '../support/openai-gateway.ts';

const { gateway, answer, lastBody } = openAiGateway();

const WEATHER = {
  name: 'weather',
  description: 'Tells the weather.',
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
};
const QUESTION = { role: 'user', content: 'What is the weather in Oslo?' };
const CALL = { name: 'weather', arguments: '{"city":"Oslo"}' };

async function post(body: object): Promise<Response> {
  return fetch(`${gateway().address.origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gatehouse', messages: [QUESTION], functions: [WEATHER], ...body }),
  });
}

interface Completion {
  readonly choices: readonly {
    readonly finish_reason: string | null;
    readonly message?: object;
    readonly delta?: object;
  }[];
}

const ask = async (body: object): Promise<Completion['choices'][number] | undefined> =>
  ((await (await post(body)).json()) as Completion).choices[0];

describe('functions', () => {
  it('are offered to the model as tools, and its call is answered in the old form', async () => {
    answer(() => ({ steps: [{ call: 'weather', input: { city: 'Oslo' } }] }));
    expect(await ask({})).toEqual({
      index: 0,
      finish_reason: 'function_call',
      message: { role: 'assistant', content: null, function_call: CALL },
    });
    expect(JSON.stringify(lastBody()?.tools)).toContain('Tells the weather.');
    answer((asked) => says(`It is ${lastToolResults(asked)[0]?.text}.`));
    const called = { role: 'assistant', content: null, function_call: CALL };
    const result = { role: 'function', name: 'weather', content: 'raining' };
    expect(await ask({ messages: [QUESTION, called, result] })).toMatchObject({
      finish_reason: 'stop',
      message: { content: 'It is raining.' },
    });
  });

  it('are answered in the old form in a stream, too', async () => {
    answer(() => ({ steps: [{ say: 'Let me look. ' }, { call: 'weather', input: { city: 'Oslo' } }] }));
    const text = await (await post({ stream: true })).text();
    const chunks = text
      .split('\n')
      .flatMap((line) => (line.startsWith('data: {') ? [line.slice('data: '.length)] : []));
    const choices = chunks.flatMap((chunk) => (JSON.parse(chunk) as Completion).choices);
    expect(choices.map(({ delta }) => delta)).toContainEqual({ function_call: CALL });
    expect(choices.at(-1)?.finish_reason).toBe('function_call');
  });

  it('can be forced, and switched off', async () => {
    answer(() => says('ok'));
    await ask({ function_call: { name: 'weather' } });
    expect(JSON.stringify(lastBody())).toContain('Call the tool weather now.');
    await ask({ function_call: 'none' });
    expect(lastBody()?.tools?.map(({ name }) => name)).not.toContain('weather');
  });

  it('without a name are rejected', async () => {
    expect((await post({ functions: [{ description: 'nameless' }] })).status).toBe(400);
  });
});
