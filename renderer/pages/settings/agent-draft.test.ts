import { describe, expect, it } from 'vitest';
import type { AgentSettings } from '#contract/types/agents.ts';
import { changesOf, draftOf, draftProblems } from './agent-draft.ts';

const SETTINGS: AgentSettings = {
  agentId: 'main',
  name: 'Main',
  workspace: '/w',
  model: 'demo/demo',
  fallbacks: ['a/b'],
  instructions: 'Be kind.',
  approvalMode: 'ask',
  tools: { allow: ['exec', 'read'], deny: [] },
  maxTurns: 50,
};

describe('an agent being edited', () => {
  it('sends only what differs', () => {
    const draft = draftOf(SETTINGS);
    expect(changesOf(SETTINGS, draft)).toEqual({});
    expect(changesOf(SETTINGS, { ...draft, name: ' Main ' })).toEqual({});
    expect(
      changesOf(SETTINGS, { ...draft, model: 'x/y', fallbacks: [], toolsDeny: 'exec, write', maxTurns: '10' }),
    ).toEqual({
      model: 'x/y',
      fallbacks: [],
      tools: { allow: ['exec', 'read'], deny: ['exec', 'write'] },
      maxTurns: 10,
    });
  });

  it('names what cannot be right', () => {
    const draft = draftOf(SETTINGS);
    expect(draftProblems(draft)).toEqual({});
    expect(Object.keys(draftProblems({ ...draft, name: ' ', workspace: '', maxTurns: '0' }))).toEqual([
      'name',
      'workspace',
      'maxTurns',
    ]);
    expect(draftProblems({ ...draft, maxTurns: '1.5' })).toHaveProperty('maxTurns');
  });
});
