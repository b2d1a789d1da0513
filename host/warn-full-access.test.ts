import { expect, it } from 'vitest';
import type { Log } from '#core/ports/log.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { warnFullAccess } from './warn-full-access.ts';

const AGENT: AgentSettings = {
  agentId: 'main',
  name: 'Main',
  workspace: '/w',
  model: '',
  fallbacks: [],
  instructions: '',
  approvalMode: 'ask',
  tools: { allow: [], deny: [] },
  maxTurns: 1,
};

it('names each agent that has full access, at the start and after a change, once', () => {
  const warned: unknown[] = [];
  const log: Log = { ...QUIET, warn: (_message, fields) => warned.push(fields?.['agentId']) };
  const listeners = new Set<() => void>();
  let agents: readonly AgentSettings[] = [
    { ...AGENT, approvalMode: 'full' },
    { ...AGENT, agentId: 'careful' },
  ];
  const stop = warnFullAccess(
    {
      settings: () => ({ agents }),
      onChange: (listener) => {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    log,
  );
  const change = (modes: readonly AgentSettings['approvalMode'][]) => {
    agents = agents.map((agent, index) => ({ ...agent, approvalMode: modes[index] ?? 'ask' }));
    for (const listener of listeners) listener();
  };
  expect(warned).toEqual(['main']);
  change(['full', 'full']);
  change(['ask', 'full']);
  change(['full', 'full']);
  expect(warned).toEqual(['main', 'careful', 'main']);
  stop();
  expect(listeners.size).toBe(0);
});
