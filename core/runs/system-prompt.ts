// What a model is told before the conversation: stable parts first, so that prompt caching pays.
import type { AgentSettings } from '#contract/methods/system.ts';

interface Place {
  readonly agent: AgentSettings;
  readonly workspace: string;
  readonly tools: readonly string[];
  /** Unix ms. */
  readonly now: number;
}

/** The parts of the system prompt. The date changes once a day and stands last. */
export function systemPrompt({ agent, workspace, tools, now }: Place): readonly string[] {
  const parts = [
    identity(agent),
    tools.length === 0 ? '' : toolGuide(),
    agent.instructions.trim(),
    `Workspace: ${workspace}\nToday: ${new Date(now).toISOString().slice(0, 10)}`,
  ];
  return parts.filter((part) => part !== '');
}

function identity(agent: AgentSettings): string {
  return `You are ${agent.name}, an agent that works for the user in a workspace folder. Answer in the language of the user. Be brief and exact; use markdown.`;
}

function toolGuide(): string {
  return [
    'Tools work inside the workspace; paths are relative to it.',
    'Some calls wait for the approval of the user. When one is denied, the result says why: respect the reason and do not try the same by another way.',
    'Prefer the tools read, write, edit, list, search and find over shell commands that do the same. Run one plain command at a time.',
    'Say what you have done only after its result shows it.',
  ].join('\n');
}
