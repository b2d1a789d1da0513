// `gatehouse __complete`: completion candidates. Called by the completion scripts only.
import { defineCommand, type CommandContext } from '../parser/command.ts';
import { completeLine, type Candidate } from '../parser/complete-line.ts';
import { EXIT } from '../output/exit-codes.ts';
import { completionIds } from '../connection/completion-ids.ts';

/** Longest delay after a press of Tab. */
const TIMEOUT_MS = 2000;
/** IDs with other characters would need quoting, so they aren't offered. */
const UNQUOTED = /^[\p{L}\p{N}._:@+#/=-]+$/u;

export const complete = defineCommand({
  name: '__complete',
  summary: 'Print completion candidates for a command line',
  description: 'The last word is the one being typed.',
  examples: [],
  args: [{ name: 'word', isOptional: true, isVariadic: true }],
  passesThrough: true,
  run: printCandidates,
});

async function printCandidates(context: CommandContext): Promise<void> {
  setTimeout(() => process.exit(EXIT.failed), TIMEOUT_MS).unref();
  const words = context.args;
  const typed = words.at(-1) ?? '';
  const candidates = await completeLine(words, (kind) => completionIds(context, kind));
  const matching = candidates.filter(({ value }) => value.startsWith(typed) && UNQUOTED.test(value));
  for (const candidate of matching) context.output.line(formatCandidate(candidate));
  context.output.json(matching);
}

function formatCandidate({ value, help }: Candidate): string {
  return help === undefined ? value : `${value}\t${help}`;
}
