// The latest to-do list of the session, which the model otherwise forgets when the conversation is summarized.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { Item } from '#contract/sessions/session-view.ts';
import type { ContextSource } from './context-source.ts';
import { fitLines, type FittedText } from './fit-text.ts';

const MARKS: Readonly<Record<string, string>> = { done: 'x', in_progress: '>', pending: ' ' };

/** Collects the list that the agent recorded last. */
export async function collectTasks({ view }: ContextSource, tokens: number): Promise<FittedText> {
  const { items } = await view();
  const last = items.findLast((item) => findSteps(item) !== undefined);
  const steps = last === undefined ? undefined : findSteps(last);
  if (steps === undefined) return { text: '', isTruncated: false };
  return fitLines(steps.map(formatStep), tokens, 'start');
}

function findSteps(item: Item): readonly unknown[] | undefined {
  if (item.kind !== 'assistant') return undefined;
  const steps = item.calls.findLast(({ name, state }) => name === 'todo' && state === 'done')?.input['steps'];
  return Array.isArray(steps) ? steps : undefined;
}

function formatStep(step: unknown): string {
  const { text = '', status = '' } = isJsonObject(step) ? step : {};
  return `- [${MARKS[String(status)] ?? ' '}] ${String(text)}`;
}
