// Proves: GW-12
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { openAiGateway } from '../support/openai-gateway.ts';

const { gateway, openai } = openAiGateway();

describe('the models list', () => {
  it('lists the agents under both names', async () => {
    const ids = [];
    for await (const { id } of openai().models.list()) ids.push(id);
    expect(ids).toEqual(expect.arrayContaining(['openclaw', 'openclaw/default', 'openclaw/main', 'gatehouse/main']));
    expect((await openai().models.retrieve('openclaw/main')).owned_by).toBe('openclaw');
    await expect(openai().models.retrieve('gpt-4')).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
  });

  it('requires the token', async () => {
    const stranger = new OpenAI({ apiKey: 'wrong', baseURL: `${gateway().address.origin}/v1`, maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, type: 'unauthorized' });
  });
});
