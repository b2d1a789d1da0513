// What each file of an agent is for.
import { AGENT_FILES, type AgentFileName } from '#contract/types/agent-files.ts';

const PURPOSES: Readonly<Record<AgentFileName, string>> = {
  'AGENTS.md': 'How to work: rules, commands, conventions of its folder.',
  'SOUL.md': 'Who it is: character, tone, what it cares about.',
  'USER.md': 'What it should know about you.',
  'BOOTSTRAP.md': 'What it does first, before anything else.',
  'MEMORY.md': 'What it wants to remember. The agent writes here too.',
};

/** In one line. */
export function purposeOf(name: AgentFileName): string {
  return PURPOSES[name];
}

/** The file of a route, or the first one. */
export function shownFile(name: string | undefined): AgentFileName {
  return AGENT_FILES.find((known) => known === name) ?? 'AGENTS.md';
}
