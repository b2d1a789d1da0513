// The last output of commands in the workspace, with the command lines.
import type { ConsoleLine } from '#contract/types/console.ts';
import type { ContextSource } from './context-source.ts';
import { fitLines, type FittedText } from './fit-text.ts';

/** Lines to look at. */
const MAX_LINES = 2_000;

/** Collects the newest output. Terminals that people open are only included if they are kept in the console. */
export async function collectConsole(
  { consoles, record: { workspace } }: ContextSource,
  tokens: number,
): Promise<FittedText> {
  const { lines, hasOlder } = await consoles.list({ project: workspace, limit: MAX_LINES });
  const { text, isTruncated } = fitLines(lines.map(formatLine), tokens, 'end');
  return { text, isTruncated: isTruncated || hasOlder };
}

function formatLine({ kind, text, count = 1, skipped = 0 }: ConsoleLine): string {
  if (kind === 'start') return `$ ${text}`;
  if (kind === 'gap') return `(${skipped} characters omitted)`;
  return count > 1 ? `${text} (${count} times)` : text;
}
