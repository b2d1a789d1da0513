// What a model is told before the conversation: stable parts first, so that prompt caching pays.
import type { AgentSettings } from '#contract/types/agents.ts';

/** Longest part of one file that is told, characters. */
const LONGEST_FILE = 20_000;
/** Longest part of all files together, characters. */
const LONGEST_FILES = 60_000;

interface Place {
  readonly agent: AgentSettings;
  /** Its own files, in order. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly workspace: string;
  readonly tools: readonly string[];
  /** Unix ms. */
  readonly now: number;
}

/** The parts of the system prompt. The date changes once a day and stands last. */
export function systemPrompt({ agent, files, workspace, tools, now }: Place): readonly string[] {
  const parts = [
    identity(agent),
    tools.length === 0 ? '' : toolGuide(),
    agent.instructions.trim(),
    ...filePartsOf(files),
    `Workspace: ${workspace}\nToday: ${new Date(now).toISOString().slice(0, 10)}`,
  ];
  return parts.filter((part) => part !== '');
}

function identity(agent: AgentSettings): string {
  return `You are ${agent.name}, an agent that works for the user in a workspace folder. Answer in the language of the user. Be brief and exact; use markdown.`;
}

/** Each file under its name, cut where it is too long: every model call carries them. */
function filePartsOf(files: Place['files']): readonly string[] {
  let left = LONGEST_FILES;
  return files.flatMap(({ name, text }) => {
    const whole = text.trim();
    const shown = whole.slice(0, Math.min(LONGEST_FILE, left));
    left -= shown.length;
    if (shown === '') return [];
    const note = shown.length === whole.length ? '' : `\n[cut: ${shown.length} of ${whole.length} characters]`;
    return [`File ${name} of yours:\n\n${shown}${note}`];
  });
}

function toolGuide(): string {
  return [
    'Tools work inside the workspace; paths are relative to it.',
    'Some calls wait for the approval of the user. When one is denied, the result says why: respect the reason and do not try the same by another way.',
    'Prefer the tools read, write, edit, list, search and find over shell commands that do the same. Run one plain command at a time.',
    'Say what you have done only after its result shows it.',
  ].join('\n');
}
