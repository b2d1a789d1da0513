import { describe, expect, it } from 'vitest';
import type { AgentSettings } from '#contract/types/agents.ts';
import { draftProblems, findChanges, isToolAllowed, toDraft, toggleTool } from './agent-draft.ts';

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

describe('the form of an agent', () => {
  it('sends only what changed', () => {
    const draft = toDraft(SETTINGS);
    expect(findChanges(SETTINGS, draft)).toEqual({});
    expect(findChanges(SETTINGS, { ...draft, name: ' Main ' })).toEqual({});
    expect(
      findChanges(SETTINGS, { ...draft, model: 'x/y', fallbacks: [], toolsDeny: ['exec', 'write'], maxTurns: '10' }),
    ).toEqual({
      model: 'x/y',
      fallbacks: [],
      tools: { allow: ['exec', 'read'], deny: ['exec', 'write'] },
      maxTurns: 10,
    });
  });

  it('allows and denies tools without ever allowing more than the one', () => {
    const all = { toolsAllow: [], toolsDeny: [] };
    const denied = toggleTool(all, 'exec');
    expect(isToolAllowed(denied, 'exec')).toBe(false);
    expect(isToolAllowed(denied, 'read')).toBe(true);
    expect(toggleTool(denied, 'exec')).toEqual(all);
    // The last allowed tool is denied by name, because an empty list would allow all.
    const none = toggleTool({ toolsAllow: ['read'], toolsDeny: [] }, 'read');
    expect(['read', 'exec'].filter((name) => isToolAllowed(none, name))).toEqual([]);
    const two = toggleTool({ toolsAllow: ['read'], toolsDeny: ['exec'] }, 'exec');
    expect(['read', 'exec', 'write'].filter((name) => isToolAllowed(two, name))).toEqual(['read', 'exec']);
  });

  it('reports invalid fields', () => {
    const draft = toDraft(SETTINGS);
    expect(draftProblems(draft)).toEqual({});
    expect(Object.keys(draftProblems({ ...draft, name: ' ', workspace: '', maxTurns: '0' }))).toEqual([
      'name',
      'workspace',
      'maxTurns',
    ]);
    expect(draftProblems({ ...draft, maxTurns: '1.5' })).toHaveProperty('maxTurns');
  });
});
