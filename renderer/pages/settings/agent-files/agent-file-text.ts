// What each file of an agent is for.
import { AGENT_FILES, type AgentFileName } from '#contract/types/agent-files.ts';
import type { PlainMessageId } from '#messages/english.ts';
import { t } from '#messages/translate.ts';

const PURPOSES: Readonly<Record<AgentFileName, PlainMessageId>> = {
  'AGENTS.md': 'agents.files.purpose.agents',
  'SOUL.md': 'agents.files.purpose.soul',
  'USER.md': 'agents.files.purpose.user',
  'BOOTSTRAP.md': 'agents.files.purpose.bootstrap',
  'MEMORY.md': 'agents.files.purpose.memory',
};

/** The purpose of a file, in one sentence. */
export function describePurpose(name: AgentFileName): string {
  return t(PURPOSES[name]);
}

/** The file of a route, or the first one. */
export function shownFile(name: string | undefined): AgentFileName {
  return AGENT_FILES.find((known) => known === name) ?? 'AGENTS.md';
}
