// Changes to an agent before they are sent: only what differs goes out, and nothing that cannot be right.
import type { AgentSettings } from '#contract/types/agents.ts';

/** The fields of the editor. */
export interface AgentDraft {
  readonly name: string;
  readonly emoji: string;
  readonly model: string;
  readonly fallbacks: readonly string[];
  readonly workspace: string;
  readonly instructions: string;
  readonly approvalMode: AgentSettings['approvalMode'];
  readonly toolsAllow: string;
  readonly toolsDeny: string;
  readonly maxTurns: string;
}

/** The editor's fields for what the gateway has. */
export function draftOf(settings: AgentSettings): AgentDraft {
  return {
    name: settings.name,
    emoji: settings.emoji ?? '',
    model: settings.model,
    fallbacks: settings.fallbacks,
    workspace: settings.workspace,
    instructions: settings.instructions,
    approvalMode: settings.approvalMode,
    toolsAllow: settings.tools.allow.join(', '),
    toolsDeny: settings.tools.deny.join(', '),
    maxTurns: String(settings.maxTurns),
  };
}

/** What `agents.settings.set` must be sent; empty when nothing differs. */
export function changesOf(
  settings: AgentSettings,
  draft: AgentDraft,
): Partial<Omit<AgentSettings, 'agentId' | 'fallbacks' | 'tools'>> & {
  fallbacks?: string[];
  tools?: { allow: string[]; deny: string[] };
} {
  const before = draftOf(settings);
  const tools = { allow: listOf(draft.toolsAllow), deny: listOf(draft.toolsDeny) };
  return {
    ...(draft.name.trim() === before.name ? {} : { name: draft.name.trim() }),
    ...(draft.emoji === before.emoji ? {} : { emoji: draft.emoji }),
    ...(draft.model === before.model ? {} : { model: draft.model }),
    ...(draft.fallbacks.join('\n') === before.fallbacks.join('\n') ? {} : { fallbacks: [...draft.fallbacks] }),
    ...(draft.workspace.trim() === before.workspace ? {} : { workspace: draft.workspace.trim() }),
    ...(draft.instructions === before.instructions ? {} : { instructions: draft.instructions }),
    ...(draft.approvalMode === before.approvalMode ? {} : { approvalMode: draft.approvalMode }),
    ...(draft.toolsAllow === before.toolsAllow && draft.toolsDeny === before.toolsDeny ? {} : { tools }),
    ...(draft.maxTurns === before.maxTurns ? {} : { maxTurns: Number(draft.maxTurns) }),
  };
}

/** What is wrong, by field. */
export function draftProblems(draft: AgentDraft): Partial<Readonly<Record<keyof AgentDraft, string>>> {
  const turns = Number(draft.maxTurns);
  return {
    ...(draft.name.trim() === '' ? { name: 'An agent needs a name.' } : {}),
    ...(draft.workspace.trim() === '' ? { workspace: 'An agent needs a folder.' } : {}),
    ...(Number.isInteger(turns) && turns >= 1 && turns <= 1000 ? {} : { maxTurns: 'A whole number from 1 to 1000.' }),
  };
}

/** Names separated by commas or blanks. */
function listOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((name) => name !== '');
}
